"""Tries, in a process set up exactly as a run is, whether each layer holds; what does not is not counted as a layer."""

from __future__ import annotations

import json
import os
import resource
from collections.abc import Callable

from orcheo_sandbox.inside import isolation as layers
from orcheo_sandbox.inside.isolation import Isolation

_MEMORY_MB = 64
_CPU_SECONDS = 10


def verify(isolation: Isolation) -> None:
    """Withdraws the layers that do not hold. Raises OSError when a process cannot be set up at all."""
    reading, writing = os.pipe()
    layers.before_fork(isolation)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.write(writing, json.dumps(_failing(isolation)).encode())
            status = 0
        except BaseException as error:
            os.write(writing, json.dumps({"setup": str(error)}).encode())
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as report:
        text = report.read()
    os.waitpid(child, 0)
    found: dict[str, str] = json.loads(text or b'{"setup": "the process ended without a word"}')
    if "setup" in found:
        raise OSError(f"a run could not be set up: {found['setup']}")
    for layer, reason in found.items():
        isolation.withdraw(layer, reason)
    if "landlock" in found:
        isolation.rules = None
    if "seccomp" in found:
        isolation.filter = None


def _failing(isolation: Isolation) -> dict[str, str]:
    layers.in_run(isolation)
    layers.before_user_code(isolation, _MEMORY_MB, _CPU_SECONDS)
    checks: dict[str, Callable[[], bool]] = {
        "unprivileged_user": lambda: 0 not in os.getresuid(),
        "rlimits": lambda: resource.getrlimit(resource.RLIMIT_CPU) == (_CPU_SECONDS, _CPU_SECONDS),
        "pid_namespace": lambda: os.getpid() == 1,
        "mount_namespace": lambda: not os.path.exists("/proc/self/status") and not os.path.exists("/bin"),
        "landlock": lambda: _refused(lambda: os.open("/", os.O_RDONLY | os.O_DIRECTORY)),
        "seccomp": lambda: _refused(os.pipe),
    }
    return {
        layer: "the kernel accepted it, but it does not hold"
        for layer, holds in checks.items()
        if layer in isolation.layers and not holds()
    }


def _refused(step: Callable[[], object]) -> bool:
    try:
        step()
    except PermissionError:
        return True
    return False
