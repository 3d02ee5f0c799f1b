"""Resource limits of one process."""

from __future__ import annotations

import resource

_MIB = 1024 * 1024


def apply_fixed(open_files: int, file_bytes: int) -> None:
    """The limits that are the same for every run."""
    _set(resource.RLIMIT_NPROC, 0)
    _set(resource.RLIMIT_NOFILE, open_files)
    _set(resource.RLIMIT_FSIZE, file_bytes)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_MEMLOCK, 0)
    _set(resource.RLIMIT_MSGQUEUE, 0)
    _set(resource.RLIMIT_SIGPENDING, 64)


def apply_for_run(baseline_bytes: int, memory_mb: int, cpu_seconds: int) -> None:
    """What a node configures. `baseline_bytes` is what the warm interpreter has mapped before the user's code."""
    _set(resource.RLIMIT_AS, baseline_bytes + memory_mb * _MIB)
    # The soft limit would be a signal that process 1 of a pid namespace ignores, so the hard one is the same.
    _set(resource.RLIMIT_CPU, cpu_seconds)


def _set(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(kind, (value, value))
