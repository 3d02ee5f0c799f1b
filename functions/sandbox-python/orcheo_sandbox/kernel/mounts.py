"""A root of its own: an empty, read-only file system that holds the interpreter's library and nothing else."""

from __future__ import annotations

import os

from orcheo_sandbox.kernel import libc

_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT = 1, 2, 4, 8, 32
_NOATIME, _NODIRATIME, _BIND, _RECURSIVE, _PRIVATE, _RELATIME = 1024, 2048, 4096, 16384, 1 << 18, 1 << 21
_LOCKED_BY_PARENT = _NOSUID | _NODEV | _NOEXEC | _NOATIME | _NODIRATIME | _RELATIME
_STAGES = ("/mnt", "/media", "/srv", "/var/tmp", "/tmp")

PRIVATE_TMP = "/tmp"


def build_root(paths: list[str]) -> None:
    """Replaces the root of the calling process's mount namespace by one where only `paths` exist, read-only."""
    libc.mount("none", "/", None, _RECURSIVE | _PRIVATE)
    stage = _stage(paths)
    libc.mount("tmpfs", stage, "tmpfs", _NOSUID | _NODEV | _NOEXEC, "size=64k,nr_inodes=512,mode=0755")
    os.mkdir(stage + PRIVATE_TMP)
    for path in paths:
        _bind_read_only(path, stage + path)
    os.chdir(stage)
    libc.syscall("pivot_root", b".", b".")
    libc.unmount_lazily(".")
    os.chdir("/")
    libc.mount("none", "/", None, _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV | _NOEXEC)


def mount_private_tmp(megabytes: int) -> None:
    """An empty, writable directory for the calling process only. The caller must be in a mount namespace of its own."""
    libc.mount("none", "/", None, _RECURSIVE | _PRIVATE)
    options = f"size={megabytes}m,nr_inodes=4096,mode=0700,uid={os.geteuid()},gid={os.getegid()}"
    libc.mount("tmpfs", PRIVATE_TMP, "tmpfs", _NOSUID | _NODEV | _NOEXEC, options)


def _stage(paths: list[str]) -> str:
    for candidate in _STAGES:
        if os.path.isdir(candidate) and not any(p == candidate or p.startswith(candidate + "/") for p in paths):
            return candidate
    raise OSError(f"no directory to build a root in: looked at {', '.join(_STAGES)}")


def _bind_read_only(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o444))
    libc.mount(source, target, None, _BIND)
    # In a user namespace the flags of the original mount may not be given up, so they are repeated.
    inherited = os.statvfs(target).f_flag & _LOCKED_BY_PARENT
    libc.mount("none", target, None, _REMOUNT | _BIND | _RDONLY | _NOSUID | _NODEV | inherited)
