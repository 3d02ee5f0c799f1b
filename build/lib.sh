# Shared by the scripts in this folder; sourced, never run. Leaves the caller in the root of the repository.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT"

CONFIGURATION=${CONFIGURATION:-Release}
FRAMEWORK=net10.0
ARTIFACTS=$ROOT/artifacts

# The command line of .NET is quiet and says nothing about itself.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

# What is said goes to standard error: standard output belongs to results.
say() { printf '==> %s\n' "$*" >&2; }

die() {
  printf '\nFAILED: %s\n' "$*" >&2
  exit 1
}

# quietly <what> <command...>: shows the output of a command only when it fails.
quietly() {
  local what=$1 log status=0
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    cat "$log" >&2
    rm -f "$log"
    printf '\nFAILED: %s (exit code %s): %s\n' "$what" "$status" "$*" >&2
    return "$status"
  fi
  rm -f "$log"
}

# assembly <project folder> <name>: where a built assembly stands.
assembly() { printf '%s/%s/bin/%s/%s/%s.dll' "$ROOT" "$1" "$CONFIGURATION" "$FRAMEWORK" "$2"; }

# sources_newer_than <file> <folder...>: whether something that goes into a build has changed since the file was written.
sources_newer_than() {
  local stamp=$1
  shift
  [ ! -e "$stamp" ] || [ -n "$(find "$@" Directory.Build.props Directory.Packages.props global.json .editorconfig \
    \( -name bin -o -name obj -o -name node_modules -o -name .venv \) -prune -o \
    -type f -newer "$stamp" -print -quit)" ]
}

# sandbox_python: the Python that tests the sandbox: 3.11 or later, with what the tests import. PYTHON, where set, is the only candidate.
sandbox_python() {
  local candidate
  for candidate in ${PYTHON:-/usr/bin/python3 python3}; do
    if "$candidate" -c 'import sys, pytest, hypothesis, mypy; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}
