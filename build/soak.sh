#!/usr/bin/env bash
# Kills the durable engine again and again under load, and checks after every restart that nothing was lost or repeated.
# ROUNDS says how often (200).
source "$(dirname "$0")/lib.sh"

export ORCHEO_SOAK_ROUNDS=${ROUNDS:-200}
build/setup.sh --tools-only
build/build.sh tests/Orcheo.DurableTests/Orcheo.DurableTests.csproj
say "Soaking: $ORCHEO_SOAK_ROUNDS rounds of SIGKILL"
exec dotnet exec "$(assembly tests/Orcheo.DurableTests Orcheo.DurableTests)" \
  --filter-trait Category=Soak --explicit on --show-live-output on --progress off --results-directory "$ARTIFACTS/soak"
