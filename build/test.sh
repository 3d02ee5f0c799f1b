#!/usr/bin/env bash
# Runs every check: build, the test suites under coverage, the coverage threshold. The last line of standard output is
# `N passed, N failed` (and `, N skipped` when some were): the tests, and one for each of the other checks.
#
# Two lanes run side by side, because most checks wait more than they compute: the .NET suites, and everything else. A check is a line in
# one of the two lanes: `check` for what holds or does not, `counted` for a script whose last line is `N passed, N failed`.
source "$(dirname "$0")/lib.sh"
exec 2>&1

# Most of these processes live for seconds: measuring what is hot in order to compile it better costs them a tenth of their time.
export DOTNET_TieredPGO=0

SUITES=(Orcheo.UnitTests Orcheo.DurableTests Orcheo.IntegrationTests)
SUITE_TIMEOUT=15m
# Half of the time, an integration test waits: for a process to start, a delay to end, a killed stack to come back.
THREADS=$(($(nproc) + 1))
results=$ARTIFACTS/test
counts=$results/counts
built=$results/built
failures=$results/failures

# dotnet_lane: what runs from the built assemblies, one after the other.
dotnet_lane() {
  for name in "${SUITES[@]}"; do
    suite "$name"
  done
}

# other_lane: begins beside the build. What needs the built stack waits for it (`after_build`).
other_lane() {
  counted "Python sandbox" build/sandbox-test.sh
  after_build
  check "Azure flavour" build/azure-check.sh
  counted "Canvas" build/canvas-test.sh
  counted "Python SDK" build/sdk-test.sh
}

# after_build: waits for the build to end; ends the lane when there is nothing to test.
after_build() {
  until [ -e "$built" ]; do sleep 0.2; done
  [ "$(cat "$built")" = yes ] || exit 0
}

# finish: adds up what every check has counted. What failed is named here once more: of a long log, often only the end is kept.
finish() {
  local passed=0 failed=0 skipped=0 p f s line
  while read -r p f s; do
    passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  done <"$counts"
  line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line+=", $skipped skipped"
  [ ! -s "$failures" ] || sed 's/^/FAILED: /' "$failures"
  printf '\n%s\n' "$line"
  [ "$failed" -eq 0 ]
  exit
}

# give_up <why>: nothing could be tested.
give_up() {
  printf '\nFAILED: %s\n' "$1"
  printf '0 1 0\n' >>"$counts"
  printf 'no\n' >"$built"
  wait
  finish
}

# report <what> <passed> <failed> <skipped> <seconds> [<log>]: the log and the line are printed in one piece, whatever the other lane says.
report() {
  local line
  line=$(printf '    %-26s %5d passed, %d failed' "$1" "$2" "$3")
  [ "$4" -eq 0 ] || line+=", $4 skipped"
  {
    flock 9
    [ -z "${6:-}" ] || cat "$6"
    printf '%s (%s s)\n' "$line" "$5"
    printf '%s %s %s\n' "$2" "$3" "$4" >>"$counts"
  } 9>"$results/lock"
}

# check <what> <command...>: one thing that holds or does not. What the command prints is shown.
check() {
  local what=$1 started=$SECONDS log=$results/$1.log failed=0
  shift
  say "$what"
  "$@" >"$log" 2>&1 || failed=1
  [ "$failed" -eq 0 ] || printf '%s\n' "$what" >>"$failures"
  report "$what" "$((1 - failed))" "$failed" 0 "$((SECONDS - started))" "$log"
}

# counted <what> <command...>: a suite of its own, whose last line is `N passed, N failed[, N skipped]`. Its output is shown when it fails.
counted() {
  local what=$1 started=$SECONDS log=$results/$1.log status=0 show='' p=0 f=1 s=0
  shift
  say "$what"
  "$@" >"$log" 2>&1 || status=$?
  if [[ $(tail -n 1 "$log") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
    p=${BASH_REMATCH[1]} f=${BASH_REMATCH[2]} s=${BASH_REMATCH[4]:-0}
  fi
  [ "$status" -eq 0 ] || [ "$f" -gt 0 ] || f=1
  if [ "$f" -gt 0 ]; then
    show=$log
    { printf '%s\n' "$what"; grep -aE '^(FAILED|ERROR|not ok|✖| FAIL )' "$log" | head -n 20 || true; } >>"$failures"
  fi
  report "$what" "$p" "$f" "$s" "$((SECONDS - started))" "$show"
}

# suite <project>: one of the .NET suites, under coverage.
suite() {
  local name=$1 started=$SECONDS status=0 log=$results/$1.log counted show='' p f s
  say "$name"
  dotnet exec "$(assembly "tests/$name" "$name")" \
    --coverage --coverage-settings "$ROOT/build/coverage.settings.xml" --coverage-output-format cobertura \
    --coverage-output "$results/$name.cobertura.xml" \
    --report-xunit-ctrf --report-xunit-ctrf-filename "$name.json" --results-directory "$results" \
    --timeout "$SUITE_TIMEOUT" --max-threads "$THREADS" --no-ansi --progress off >"$log" 2>&1 || status=$?
  # A suite that broke before it could report counts as one failure, and so does one that fails for a reason no test names.
  counted=$(python3 build/count.py "$results/$name.json" "$status" "$failures") || counted="0 1 0"
  read -r p f s <<<"$counted"
  if [ "$status" -ne 0 ] || [ "$f" -gt 0 ]; then
    show=$log
    printf '%s (exit code %s)\n' "$name" "$status" >>"$failures"
  fi
  report "$name" "$p" "$f" "$s" "$((SECONDS - started))" "$show"
}

rm -rf "$results"
mkdir -p "$results"
: >"$counts"
build/setup.sh || give_up "a tool or a package is missing"
other_lane &
build/build.sh || give_up "the build"
printf 'yes\n' >"$built"
dotnet_lane
wait
check "Coverage" python3 build/coverage.py "$results"/*.cobertura.xml
finish
