#!/usr/bin/env bash
# build.sh [project or solution]: builds, Orcheo.sln when nothing is named. The first build restores the packages.
source "$(dirname "$0")/lib.sh"

target=${1:-Orcheo.sln}
say "Building $target ($CONFIGURATION)"
quietly "building $target" dotnet build "$target" --configuration "$CONFIGURATION" --nologo --verbosity quiet -consoleLoggerParameters:NoSummary
