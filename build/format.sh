#!/usr/bin/env bash
# format.sh: rewrites the C# sources in the project's format. Nothing has to check it: the build fails on white space (IDE0055) and on every
# analyzer, and a unit test on the order of usings.
source "$(dirname "$0")/lib.sh"

[ $# -eq 0 ] || die "usage: build/format.sh"
say "Formatting"
quietly "restoring" dotnet restore Orcheo.sln --verbosity quiet
quietly "formatting" dotnet format Orcheo.sln --no-restore
