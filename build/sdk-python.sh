#!/usr/bin/env bash
# sdk-python.sh [--install]: prints the Python that the SDK is tested with: one that has its packages. With --install they are installed
# where none has them: by root from Debian, by anyone else with pip into sdk-python/.venv.
source "$(dirname "$0")/lib.sh"

PACKAGES=(python3-httpx python3-websockets python3-typer python3-rich python3-pytest python3-pytest-asyncio python3-hypothesis
  python3-coverage python3-build python3-hatchling mypy)
MODULES="httpx, websockets, typer, rich, pytest, pytest_asyncio, hypothesis, coverage, build, hatchling, mypy"

# The interpreter on the PATH need not be Debian's, which is the one that Debian's packages are for.
find_python() {
  local candidate
  for candidate in "${ORCHEO_PYTHON:-}" sdk-python/.venv/bin/python python3 /usr/bin/python3; do
    if [ -n "$candidate" ] && "$candidate" -c "import sys, $MODULES; sys.exit(sys.version_info < (3, 10))" >/dev/null 2>&1; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

install() {
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing the packages of the Python SDK's tests"
    quietly "updating the package lists" apt-get update
    quietly "installing ${PACKAGES[*]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${PACKAGES[@]}"
  else
    say "Installing the packages of the Python SDK's tests into sdk-python/.venv"
    quietly "making sdk-python/.venv" python3 -m venv sdk-python/.venv
    quietly "installing the packages of the Python SDK's tests" sdk-python/.venv/bin/python -m pip install --quiet --editable 'sdk-python[dev]'
  fi
}

find_python && exit
[ "${1:-}" = --install ] || die "no Python 3.10 or later has the packages of the SDK's tests; make setup installs them (or name one in ORCHEO_PYTHON)."
install
find_python || die "the packages of the SDK's tests were installed, but no Python 3.10 or later has them: name one in ORCHEO_PYTHON."
