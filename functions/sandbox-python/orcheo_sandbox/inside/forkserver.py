"""The fork server: a warm interpreter that turns into a run each time it is asked to.

It reads nothing but requests of eight bytes from the service and never sees code, inputs, results or the shared secret, so
there is nothing in its memory that a run could find.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import re
import select
import signal
import socket
import struct
import sys
from dataclasses import dataclass

from orcheo_sandbox.inside import child, isolation as layers, rehearsal, selftest
from orcheo_sandbox.inside.isolation import Isolation, Policy
from orcheo_sandbox.kernel import prefault, privileges

REQUEST = struct.Struct("=q")
REPORT = struct.Struct("=cqiqqq")
STARTED, ENDED, FAILED = b"S", b"E", b"F"
_MAX_CONFIGURATION = 65536
# What the standard library loads when a function of an allowed module is first called.
_HIDDEN = ("ctypes", "_ctypes", "socket", "_socket", "select", "resource", "orcheo_sandbox")
_LAZY = ("_strptime", "encodings.idna", "encodings.latin_1", "encodings.ascii", "encodings.cp1252", "encodings.utf_16",
         "encodings.utf_8_sig", "html.entities", "importlib.resources", "zoneinfo._common", "hashlib", "difflib", "pprint",
         "numbers", "stringprep", "ast", "locale", "collections.abc")  # fmt: skip


@dataclass
class _Run:
    identity: int
    pid: int = 0


def main() -> None:
    """The entry point: the control socket is the descriptor that the command line names."""
    control = socket.socket(fileno=int(sys.argv[1]))
    configuration = json.loads(control.recv(_MAX_CONFIGURATION))
    isolation = Isolation(Policy(**{k: tuple(v) if isinstance(v, list) else v for k, v in configuration["policy"].items()}))
    sys.path += isolation.policy.library_paths
    missing = _preload(configuration["modules"])
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if layers.enter(isolation, proc):
            _become_child(control)
        layers.settle(isolation, proc)
        selftest.verify(isolation)
    except OSError as error:
        control.send(json.dumps({"error": str(error)}).encode())
        raise SystemExit(1) from None
    _hide()
    rehearsal.rehearse()
    gc.collect()
    gc.freeze()
    touched = rehearsal.learn(isolation, proc)
    os.close(proc)
    control.send(json.dumps({"layers": isolation.layers, "failures": isolation.failures, "missing_modules": missing}).encode())
    _serve(control, isolation, touched)


def _preload(modules: list[str]) -> dict[str, str]:
    missing: dict[str, str] = {}
    for name in [*modules, *_LAZY]:
        try:
            importlib.import_module(name)
        except Exception as error:
            if name in modules:
                missing[name] = f"{type(error).__name__}: {error}"
    # The first use of these sets up more than their import does.
    importlib.import_module("hashlib").sha256(b"").hexdigest()
    importlib.import_module("json").loads("{}")
    importlib.import_module("datetime").datetime.strptime("2020", "%Y")
    re.purge()
    return missing


def _hide() -> None:
    """A plain `sys.modules` lookup need not hand out the means of isolation. A guard against mistakes, no wall."""
    for name in list(sys.modules):
        if name.partition(".")[0] in _HIDDEN:
            del sys.modules[name]


def _become_child(control: socket.socket) -> None:
    """Continues as process 1 of the new pid namespace: when it ends, the kernel ends every run. The parent only waits."""
    forked = os.fork()
    if forked == 0:
        privileges.die_with_parent()
        return
    control.close()
    os._exit(0 if os.waitpid(forked, 0)[1] == 0 else 1)


def _serve(control: socket.socket, isolation: Isolation, touched: prefault.Touched) -> None:
    runs: dict[int, _Run] = {}
    poller = select.poll()
    poller.register(control, select.POLLIN)
    while True:
        for descriptor, _ in poller.poll():
            if descriptor != control.fileno():
                poller.unregister(descriptor)
                _reap(control, descriptor, runs.pop(descriptor))
                continue
            message, descriptors = _next_request(control)
            if not message:
                _end_all(runs)
            run = _Run(REQUEST.unpack(message)[0])
            pidfd = _spawn(control, isolation, touched, run, descriptors[0])
            if pidfd is not None:
                runs[pidfd] = run
                poller.register(pidfd, select.POLLIN)


def _next_request(control: socket.socket) -> tuple[bytes, list[int]]:
    try:
        message, descriptors, _, _ = socket.recv_fds(control, REQUEST.size, 1)
        return message, descriptors
    except ConnectionResetError:
        # The service ended with reports unread.
        return b"", []


def _spawn(
    control: socket.socket, isolation: Isolation, touched: prefault.Touched, run: _Run, channel: int
) -> int | None:
    try:
        layers.before_fork(isolation)
        run.pid = prefault.fork(touched)
    except OSError as error:
        os.close(channel)
        control.send(REPORT.pack(FAILED, run.identity, error.errno or 0, 0, 0, 0))
        return None
    if run.pid == 0:
        child.live(isolation, channel)
    os.close(channel)
    pidfd = os.pidfd_open(run.pid)
    socket.send_fds(control, [REPORT.pack(STARTED, run.identity, 0, 0, 0, 0)], [pidfd])
    return pidfd


def _reap(control: socket.socket, pidfd: int, run: _Run) -> None:
    os.close(pidfd)
    _, status, usage = os.wait4(run.pid, 0)
    micros = int(usage.ru_utime * 1_000_000), int(usage.ru_stime * 1_000_000)
    control.send(REPORT.pack(ENDED, run.identity, status, *micros, usage.ru_maxrss * 1024))


def _end_all(runs: dict[int, _Run]) -> None:
    for run in runs.values():
        os.kill(run.pid, signal.SIGKILL)
    os._exit(0)
