"""seccomp: a list of the system calls that a run may make. Everything else fails with EPERM.

The program is classic BPF, written here: one comparison for each allowed call, and for some a look at their arguments.
"""

from __future__ import annotations

import ctypes
import errno
import struct
from dataclasses import dataclass

from orcheo_sandbox.kernel import libc
from orcheo_sandbox.kernel.syscalls import ALWAYS, NETWORK, NUMBERS, WRITE

_LOAD, _JUMP_EQUAL, _JUMP_GREATER_EQUAL, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_AUDIT_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_OFFSET_NUMBER, _OFFSET_ARCHITECTURE, _OFFSET_ARGUMENTS = 0, 4, 16
_SET_MODE_FILTER = 1

_PROT_EXEC = 0x4
# O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND and the bit of O_TMPFILE: the same on both architectures.
_OPEN_FOR_WRITING = 0o3 | 0o100 | 0o1000 | 0o2000 | 0o20000000
_INTERNET_FAMILIES = (2, 10)
_HARMLESS_FCNTL = (1, 2, 3, 1030)


@dataclass(frozen=True)
class _Argument:
    """What must hold for one argument: none of these bits, or (when `values` is given) one of these values."""

    index: int
    forbidden_bits: int = 0
    values: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Conditional:
    """A call that is allowed when all its arguments pass, and fails with `error` otherwise."""

    name: str
    arguments: tuple[_Argument, ...]
    error: int = errno.EPERM


def program(writes: bool, network: bool) -> bytes:
    """The filter for this machine: `writes` allows changing files (where Landlock lets it), `network` internet sockets."""
    numbers = NUMBERS[libc.ARCHITECTURE]
    code = [
        _step(_LOAD, _OFFSET_ARCHITECTURE),
        _step(_JUMP_EQUAL, _AUDIT_ARCHITECTURE[libc.ARCHITECTURE], 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _OFFSET_NUMBER),
    ]
    if libc.ARCHITECTURE == "x86_64":
        code += [_step(_JUMP_GREATER_EQUAL, _X32_BIT, 0, 1), _step(_RETURN, _KILL)]
    names = ALWAYS + (WRITE if writes else ()) + (NETWORK if network else ())
    for name in names:
        if name in numbers:
            code += [_step(_JUMP_EQUAL, numbers[name], 0, 1), _step(_RETURN, _ALLOW)]
    for conditional in _conditionals(writes, network):
        if conditional.name in numbers:
            code += _check(numbers[conditional.name], conditional)
    code.append(_step(_RETURN, _ERRNO | errno.EPERM))
    return b"".join(code)


def install(filter_program: bytes) -> None:
    """Puts the calling thread under the filter, for good. The caller must have no_new_privs."""
    buffer = ctypes.create_string_buffer(filter_program, len(filter_program))
    header = struct.pack("@HxxxxxxP", len(filter_program) // 8, ctypes.addressof(buffer))
    libc.syscall("seccomp", _SET_MODE_FILTER, 0, ctypes.create_string_buffer(header, len(header)))


def _conditionals(writes: bool, network: bool) -> list[_Conditional]:
    found = [
        # No new machine code: what is executable was mapped before the user's code was read.
        _Conditional("mmap", (_Argument(2, forbidden_bits=_PROT_EXEC),)),
        _Conditional("mprotect", (_Argument(2, forbidden_bits=_PROT_EXEC),)),
        _Conditional("fcntl", (_Argument(1, values=_HARMLESS_FCNTL),)),
        # Its own limits, which it can read, and lower once more for the job; raising them takes a capability.
        _Conditional("prlimit64", (_Argument(0, values=(0,)),)),
        # The C library falls back to clone, which is refused; isatty() must say no rather than fail oddly.
        _Conditional("clone3", (_Argument(0, values=(0,)),), errno.ENOSYS),
        _Conditional("ioctl", (_Argument(0, values=(0xFFFFFFFF,)),), errno.ENOTTY),
    ]
    if not writes:
        found += [
            _Conditional("open", (_Argument(1, forbidden_bits=_OPEN_FOR_WRITING),)),
            _Conditional("openat", (_Argument(2, forbidden_bits=_OPEN_FOR_WRITING),)),
        ]
    if network:
        found.append(_Conditional("socket", (_Argument(0, values=_INTERNET_FAMILIES),)))
    return found


def _check(number: int, conditional: _Conditional) -> list[bytes]:
    refuse = _step(_RETURN, _ERRNO | conditional.error)
    body: list[bytes] = []
    for argument in conditional.arguments:
        low = _OFFSET_ARGUMENTS + 8 * argument.index
        if argument.values:
            # The upper half first: 64 bits are compared, or a pointer could hide behind a zero lower half.
            body += [_step(_LOAD, low + 4), _step(_JUMP_EQUAL, 0, 1, 0), refuse, _step(_LOAD, low)]
            count = len(argument.values)
            body += [_step(_JUMP_EQUAL, value, count - position, 0) for position, value in enumerate(argument.values)]
            body.append(refuse)
        else:
            body += [_step(_LOAD, low), _step(_JUMP_SET, argument.forbidden_bits, 0, 1), refuse]
    body.append(_step(_RETURN, _ALLOW))
    return [_step(_JUMP_EQUAL, number, 0, len(body)), *body]


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
