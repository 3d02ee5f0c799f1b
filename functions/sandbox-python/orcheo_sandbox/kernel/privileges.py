"""Users, capabilities and the process attributes that belong to them."""

from __future__ import annotations

import ctypes
import os
import signal

from orcheo_sandbox.kernel import libc

_SET_PDEATHSIG, _SET_DUMPABLE, _CAPBSET_DROP, _SET_NO_NEW_PRIVS, _CAP_AMBIENT = 1, 4, 24, 38, 47
_CAP_AMBIENT_CLEAR_ALL = 4
_CAPABILITY_VERSION_3 = 0x20080522
_HIGHEST_CAPABILITY = 63


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int32)]


_NO_CAPABILITIES = (ctypes.c_uint32 * 6)()


def become(uid: int, gid: int) -> None:
    """Gives up root for good. A no-op for who is not root."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)


def drop_capabilities() -> None:
    """Empties the effective, permitted and inheritable sets."""
    header = _Header(_CAPABILITY_VERSION_3, 0)
    libc.syscall("capset", ctypes.byref(header), _NO_CAPABILITIES)


def drop_bounding_set() -> None:
    """Nothing that is started from here on can gain a capability. What the caller has now it keeps."""
    libc.prctl(_CAP_AMBIENT, _CAP_AMBIENT_CLEAR_ALL)
    for capability in range(_HIGHEST_CAPABILITY + 1):
        try:
            libc.prctl(_CAPBSET_DROP, capability)
        except OSError:
            # EINVAL: past the last one that this kernel knows. EPERM: the caller has none to drop.
            return


def no_new_privileges() -> None:
    """No set-uid program and no file capability counts any more."""
    libc.prctl(_SET_NO_NEW_PRIVS, 1)


def set_dumpable(dumpable: bool) -> None:
    """Whether others of the same user may trace the process and read its /proc entries."""
    libc.prctl(_SET_DUMPABLE, 1 if dumpable else 0)


def die_with_parent() -> None:
    """The kernel kills the caller when the THREAD that started it ends."""
    libc.prctl(_SET_PDEATHSIG, signal.SIGKILL)
