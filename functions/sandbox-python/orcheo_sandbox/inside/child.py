"""A run's process, from the fork to its end."""

from __future__ import annotations

import fcntl
import json
import os
from typing import Any

from orcheo_sandbox import frames
from orcheo_sandbox.inside import isolation as layers
from orcheo_sandbox.inside import rehearsal, runner
from orcheo_sandbox.inside.isolation import Isolation

_CHANNEL, _ERRORS, _RULES = 3, 4, 5
_OUT_OF_THE_WAY = 100
_ISOLATION_FAILED = 97


def live(isolation: Isolation, channel: int) -> None:
    """Isolates the process, waits for a job, does it and ends. Does not return."""
    status = _ISOLATION_FAILED
    try:
        _keep_only(channel, isolation.rules)
        isolation.rules = _RULES if isolation.rules is not None else None
        layers.in_run(isolation)
        os.close(_ERRORS)
        os.closerange(_RULES, _RULES + 2)
        rehearsal.rehearse()
        header = _receive(frames.JOB)
        if header is None:
            os._exit(0)
        settings = json.loads(header)
        layers.before_user_code(isolation, settings["memory_mb"], settings["cpu_seconds"])
        status = 1
        _do(settings)
        status = 0
    except OSError as error:
        if status == _ISOLATION_FAILED:
            os.write(_ERRORS, f"orcheo_sandbox: a run was not isolated and did not start: {error}\n".encode())
    finally:
        os._exit(status)


def _do(settings: dict[str, Any]) -> None:
    job = runner.Job(allowed=frozenset(settings["allowed"]), **settings["job"])
    try:
        body = _receive(frames.BODY)
        if body is None:
            return
        result = runner.run(job, body, lambda line: _send(frames.LOG, line))
    except MemoryError:
        # Nothing could be allocated even for the report, so it is one that was ready.
        result = _no_memory(job)
    _send(frames.RESULT, result)


def _no_memory(job: runner.Job) -> bytes:
    return json.dumps(
        {"ok": False, "truncated": False, "error": {**runner.OUT_OF_MEMORY, "message": f"more than {job.memory_mb} MiB"}}
    ).encode("ascii")


def _keep_only(channel: int, rules: int | None) -> None:
    """Of all descriptors the run keeps /dev/null as 0, 1 and 2 and the channel, and until it is isolated two more."""
    kept = [channel, 2, rules if rules is not None else 0]
    # First out of the way of the numbers that they are to have.
    moved = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _OUT_OF_THE_WAY) for descriptor in kept]
    for descriptor, number in zip(moved, (_CHANNEL, _ERRORS, _RULES)):
        os.dup2(descriptor, number)
    os.dup2(0, 1)
    os.dup2(0, 2)
    os.closerange(_RULES + 1, os.sysconf("SC_OPEN_MAX"))


def _receive(kind: bytes) -> bytes | None:
    header = _read(frames.HEADER.size)
    if header is None:
        return None
    found, length = frames.HEADER.unpack(header)
    if found != kind:
        raise OSError(f"expected frame {kind!r}, got {found!r}")
    return _read(length)


def _read(length: int) -> bytes | None:
    buffer = bytearray(length)
    view = memoryview(buffer)
    done = 0
    while done < length:
        count = os.readv(_CHANNEL, [view[done:]])
        if count == 0:
            return None
        done += count
    view.release()
    return bytes(buffer)


def _send(kind: bytes, payload: bytes) -> None:
    left = memoryview(frames.pack(kind, payload))
    while left:
        left = left[os.write(_CHANNEL, left) :]
