"""The service's side of the fork server: starts it, asks it for processes, hears of their ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass

from orcheo_sandbox.inside.forkserver import ENDED, FAILED, REPORT, REQUEST, STARTED
from orcheo_sandbox.inside.isolation import Policy

_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from orcheo_sandbox.inside.forkserver import main; main()"
_START_SECONDS = 30
_MAX_HELLO = 65536
_REFILL_DELAY_SECONDS = 0.02
_RETRY_SECONDS = 0.5
# Libraries with thread pools of their own would start threads when they are loaded, which the fork server must not have.
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


class ForkServerLost(Exception):
    """The fork server ended, and with it every run."""


@dataclass(frozen=True)
class Hello:
    """What the fork server found when it started."""

    layers: dict[str, str]
    failures: dict[str, str]
    missing_modules: dict[str, str]


@dataclass(frozen=True)
class Exit:
    """How a process ended, and what the kernel counted for it."""

    status: int
    cpu_seconds: float
    peak_memory_bytes: int


class RunProcess:
    """An isolated process that waits for its one job."""

    def __init__(self, identity: int, channel: socket.socket, ended: asyncio.Future[Exit]) -> None:
        self.identity = identity
        self.channel = channel
        self.ended = ended
        self._pidfd: int | None = None
        self._doomed = False

    def started(self, pidfd: int) -> None:
        """The process exists."""
        self._pidfd = pidfd
        if self._doomed:
            self.kill()

    def kill(self) -> None:
        """Ends the process at once, however far it has come."""
        self._doomed = True
        if self._pidfd is not None:
            try:
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            except ProcessLookupError:
                return

    def release(self) -> None:
        """Closes what belongs to the process. The channel is closed by whoever reads it."""
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None


class ForkServer:
    """One fork server, and the processes that it keeps ready."""

    def __init__(self, policy: Policy, modules: tuple[str, ...], spares: int, on_lost: Callable[[], None]) -> None:
        self._policy = policy
        self._modules = modules
        self._spare_count = spares
        self._on_lost = on_lost
        self._spares: deque[RunProcess] = deque()
        self._processes: dict[int, RunProcess] = {}
        self._next = 0
        self._control: socket.socket | None = None
        self._program: subprocess.Popen[bytes] | None = None

    async def start(self) -> Hello:
        """Starts the program and waits until it is warm. Raises ForkServerLost."""
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        with theirs:
            self._program = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _BOOT, package, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=_ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        self._control = ours
        policy = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self._policy).items()}
        try:
            ours.send(json.dumps({"policy": policy, "modules": self._modules}).encode())
            answer = await asyncio.wait_for(loop.sock_recv(ours, _MAX_HELLO), _START_SECONDS)
        except (OSError, asyncio.TimeoutError) as error:
            self.close()
            raise ForkServerLost(f"the fork server did not start: {error or 'time-out'}") from None
        hello = json.loads(answer or b'{"error": "it ended without a word; see its error stream"}')
        if "error" in hello:
            self.close()
            raise ForkServerLost(f"the fork server did not start: {hello['error']}")
        loop.add_reader(ours, self._heard)
        self._refill()
        return Hello(**hello)

    def take(self) -> RunProcess:
        """A process for one job. Raises ForkServerLost."""
        while self._spares:
            process = self._spares.popleft()
            if not process.ended.done():
                break
            process.channel.close()
        else:
            process = self._request()
        # Later, so that the fork server is free to report the end of a run that is short.
        asyncio.get_running_loop().call_later(_REFILL_DELAY_SECONDS, self._refill)
        return process

    def close(self) -> None:
        """Ends the program and every run, and waits for it."""
        self._lose()
        if self._program is not None:
            self._program.kill()
            self._program.wait()
            self._program = None

    def _refill(self) -> None:
        while self._control is not None and len(self._spares) < self._spare_count:
            try:
                self._spares.append(self._request())
            except ForkServerLost:
                return

    def _request(self) -> RunProcess:
        if self._control is None:
            raise ForkServerLost("the fork server is gone")
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self._next += 1
        process = RunProcess(self._next, ours, asyncio.get_running_loop().create_future())
        with theirs:
            try:
                socket.send_fds(self._control, [REQUEST.pack(process.identity)], [theirs.fileno()])
            except OSError as error:
                ours.close()
                raise ForkServerLost(f"the fork server does not listen: {error}") from None
        self._processes[process.identity] = process
        return process

    def _heard(self) -> None:
        control = self._control
        while control is not None and control is self._control:
            try:
                message, descriptors, _, _ = socket.recv_fds(control, REPORT.size, 1)
            except BlockingIOError:
                return
            except OSError:
                message, descriptors = b"", []
            if not message:
                self._lose()
                self._on_lost()
                return
            self._report(message, descriptors)

    def _report(self, message: bytes, descriptors: list[int]) -> None:
        kind, identity, status, user, system, peak = REPORT.unpack(message)
        if kind == STARTED:
            self._processes[identity].started(descriptors[0])
            return
        process = self._processes.pop(identity)
        process.release()
        if kind == FAILED and not process.ended.done():
            process.ended.set_exception(ForkServerLost(f"no process could be started: {os.strerror(status)}"))
            process.ended.exception()
        if kind == ENDED and not process.ended.done():
            process.ended.set_result(Exit(status, (user + system) / 1_000_000, peak))
        unused = process in self._spares
        if unused:
            self._spares.remove(process)
            process.channel.close()
        # What fails without a job will most likely fail again: not at once, and not without end.
        asyncio.get_running_loop().call_later(_RETRY_SECONDS if unused or kind == FAILED else 0, self._refill)

    def _lose(self) -> None:
        control, self._control = self._control, None
        if control is None:
            return
        asyncio.get_running_loop().remove_reader(control)
        control.close()
        for process in self._spares:
            process.channel.close()
        self._spares.clear()
        for process in self._processes.values():
            process.kill()
            process.release()
            if not process.ended.done():
                process.ended.set_exception(ForkServerLost("the fork server ended"))
                process.ended.exception()
        self._processes.clear()
