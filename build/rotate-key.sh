#!/usr/bin/env bash
# Makes a new master key and puts every stored secret under it. The stack may be running from the same assemblies, so nothing is built
# when they are there, old or not.
source "$(dirname "$0")/lib.sh"

stack=$(assembly functions/local Orcheo.Local)
if [ ! -f "$stack" ]; then
  build/setup.sh --tools-only
  build/build.sh functions/local/Orcheo.Local.csproj
fi

exec dotnet exec "$stack" rotate-key "$@"
