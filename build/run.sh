#!/usr/bin/env bash
# Builds the local stack when it is missing or older than its sources, and becomes it: signals reach it, and its exit code is ours.
source "$(dirname "$0")/lib.sh"

stack=$(assembly functions/local Orcheo.Local)
if [ ! -f "$stack" ] || sources_newer_than "$ARTIFACTS/stamps/local-$CONFIGURATION" shared functions; then
  build/setup.sh --tools-only
  build/build.sh functions/local/Orcheo.Local.csproj
fi

build/canvas.sh

say "Starting Orcheo (Ctrl-C stops it)"
exec dotnet exec "$stack" "$@"
