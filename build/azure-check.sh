#!/usr/bin/env bash
# Checks of the Azure flavour what can be checked without its packages: that the three apps ask for them and for nothing of local-runtime,
# and that their Program.cs compiles against local-runtime, which has no public member that the packages lack.
source "$(dirname "$0")/lib.sh"

packages=(Microsoft.Azure.Functions.Worker Microsoft.Azure.Functions.Worker.Sdk Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore
  Microsoft.Azure.Functions.Worker.Extensions.Timer Microsoft.Azure.Functions.Worker.Extensions.DurableTask)

for app in api triggers orchestrations; do
  items=$(dotnet msbuild "functions/$app" -p:OrcheoHost=Azure -getItem:PackageReference -getItem:ProjectReference -getProperty:OutputType)
  for package in "${packages[@]}"; do
    grep -q "\"Identity\": \"$package\"" <<<"$items" || die "functions/$app does not ask for $package in the Azure flavour"
  done
  ! grep -q 'local-runtime' <<<"$items" || die "functions/$app refers to local-runtime in the Azure flavour"
  grep -q '"OutputType": "Exe"' <<<"$items" || die "functions/$app is no program in the Azure flavour"
done

for app in api triggers orchestrations; do
  quietly "building functions/$app as an app of its own" dotnet build "functions/$app" -p:OrcheoApp=true \
    --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
done
