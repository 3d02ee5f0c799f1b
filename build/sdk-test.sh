#!/usr/bin/env bash
# sdk-test.sh: every check of the Python SDK: generated files, types, packages, tests with coverage. Needs the built local stack.
# The last line is `N passed, N failed`.
source "$(dirname "$0")/lib.sh"
exec 2>&1

python=$(build/sdk-python.sh)
export CONFIGURATION PYTHON=$python PYTHONDONTWRITEBYTECODE=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# expect <what> <command...>: one check; its output is shown when it fails.
expect() {
  local what=$1
  shift
  if "$@" >"$work/log" 2>&1; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    cat "$work/log"
    printf 'FAILED: %s\n' "$what"
  fi
}

# Both kinds of package, without the network; what the wheel holds is imported from it.
packages() {
  "$python" -m build --no-isolation --skip-dependency-check --outdir "$work/dist" . &&
    PYTHONPATH=$(echo "$work"/dist/*.whl) "$python" -c "
import orcheo, orcheo.__main__
assert '.whl' in orcheo.__file__, orcheo.__file__
assert orcheo.validate({'name': 'w', 'nodes': []})[0].code == 'ORC2012'"
}

cd sdk-python
export COVERAGE_FILE=$work/coverage
expect "generated files" scripts/generate.sh --check
expect "types (mypy --strict)" "$python" -m mypy --cache-dir "$work/mypy"
expect "packages" packages
"$python" -W error -m coverage run -m pytest --junit-xml "$work/tests.xml" >"$work/tests.log" 2>&1 || cat "$work/tests.log"
read -r p f < <("$python" - "$work/tests.xml" <<'PYTHON'
import sys, xml.etree.ElementTree as ET
try:
    suite = ET.parse(sys.argv[1]).getroot().find("testsuite")
    failed = int(suite.get("failures")) + int(suite.get("errors"))
    print(int(suite.get("tests")) - failed - int(suite.get("skipped")), failed)
except OSError:
    print(0, 1)
PYTHON
)
passed=$((passed + p)) failed=$((failed + f))
"$python" -m coverage combine --quiet >/dev/null 2>&1 || true
expect "coverage" "$python" -m coverage report --skip-covered --show-missing
"$python" -m coverage report 2>/dev/null | tail -n 1
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
