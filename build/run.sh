#!/usr/bin/env bash
# Builds the local stack when it is missing or older than its sources, and becomes it: signals reach it, and its exit code is ours.
source "$(dirname "$0")/lib.sh"

stack=$(assembly functions/local Orcheo.Local)
stamp=$ARTIFACTS/stamps/local-$CONFIGURATION
if [ ! -f "$stack" ] || sources_newer_than "$stamp" shared functions; then
  build/setup.sh
  mkdir -p "$(dirname "$stamp")"
  started=$(mktemp)
  build/build.sh functions/local/Orcheo.Local.csproj
  # The stamp is as old as the start of the build, so that a file saved meanwhile counts as newer.
  touch -r "$started" "$stamp"
  rm -f "$started"
fi

say "Starting Orcheo (Ctrl-C stops it)"
exec dotnet exec "$stack" "$@"
