#!/usr/bin/env bash
# Runs Orcheo's orchestrations and activities on the real Durable Task engine, in memory and on Azure Storage, which Azurite plays
# (tests/Orcheo.EngineTests). Needs a package registry that has the packages of the Azure flavour, so it is no part of `make test`.
source "$(dirname "$0")/lib.sh"

[ -d tests/azurite/node_modules ] || quietly "installing Azurite" npm ci --prefix tests/azurite --no-audit --no-fund

quietly "building the engine tests" dotnet build tests/Orcheo.EngineTests -p:OrcheoHost=Azure -p:OrcheoSignalRService=false \
  -p:_FunctionsBuildEnabled=false --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
exec dotnet exec "artifacts/azure/bin/Orcheo.EngineTests/$CONFIGURATION/$FRAMEWORK/Orcheo.EngineTests.dll" --no-ansi --progress off --timeout 5m
