#!/usr/bin/env bash
# Checks the Azure flavour (-p:OrcheoHost=Azure): that the three apps ask for the packages of Azure Functions and for nothing of
# local-runtime, that they compile against these packages, and that the Functions SDK finds the functions of functions/functions.tsv.
#
#   azure-check.sh             what `make test` runs
#   azure-check.sh --publish   also lays each app out, as it is deployed, in artifacts/azure/publish/<app>
#
# A registry that does not have the packages is no defect of Orcheo: then the apps are compiled against local-runtime instead, which has no
# public member that the packages lack, and this says so. Where only the package of SignalR Service is missing, its adapter is left out.
source "$(dirname "$0")/lib.sh"

apps=(api triggers orchestrations)
packages=(Microsoft.Azure.Functions.Worker Microsoft.Azure.Functions.Worker.Sdk Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore
  Microsoft.Azure.Functions.Worker.Extensions.Timer Microsoft.Azure.Functions.Worker.Extensions.DurableTask)
flavour=(-p:OrcheoHost=Azure)
intermediate=$ARTIFACTS/azure/obj

# evaluates: what the project files ask for. Needs no package.
evaluates() {
  local app package items
  for app in "${apps[@]}"; do
    items=$(dotnet msbuild "functions/$app" -p:OrcheoHost=Azure -getItem:PackageReference -getItem:ProjectReference -getProperty:OutputType)
    for package in "${packages[@]}"; do
      grep -q "\"Identity\": \"$package\"" <<<"$items" || die "functions/$app does not ask for $package in the Azure flavour"
    done
    ! grep -q 'local-runtime' <<<"$items" || die "functions/$app refers to local-runtime in the Azure flavour"
    grep -q '"OutputType": "Exe"' <<<"$items" || die "functions/$app is no program in the Azure flavour"
  done
}

# restores: whether the packages are to be had. Leaves in `missing` the ids of those that are not.
restores() {
  local log
  missing=
  if log=$(dotnet restore Orcheo.Azure.slnf "${flavour[@]}" --nologo --verbosity quiet 2>&1); then
    return
  fi
  missing=$(sed -nE 's/.*NU110[123]: Unable to find (a stable )?package ([A-Za-z0-9.]*[A-Za-z0-9]).*/\2/p' <<<"$log" | sort -u | paste -sd ' ')
  [ -n "$missing" ] || { printf '%s\n' "$log" >&2; die "the packages of the Azure flavour cannot be restored, and not because the registry lacks one"; }
  return 1
}

# builds: compiles the three apps, without the host's own extensions: these are a project that the SDK makes and restores for each app.
builds() {
  quietly "building the Azure flavour" dotnet build Orcheo.Azure.slnf "${flavour[@]}" --no-restore -p:_FunctionsBuildEnabled=false \
    -p:EmitCompilerGeneratedFiles=true --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
}

# builds_on_local_runtime: the next best, where there are no packages.
builds_on_local_runtime() {
  local app
  for app in "${apps[@]}"; do
    quietly "building functions/$app as an app of its own" dotnet build "functions/$app" -p:OrcheoApp=true \
      --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
  done
}

# has_the_functions: the SDK's list of functions is the table that the local host's is compared with (FunctionTableTests).
has_the_functions() {
  local found=$ARTIFACTS/azure/functions.tsv
  python3 build/azure_functions.py "$intermediate" >"$found"
  diff -u functions/functions.tsv "$found" >&2 || die "the Functions SDK finds other functions than the local host (-) has"
}

publishes() {
  local app
  for app in "${apps[@]}"; do
    quietly "publishing functions/$app" dotnet publish "functions/$app" "${flavour[@]}" --configuration "$CONFIGURATION" \
      --output "$ARTIFACTS/azure/publish/$app" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
    say "artifacts/azure/publish/$app"
  done
}

evaluates
if ! restores && [ "$missing" = Microsoft.Azure.SignalR.Management ]; then
  say "NOT CHECKED: the adapter of SignalR Service (Orcheo.Hosting/Live/AzureSignalR), because this registry does not have $missing"
  flavour+=(-p:OrcheoSignalRService=false)
  restores || true
fi
if [ -n "$missing" ]; then
  say "NOT CHECKED: the apps against the packages of Azure Functions, because this registry does not have $missing. Against local-runtime instead:"
  builds_on_local_runtime
  exit
fi
builds
has_the_functions
say "The three apps compile against the packages of Azure Functions: $(wc -l <functions/functions.tsv) functions"
[ "${1:-}" != --publish ] || publishes
