#!/usr/bin/env bash
# canvas-test.sh: every check of the canvas; the end-to-end tests need the built local stack. The last line of standard output is
# `N passed, N failed`.
source "$(dirname "$0")/lib.sh"

cd canvas
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
passed=0 failed=0

# check <npm script>: one thing that holds or does not.
check() {
  if quietly "the canvas's $1" npm run --silent "$1"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
}

# suite <report> <command...>: what was counted is in the report that the command writes. One that breaks before is one failure.
suite() {
  local report=$1 status=0 counted p f s
  shift
  "$@" >&2 || status=$?
  counted=$(node scripts/count.mjs "$report" "$status") || counted="0 1 0"
  read -r p f s <<<"$counted"
  [ "$s" -eq 0 ] || say "$s skipped"
  passed=$((passed + p)) failed=$((failed + f))
}

for script in types:check typecheck lint format:check; do
  check "$script"
done
suite "$reports/unit.json" npx vitest run --reporter=default --reporter=json --outputFile.json="$reports/unit.json"
if "$ROOT/build/canvas.sh"; then
  E2E_RESULTS=$reports/e2e.tap suite "$reports/e2e.tap" npm run --silent e2e
else
  failed=$((failed + 1))
fi
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
