"""Runs a piece of our own code the way a user's is run, so that everything on the way is warm before a job comes.

The fork server does it once, so that it is set up as far as it can be; each waiting process does it again, so that the pages
that every run changes are its own by then; and one process does it first to tell which pages those are.
"""

from __future__ import annotations

import json
import os

from orcheo_sandbox.inside import isolation as layers
from orcheo_sandbox.inside import runner
from orcheo_sandbox.inside.isolation import Isolation
from orcheo_sandbox.kernel import privileges, prefault

_CODE = '''
import logging
def main(number: int, name: str = "x", **inputs):
    """Looks like what users write."""
    print("rehearsal", number)
    logging.getLogger(__name__).info("rehearsal %s", name)
    total = sum(value * 2 for value in range(number))
    return {"total": total, "names": [name.upper(), f"{total:.2f}"], "nested": {"none": None, "real": 0.5, **inputs}}
'''
_BODY = json.dumps({"run_id": "r", "code": _CODE, "inputs": {"number": 3, "other": [1, "two"]}}).encode()
_JOB = runner.Job(64, frozenset(("logging",)), 65536, 100, 65536)


def rehearse() -> None:
    """One run that nobody sees."""
    runner.run(_JOB, _BODY, lambda line: None)


def learn(isolation: Isolation, proc: int) -> prefault.Touched:
    """Which pages a run touches. Nothing where the kernel does not tell: it only costs time."""
    try:
        layers.before_fork(isolation)
        return _learn(proc)
    except (OSError, ValueError):
        return prefault.NOTHING


def _learn(proc: int) -> prefault.Touched:
    reading, writing = os.pipe()
    child = prefault.fork(prefault.NOTHING)
    if child == 0:
        try:
            # The files of a process that may not be dumped belong to root.
            privileges.set_dumpable(True)
            maps = os.open("self/maps", os.O_RDONLY, dir_fd=proc)
            pagemap = os.open("self/pagemap", os.O_RDONLY, dir_fd=proc)
            rehearse()
            touched = prefault.own_pages(maps, pagemap)
            text = json.dumps([touched.written, touched.read]).encode()
            while text:
                text = text[os.write(writing, text) :]
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as report:
        told = report.read()
    os.waitpid(child, 0)
    written, read = json.loads(told)
    return prefault.Touched([(a, b) for a, b in written], [(a, b) for a, b in read])
