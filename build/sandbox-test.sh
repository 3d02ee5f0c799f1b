#!/usr/bin/env bash
# sandbox-test.sh: the tests of the Python sandbox, the escape attempts among them, and its type check. Needs nothing that is built. The
# last line of standard output is `N passed, N failed`, and `, N skipped` when some were.
source "$(dirname "$0")/lib.sh"

passed=0 failed=0 skipped=0
finish() {
  local line="$passed passed, $failed failed"
  [ "$skipped" -eq 0 ] || line+=", $skipped skipped"
  printf '\n%s\n' "$line"
  [ "$failed" -eq 0 ]
  exit
}

if [ "$(uname -s)" != Linux ]; then
  say "The sandbox needs Linux: its tests are skipped."
  skipped=1
  finish
fi

python=$(sandbox_python) || {
  say "No Python 3.11 or later has pytest, hypothesis and mypy: apt-get install python3-pytest python3-hypothesis mypy, or name one in PYTHON."
  failed=1
  finish
}

cd functions/sandbox-python
report=$(mktemp)
trap 'rm -f "$report"' EXIT

if quietly "the type check of the sandbox" "$python" -m mypy --cache-dir "$ARTIFACTS/mypy"; then
  passed=1
else
  failed=1
fi

status=0
"$python" -B -m pytest -q --junitxml "$report" >&2 || status=$?
counted=$("$python" "$ROOT/build/count_junit.py" "$report" "$status") || counted="0 1 0"
read -r p f s <<<"$counted"
passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
finish
