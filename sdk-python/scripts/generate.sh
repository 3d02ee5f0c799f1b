#!/usr/bin/env bash
# generate.sh [--check]: writes everything in this package that is made of something else; with --check says what would change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
python=${PYTHON:-python3}
status=0
for script in generate_models generate_nodes generate_clients generate_reference; do
  [ ! -f "$script.py" ] || "$python" "$script.py" "$@" || status=1
done
exit "$status"
