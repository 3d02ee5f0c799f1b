"""Namespaces: what a run can see and name at all."""

from __future__ import annotations

import os

from orcheo_sandbox.kernel import libc

USER = 0x10000000
MOUNT = 0x00020000
NETWORK = 0x40000000
IPC = 0x08000000
UTS = 0x04000000
PID = 0x20000000

# The one user and group that exist inside: nobody.
INSIDE_UID = 65534
INSIDE_GID = 65534


def enter_user_namespace(proc: int) -> None:
    """Makes the caller nobody in a user namespace of its own, where it may set up the other namespaces.

    `proc` is a descriptor of /proc. The caller must be single-threaded and dumpable, or the maps cannot be written.
    """
    uid, gid = os.geteuid(), os.getegid()
    libc.unshare(USER)
    _write(proc, "self/setgroups", "deny")
    _write(proc, "self/gid_map", f"{INSIDE_GID} {gid} 1")
    _write(proc, "self/uid_map", f"{INSIDE_UID} {uid} 1")


def fresh_pid_namespace(own: int) -> None:
    """The caller's next child becomes process 1 of a new pid namespace. `own` is a descriptor of the caller's own.

    The kernel lets a process choose once only; going back to its own namespace first makes the choice free again.
    """
    libc.setns(own, PID)
    libc.unshare(PID)


def _write(proc: int, path: str, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC, dir_fd=proc)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
