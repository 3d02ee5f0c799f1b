"""Copies the pages that a forked interpreter is known to change in a few calls, rather than by a page fault for each.

A fresh fork shares every page with its parent, and the first touch of each is a fault: some hundreds of them before the first
line of the user's code has run, on virtual machines more than ten microseconds each. Which pages they are is the same for
every fork of one parent, so one child tells (`Touched`), and its siblings ask the kernel for all of them at once.
"""

from __future__ import annotations

import array
import ctypes
import os
from dataclasses import dataclass

_POPULATE_READ, _POPULATE_WRITE = 22, 23
_PRESENT, _OF_FILE, _EXCLUSIVE = 1 << 63, 1 << 61, 1 << 56
_PAGE = os.sysconf("SC_PAGE_SIZE")
# Joining ranges saves calls and costs pages: a copied page costs more than one that is only mapped.
_GAP_WRITE, _GAP_READ = 1, 32

# PyDLL keeps the interpreter's lock: between fork and PyOS_AfterFork_Child it must not be let go.
_LIBC = ctypes.PyDLL(None)
_LIBC.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
_LIBC.madvise.restype = ctypes.c_int
_BEFORE = ctypes.pythonapi.PyOS_BeforeFork
_AFTER_PARENT = ctypes.pythonapi.PyOS_AfterFork_Parent
_AFTER_CHILD = ctypes.pythonapi.PyOS_AfterFork_Child
for _function in (_BEFORE, _AFTER_PARENT, _AFTER_CHILD):
    _function.argtypes = []
    _function.restype = None

Ranges = list[tuple[int, int]]


@dataclass(frozen=True)
class Touched:
    """Address ranges (start, length) that a child wrote, and those of files that it read."""

    written: Ranges
    read: Ranges


NOTHING = Touched([], [])


def fork(touched: Touched) -> int:
    """os.fork(), where the child's pages are there before the interpreter's own after-fork code runs."""
    _BEFORE()
    pid = int(_LIBC.fork())
    if pid == 0:
        for start, length in touched.read:
            _LIBC.madvise(start, length, _POPULATE_READ)
        for start, length in touched.written:
            _LIBC.madvise(start, length, _POPULATE_WRITE)
        _AFTER_CHILD()
        return 0
    _AFTER_PARENT()
    if pid < 0:
        raise OSError(ctypes.get_errno() or 11, "fork failed")
    return pid


def own_pages(maps: int, pagemap: int) -> Touched:
    """What the calling process has touched since it was forked, from its /proc files `maps` and `pagemap`."""
    written: list[int] = []
    read: list[int] = []
    for line in _all(maps).decode().splitlines():
        where, rights, _, _, inode, *_ = line.split()
        start, end = (int(part, 16) for part in where.split("-"))
        if rights[0] != "r" or start >= 1 << 63:
            continue
        entries = array.array("Q", os.pread(pagemap, (end - start) // _PAGE * 8, start // _PAGE * 8))
        for index, entry in enumerate(entries):
            if entry & _PRESENT and entry & _OF_FILE and inode != "0":
                read.append(start + index * _PAGE)
            elif entry & _PRESENT and entry & _EXCLUSIVE and rights[1] == "w":
                written.append(start + index * _PAGE)
    return Touched(_joined(written, _GAP_WRITE), _joined(read, _GAP_READ))


def _joined(pages: list[int], gap: int) -> Ranges:
    ranges: Ranges = []
    for page in sorted(pages):
        if ranges and page - sum(ranges[-1]) <= gap * _PAGE:
            ranges[-1] = (ranges[-1][0], page + _PAGE - ranges[-1][0])
        else:
            ranges.append((page, _PAGE))
    return ranges


def _all(descriptor: int) -> bytes:
    parts = []
    while part := os.read(descriptor, 65536):
        parts.append(part)
    return b"".join(parts)
