"""Calls into the C library and the kernel that the standard library does not offer."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

_LIBC = ctypes.CDLL(None, use_errno=True)
_LIBC.syscall.restype = ctypes.c_long

ARCHITECTURE = platform.machine()
SUPPORTED = sys.platform == "linux" and sys.byteorder == "little" and ARCHITECTURE in ("x86_64", "aarch64")

# Numbers that differ between the architectures; calls younger than 5.0 share one number everywhere.
_NUMBERS = {
    "x86_64": {"capset": 126, "pivot_root": 155, "seccomp": 317},
    "aarch64": {"capset": 91, "pivot_root": 41, "seccomp": 277},
}
_SHARED = {
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}


def number(name: str) -> int:
    """The number of a system call on this machine."""
    if not SUPPORTED:
        raise OSError(f"the sandbox knows Linux on x86_64 and aarch64, not {sys.platform} on {ARCHITECTURE}")
    return _SHARED[name] if name in _SHARED else _NUMBERS[ARCHITECTURE][name]


def checked(result: int, what: str) -> int:
    """Turns -1 into the OSError that errno names."""
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{what}: {os.strerror(code)}")
    return result


def syscall(name: str, *arguments: object) -> int:
    """A raw system call. Integers are passed as 64 bits, so that flags never carry stray upper halves."""
    passed = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return checked(int(_LIBC.syscall(ctypes.c_long(number(name)), *passed)), name)


def prctl(option: int, *arguments: int) -> int:
    """prctl(2); what is not given is zero."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    return checked(int(_LIBC.prctl(ctypes.c_int(option), *(ctypes.c_ulong(a) for a in padded))), f"prctl({option})")


def unshare(flags: int) -> None:
    """unshare(2)."""
    checked(int(_LIBC.unshare(ctypes.c_int(flags))), "unshare")


def setns(descriptor: int, kind: int) -> None:
    """setns(2)."""
    checked(int(_LIBC.setns(ctypes.c_int(descriptor), ctypes.c_int(kind))), "setns")


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """mount(2)."""
    result = _LIBC.mount(
        source.encode(),
        target.encode(),
        kind.encode() if kind is not None else None,
        ctypes.c_ulong(flags),
        data.encode() if data is not None else None,
    )
    checked(int(result), f"mount {target}")


def unmount_lazily(target: str) -> None:
    """umount2(2) with MNT_DETACH."""
    checked(int(_LIBC.umount2(target.encode(), ctypes.c_int(2))), f"umount {target}")
