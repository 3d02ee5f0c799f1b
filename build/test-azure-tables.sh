#!/usr/bin/env bash
# Runs the integration tests with every stack on Azure Tables and Blobs, which Azurite plays, instead of SQLite. `make test` runs only the
# core scenarios so, because Azurite is slow. What is given goes to the tests (`--filter-class '*CancelTests'`).
# The last line of standard output is `N passed, N failed`.
source "$(dirname "$0")/lib.sh"

name=Orcheo.IntegrationTests
results=$ARTIFACTS/test-azure-tables
build/setup.sh
build/build.sh "tests/$name/$name.csproj"
rm -rf "$results"
mkdir -p "$results"
: >"$results/failures"
status=0
ORCHEO_TEST_STORAGE=AzureTables dotnet exec "$(assembly "tests/$name" "$name")" \
  --report-xunit-ctrf --report-xunit-ctrf-filename "$name.json" --results-directory "$results" \
  --timeout 30m --no-ansi --progress off "$@" || status=$?
read -r passed failed skipped < <(python3 build/count.py "$results/$name.json" "$status" "$results/failures" || echo "0 1 0")
printf '\n%s passed, %s failed%s\n' "$passed" "$failed" "$([ "$skipped" -eq 0 ] || printf ', %s skipped' "$skipped")"
[ "$failed" -eq 0 ] && [ "$status" -eq 0 ]
