#!/usr/bin/env bash
# setup.sh [--tools-only | --canvas]: checks that the tools are there, and installs what the tests need: npm packages, once and again
# when their lock file changes, Chromium, and what the tests of the Python sandbox import. --canvas installs only what building the
# canvas takes.
source "$(dirname "$0")/lib.sh"

need() {
  local tool=$1 wanted=$2 where=$3
  command -v "$tool" >/dev/null 2>&1 || die "'$tool' is not installed. Orcheo needs $wanted: $where"
}

need dotnet "the .NET SDK 10" "https://dotnet.microsoft.com/download"
version=$(dotnet --version 2>/dev/null) || die "no .NET SDK fits global.json (10.0.100 or a later 10.0). Installed: $(dotnet --list-sdks | tr '\n' ' ')"
[ "${version%%.*}" -ge 10 ] || die "the .NET SDK $version is too old: install the .NET SDK 10."
need python3 "Python 3.9 or later" "https://www.python.org/downloads"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' || die "$(python3 --version) is too old: install Python 3.9 or later."

# npm_install <folder>: `npm ci`, unless the same lock file has been installed already.
npm_install() {
  local folder=$1 stamp="$1/node_modules/.orcheo-installed" lock
  need node "Node 20 or later" "https://nodejs.org"
  [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || die "Node $(node --version) is too old: install Node 20 or later."
  lock=$(cksum <"$folder/package-lock.json")
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$lock" ]; then
    return
  fi
  say "Installing the npm packages of $folder"
  quietly "installing the npm packages of $folder" npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error
  printf '%s\n' "$lock" >"$stamp"
}

# need_chromium: the end-to-end tests drive Debian's. Root may install it; anyone else is told how.
need_chromium() {
  if [ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null 2>&1; then
    return
  fi
  may_install || die "'chromium' is not installed; the canvas's tests need it: apt-get install chromium, or name one in CHROMIUM."
  install_packages "Chromium" chromium
}

# need_sandbox_tests: what the tests of the Python sandbox import. Where it cannot be installed, they say so and fail.
need_sandbox_tests() {
  if [ "$(uname -s)" = Linux ] && ! sandbox_python >/dev/null && may_install; then
    install_packages "pytest, hypothesis and mypy" python3 python3-pytest python3-hypothesis mypy
  fi
}

may_install() { [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; }

# install_packages <what> <package...>
install_packages() {
  local what=$1
  shift
  say "Installing $what"
  quietly "updating the package lists" apt-get update
  quietly "installing $what" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

case ${1:-} in
  --tools-only) exit ;;
  --canvas)
    npm_install canvas
    exit
    ;;
esac

for lock in tests/azurite/package-lock.json canvas/package-lock.json; do
  if [ -f "$lock" ]; then
    npm_install "$(dirname "$lock")"
  fi
done
need_chromium
need_sandbox_tests
build/sdk-python.sh --install >/dev/null
