#!/usr/bin/env bash
# Kills the durable engine again and again under load, and checks after every restart that nothing was lost or repeated.
# ROUNDS says how often (200), SEED repeats an earlier run.
source "$(dirname "$0")/lib.sh"

rounds=${ROUNDS:-200}
build/setup.sh --tools-only
build/build.sh tests/Orcheo.DurableTests/Orcheo.DurableTests.csproj
say "Soaking: $rounds rounds of SIGKILL"
exec dotnet exec "$(assembly tests/Orcheo.DurableTests Orcheo.DurableTests)" --soak "$rounds" ${SEED:+"$SEED"}
