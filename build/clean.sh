#!/usr/bin/env bash
# Removes what was built and installed in this folder. The data of the local stack (.orcheo) stays.
source "$(dirname "$0")/lib.sh"

say "Removing bin, obj, artifacts, TestResults and node_modules"
find shared functions tests \( -name node_modules -prune \) -o -type d \( -name bin -o -name obj -o -name TestResults \) -prune -exec rm -rf {} +
rm -rf artifacts tests/*/node_modules canvas/node_modules canvas/dist
