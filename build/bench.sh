#!/usr/bin/env bash
# Measures the built stack. One JSON document goes to standard output and to artifacts/bench.json, a summary to standard error.
# ONLY=http,storage,durable picks what is measured.
source "$(dirname "$0")/lib.sh"

build/setup.sh --tools-only
build/build.sh tests/Orcheo.Benchmarks/Orcheo.Benchmarks.csproj
mkdir -p "$ARTIFACTS"
arguments=(--output "$ARTIFACTS/bench.json")
if [ -n "${ONLY:-}" ]; then
  arguments+=(--only "$ONLY")
fi
exec dotnet exec "$(assembly tests/Orcheo.Benchmarks Orcheo.Benchmarks)" "${arguments[@]}"
