#!/usr/bin/env bash
# screenshots.sh [name]: takes pictures of the canvas's pages, or of those whose name holds the word, into artifacts/screenshots.
source "$(dirname "$0")/lib.sh"

build/setup.sh
build/build.sh functions/local/Orcheo.Local.csproj
build/canvas.sh
cd canvas
node e2e/screenshots.mjs "$ARTIFACTS/screenshots" "${1:-}"
say "See artifacts/screenshots"
