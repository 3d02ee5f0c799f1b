#!/usr/bin/env bash
# build.sh [project or solution]: builds, Orcheo.sln when nothing is named. The first build restores the packages.
source "$(dirname "$0")/lib.sh"

target=${1:-Orcheo.sln}
started=$(mktemp)
trap 'rm -f "$started"' EXIT
say "Building $target ($CONFIGURATION)"
quietly "building $target" dotnet build "$target" --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary

# `make run` builds again only when a source is newer than this. It is as old as the start of the build, so that a file saved
# meanwhile counts as newer.
case $target in
  Orcheo.sln | functions/local/*)
    mkdir -p "$ARTIFACTS/stamps"
    touch -r "$started" "$ARTIFACTS/stamps/local-$CONFIGURATION"
    ;;
esac
