#!/usr/bin/env bash
# Runs Orcheo's orchestrations and activities on the real Durable Task engine, with its in-memory backend (tests/Orcheo.EngineTests). Needs
# a package registry that has the packages of the Azure flavour, so it is no part of `make test`.
source "$(dirname "$0")/lib.sh"

quietly "building the engine tests" dotnet build tests/Orcheo.EngineTests -p:OrcheoHost=Azure -p:OrcheoSignalRService=false \
  -p:_FunctionsBuildEnabled=false --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
exec dotnet exec "artifacts/azure/bin/Orcheo.EngineTests/$CONFIGURATION/$FRAMEWORK/Orcheo.EngineTests.dll" --no-ansi --progress off
