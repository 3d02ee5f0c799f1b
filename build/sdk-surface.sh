#!/usr/bin/env bash
# sdk-surface.sh [--check]: writes down what the real packages offer of the types that local-runtime imitates, or fails when that is not
# what the tables in tests/Orcheo.UnitTests/Architecture/Surface say. Needs a package registry that has the packages of the Azure flavour.
source "$(dirname "$0")/lib.sh"

tables=$ROOT/tests/Orcheo.UnitTests/Architecture/Surface
target=$tables
case ${1:-} in
  '') ;;
  --check)
    target=$(mktemp -d)
    trap 'rm -rf "$target"' EXIT
    ;;
  *) die "usage: build/sdk-surface.sh [--check]" ;;
esac

quietly "building the reader of the real packages" dotnet build tests/Orcheo.SdkSurface -p:OrcheoHost=Azure \
  --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
[ "$target" != "$tables" ] || rm -f "$tables"/*.txt
dotnet exec "artifacts/azure/bin/Orcheo.SdkSurface/$CONFIGURATION/$FRAMEWORK/Orcheo.SdkSurface.dll" "$target"
[ "$target" = "$tables" ] || diff --recursive --unified=0 --exclude='*.cs' "$tables" "$target" >&2 ||
  die "the real packages offer something else than the tables say; build/sdk-surface.sh writes them"
