#!/usr/bin/env bash
# Shows the line coverage of the last `make test`; runs it first when there is none.
source "$(dirname "$0")/lib.sh"

if ! ls "$ARTIFACTS"/test/*.cobertura.xml >/dev/null 2>&1; then
  build/test.sh >&2 || true
fi
exec python3 build/coverage.py --uncovered "$ARTIFACTS"/test/*.cobertura.xml
