#!/usr/bin/env bash
# Runs every check: build, format, the test suites under coverage, the coverage threshold. The last line of standard output is
# `N passed, N failed` (and `, N skipped` when some were): the tests, and one for each of the other checks.
source "$(dirname "$0")/lib.sh"
exec 2>&1

SUITES=(Orcheo.UnitTests Orcheo.DurableTests Orcheo.IntegrationTests)
SUITE_TIMEOUT=8m
results=$ARTIFACTS/test
passed=0 failed=0 skipped=0

finish() {
  local line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line+=", $skipped skipped"
  printf '\n%s\n' "$line"
  [ "$failed" -eq 0 ]
  exit
}

# give_up <why>: nothing could be tested.
give_up() {
  printf '\nFAILED: %s\n' "$1"
  failed=$((failed + 1))
  finish
}

# report <what> <passed> <failed> <skipped> <seconds>
report() {
  local line
  line=$(printf '    %-26s %5d passed, %d failed' "$1" "$2" "$3")
  [ "$4" -eq 0 ] || line+=", $4 skipped"
  printf '%s (%s s)\n' "$line" "$5"
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
}

# check <what> <command...>: one thing that holds or does not. What the command prints is shown.
check() {
  local what=$1 started=$SECONDS
  shift
  say "$what"
  if "$@"; then
    report "$what" 1 0 0 "$((SECONDS - started))"
  else
    report "$what" 0 1 0 "$((SECONDS - started))"
  fi
}

suite() {
  local name=$1 started=$SECONDS status=0 log=$results/$1.log counts
  say "$name"
  dotnet exec "$(assembly "tests/$name" "$name")" \
    --coverage --coverage-settings "$ROOT/build/coverage.settings.xml" --coverage-output-format cobertura \
    --coverage-output "$results/$name.cobertura.xml" \
    --report-xunit-ctrf --report-xunit-ctrf-filename "$name.json" --results-directory "$results" \
    --timeout "$SUITE_TIMEOUT" --no-ansi --progress off >"$log" 2>&1 || status=$?
  # A suite that broke before it could report counts as one failure, and so does one that fails for a reason no test names.
  counts=$(python3 build/count.py "$results/$name.json" "$status") || counts="0 1 0"
  read -r p f s <<<"$counts"
  if [ "$status" -ne 0 ] || [ "$f" -ne 0 ]; then
    cat "$log"
  fi
  report "$name" "$p" "$f" "$s" "$((SECONDS - started))"
}

rm -rf "$results"
mkdir -p "$results"
build/setup.sh || give_up "a tool or a package is missing"
build/build.sh || give_up "the build"
check "Format" build/format.sh --check
for name in "${SUITES[@]}"; do
  suite "$name"
done
check "Coverage" python3 build/coverage.py "$results"/*.cobertura.xml
finish
