"""Landlock: which files can be reached, whatever the process does with paths, descriptors and links."""

from __future__ import annotations

import ctypes
import os

from orcheo_sandbox.kernel import libc

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 13, 1 << 14, 1 << 15
_FIRST_VERSION = (1 << 13) - 1
_BIND_TCP, _CONNECT_TCP = 1 << 0, 1 << 1
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1
_READ = _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_RULE_PATH_BENEATH = 1


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def version() -> int:
    """The kernel's Landlock version. Raises OSError where there is none."""
    return libc.syscall("landlock_create_ruleset", None, 0, 1)


def ruleset(readable: list[str], writable: list[str], network: bool) -> int:
    """A descriptor of the rules: these paths may be read, these be written too, nothing else, and no TCP without `network`."""
    abi = version()
    handled = _FIRST_VERSION
    handled |= _REFER if abi >= 2 else 0
    handled |= _TRUNCATE if abi >= 3 else 0
    handled |= _IOCTL_DEVICE if abi >= 5 else 0
    net = (_BIND_TCP | _CONNECT_TCP) if abi >= 4 and not network else 0
    scoped = (_SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS) if abi >= 6 else 0
    attributes = _Ruleset(handled, net, scoped)
    size = 8 if abi < 4 else 16 if abi < 6 else 24
    descriptor = libc.syscall("landlock_create_ruleset", ctypes.byref(attributes), size, 0)
    for path in readable:
        _allow(descriptor, path, _READ)
    for path in writable:
        _allow(descriptor, path, handled & ~(_EXECUTE | _IOCTL_DEVICE))
    return descriptor


def restrict(descriptor: int) -> None:
    """Puts the caller under the rules, for good. The caller must have no_new_privs."""
    libc.syscall("landlock_restrict_self", descriptor, 0)


def _allow(descriptor: int, path: str, rights: int) -> None:
    parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _FILE_ONLY
        rule = _PathBeneath(rights, parent)
        libc.syscall("landlock_add_rule", descriptor, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
