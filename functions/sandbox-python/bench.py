"""Measures a trivial run over HTTP keep-alive: latency at one caller, throughput at several, and 40 runs one after the other.

    /usr/bin/python3 bench.py [--runs 200] [--callers 4] [--json]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from tests.client import Sandbox  # noqa: E402

_CODE = "def main(a: int, b: int):\n    return {'sum': a + b}\n"
_INPUTS = {"a": 1, "b": 2}


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--callers", type=int, default=4)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    arguments = parser.parse_args()
    started = time.perf_counter()
    sandbox = Sandbox()
    figures: dict[str, float] = {"start_ms": (time.perf_counter() - started) * 1000}
    try:
        for _ in range(10):
            sandbox.result(_CODE, _INPUTS)
        figures.update(_latency(sandbox, arguments.runs))
        figures.update(_paced(sandbox, min(50, arguments.runs)))
        figures["sequence_of_40_ms"] = min(_sequence(sandbox, 40) for _ in range(3))
        figures["runs_per_second"] = _throughput(sandbox, arguments.runs, arguments.callers)
    finally:
        sandbox.close()
    rounded = {name: round(value, 2) for name, value in figures.items()}
    if arguments.json:
        print(json.dumps(rounded))
        return
    for name, value in rounded.items():
        print(f"{name:24} {value:10.2f}")


def _latency(sandbox: Sandbox, runs: int) -> dict[str, float]:
    """One caller that does not pause: processes have to be made as fast as they are used."""
    taken, cpu = [], []
    for _ in range(runs):
        before = time.perf_counter()
        answer = sandbox.run(_CODE, _INPUTS)
        taken.append((time.perf_counter() - before) * 1000)
        cpu.append(answer["usage"]["cpu_ms"])
    cuts = statistics.quantiles(taken, n=100)
    return {"p50_ms": cuts[49], "p95_ms": cuts[94], "p99_ms": cuts[98], "cpu_per_run_ms": statistics.median(cpu)}


def _paced(sandbox: Sandbox, runs: int) -> dict[str, float]:
    """One caller that pauses: a waiting process is always there."""
    taken = []
    for _ in range(runs):
        time.sleep(0.06)
        before = time.perf_counter()
        sandbox.result(_CODE, _INPUTS)
        taken.append((time.perf_counter() - before) * 1000)
    return {"paced_p50_ms": statistics.median(taken)}


def _sequence(sandbox: Sandbox, length: int) -> float:
    time.sleep(0.2)
    before = time.perf_counter()
    for _ in range(length):
        sandbox.result(_CODE, _INPUTS)
    return (time.perf_counter() - before) * 1000


def _throughput(sandbox: Sandbox, runs: int, callers: int) -> float:
    each = runs // callers
    threads = [threading.Thread(target=lambda: [sandbox.result(_CODE, _INPUTS) for _ in range(each)]) for _ in range(callers)]
    before = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return each * callers / (time.perf_counter() - before)


if __name__ == "__main__":
    main()
