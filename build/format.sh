#!/usr/bin/env bash
# format.sh [--check]: rewrites the C# sources in the project's format, or fails when that would change something.
source "$(dirname "$0")/lib.sh"

case ${1:-} in
  # The build has already failed on white space (IDE0055) and on every analyzer; what is left is what only this command sees, such as
  # the order of usings. Checking all of it again would take twice as long.
  --check) quietly "checking the format; \`make format\` mends it" dotnet format style Orcheo.sln --no-restore --verify-no-changes ;;
  '')
    say "Formatting"
    quietly "restoring" dotnet restore Orcheo.sln --verbosity quiet
    quietly "formatting" dotnet format Orcheo.sln --no-restore
    ;;
  *) die "usage: build/format.sh [--check]" ;;
esac
