#!/usr/bin/env bash
# canvas.sh: builds canvas/dist when it is missing or older than its sources. `canvas.sh --dev` serves the sources with hot reload instead.
source "$(dirname "$0")/lib.sh"

build/setup.sh --canvas
cd canvas
if [ "${1:-}" = --dev ]; then
  exec npm run --silent dev
fi
stamp=dist/index.html
if [ ! -f "$stamp" ] || [ -n "$(find . ../examples ../docs/errors \( -name node_modules -o -name dist -o -name e2e \) -prune -o -type f -newer "$stamp" -print -quit)" ]; then
  say "Building the canvas"
  quietly "building the canvas" npm run build
fi
