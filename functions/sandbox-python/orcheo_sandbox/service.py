"""The sandbox as a service: admits runs, queues them within bounds, and keeps the fork server alive."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from orcheo_sandbox import __version__, results
from orcheo_sandbox.inside.isolation import Policy
from orcheo_sandbox.processes import ForkServer, ForkServerLost, Hello
from orcheo_sandbox.requests import RunRequest
from orcheo_sandbox.run import LogListener, Run
from orcheo_sandbox.settings import DEFAULT_IMPORTS, LAYERS, Settings

_LOG = logging.getLogger("orcheo_sandbox")
_RESTART_WAIT_SECONDS = 10.0
_MOST_RESTART_DELAY = 5.0


class NotServing(Exception):
    """A required layer is missing, so nothing is run."""


class Busy(Exception):
    """The queue is full."""


class Unavailable(Exception):
    """The fork server ended under the run, or does not come up. The run may be tried again."""


class DuplicateRun(Exception):
    """A run with this id is running or queued."""


class SandboxService:
    """Everything but the HTTP layer. All methods belong to one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._hello: Hello | None = None
        self._forkserver: ForkServer | None = None
        self._ready = asyncio.Event()
        self._restarting: asyncio.Task[None] | None = None
        self._closed = False
        self._running: dict[str, Run] = {}
        self._queue: deque[_Waiter] = deque()
        self._slots = settings.max_concurrency
        self._memory_mb = settings.total_memory_mb

    @property
    def settings(self) -> Settings:
        """What the service was configured with."""
        return self._settings

    async def start(self) -> None:
        """Starts the fork server and checks the layers. Raises NotServing or ForkServerLost."""
        await self._start_forkserver()
        missing = self._missing()
        if missing:
            await self.close()
            raise NotServing("; ".join(missing))

    async def close(self) -> None:
        """Kills what runs and ends the fork server."""
        self._closed = True
        if self._restarting is not None:
            self._restarting.cancel()
        if self._forkserver is not None:
            self._forkserver.close()

    async def run(
        self, request: RunRequest, on_log: LogListener | None = None, on_admitted: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """Runs the code and gives the answer; cancelling the task kills the run. Raises Busy, Unavailable, DuplicateRun."""
        if request.run_id in self._running or any(w.request.run_id == request.run_id for w in self._queue):
            raise DuplicateRun(request.run_id)
        if request.refused_import is not None:
            return _without_process(request, _refused_import(request.refused_import))
        memory = request.memory_mb + self._settings.tmp_mb
        if not await self._admit(request, memory):
            return _without_process(request, _cancelled())
        try:
            if on_admitted is not None:
                on_admitted()
            return await self._perform(request, on_log)
        finally:
            self._slots += 1
            self._memory_mb += memory
            self._wake()

    def cancel(self, run_id: str) -> bool:
        """Kills a run, or takes it from the queue. False when there is none of this id."""
        run = self._running.get(run_id)
        if run is not None:
            run.end(_cancelled())
            return True
        for waiter in self._queue:
            if waiter.request.run_id == run_id and not waiter.admitted.done():
                waiter.admitted.set_result(False)
                return True
        return False

    def health(self) -> dict[str, Any]:
        """What the sandbox is and does."""
        hello = self._hello
        required = {name for group in self._settings.require for name in group}
        layers = {
            name: {
                "active": hello is not None and name in hello.layers,
                "required": name in required,
                "detail": (hello.layers.get(name) or hello.failures.get(name, "not tried")) if hello is not None else "",
            }
            for name in LAYERS
        }
        return {
            "status": "ok" if self._ready.is_set() else "starting",
            "version": __version__,
            "layers": layers,
            "running": len(self._running),
            "queued": len(self._queue),
            "missing_modules": hello.missing_modules if hello is not None else {},
            "allowed_imports": [*DEFAULT_IMPORTS, *self._settings.allowed_imports],
            "limits": {
                "max_concurrency": self._settings.max_concurrency,
                "max_queue": self._settings.max_queue,
                "max_memory_mb": self._settings.max_memory_mb,
                "total_memory_mb": self._settings.total_memory_mb,
                "max_timeout_seconds": self._settings.max_timeout_seconds,
                "max_result_bytes": self._settings.max_result_bytes,
            },
        }

    async def _perform(self, request: RunRequest, on_log: LogListener | None) -> dict[str, Any]:
        try:
            await asyncio.wait_for(self._ready.wait(), _RESTART_WAIT_SECONDS)
            assert self._forkserver is not None
            run = Run(request, self._settings, self._forkserver.take(), on_log)
        except (ForkServerLost, asyncio.TimeoutError) as error:
            raise Unavailable(str(error) or "the sandbox does not come up") from None
        self._running[request.run_id] = run
        try:
            return await run.perform()
        except ForkServerLost as error:
            raise Unavailable(str(error)) from None
        finally:
            del self._running[request.run_id]

    async def _admit(self, request: RunRequest, memory: int) -> bool:
        if not self._queue and self._slots > 0 and memory <= self._memory_mb:
            self._slots -= 1
            self._memory_mb -= memory
            return True
        if len(self._queue) >= self._settings.max_queue:
            raise Busy
        waiter = _Waiter(request, memory, asyncio.get_running_loop().create_future())
        self._queue.append(waiter)
        try:
            return await waiter.admitted
        except asyncio.CancelledError:
            # Admitted and cancelled in the same turn of the loop: what was given is given back.
            if waiter.admitted.done() and not waiter.admitted.cancelled() and waiter.admitted.result():
                self._slots += 1
                self._memory_mb += memory
            raise
        finally:
            if waiter in self._queue:
                self._queue.remove(waiter)
            self._wake()

    def _wake(self) -> None:
        """Lets the first in the queue go as long as there is room; a large run is not overtaken by small ones."""
        while self._queue:
            first = self._queue[0]
            if not first.admitted.done():
                if self._slots == 0 or first.memory > self._memory_mb:
                    return
                self._slots -= 1
                self._memory_mb -= first.memory
                first.admitted.set_result(True)
            self._queue.popleft()

    def _missing(self) -> list[str]:
        assert self._hello is not None
        hello = self._hello
        return [
            " or ".join(f"{name} ({hello.failures.get(name, 'not available')})" for name in group)
            for group in self._settings.require
            if not any(name in hello.layers for name in group)
        ]

    async def _start_forkserver(self) -> None:
        settings = self._settings
        policy = Policy(settings.network, settings.read_paths, settings.library_paths, settings.tmp_mb, settings.open_files)
        modules = (*DEFAULT_IMPORTS, *settings.allowed_imports)
        forkserver = ForkServer(policy, modules, settings.spares, self._lost)
        self._hello = await forkserver.start()
        self._forkserver = forkserver
        if settings.tmp_mb and "mount_namespace" not in self._hello.layers:
            forkserver.close()
            raise ForkServerLost("a private directory for temporary files needs a mount namespace, and there is none")
        self._ready.set()

    def _lost(self) -> None:
        self._ready.clear()
        if not self._closed:
            _LOG.error("the fork server ended; starting another")
            self._restarting = asyncio.get_running_loop().create_task(self._restart())

    async def _restart(self) -> None:
        assert self._forkserver is not None
        self._forkserver.close()
        delay = 0.05
        while not self._closed:
            try:
                await self._start_forkserver()
                if not self._missing():
                    return
                self._ready.clear()
                self._forkserver.close()
            except ForkServerLost as error:
                _LOG.error("%s", error)
            await asyncio.sleep(delay)
            delay = min(2 * delay, _MOST_RESTART_DELAY)


class _Waiter:
    def __init__(self, request: RunRequest, memory: int, admitted: asyncio.Future[bool]) -> None:
        self.request = request
        self.memory = memory
        self.admitted = admitted


def _without_process(request: RunRequest, outcome: dict[str, Any]) -> dict[str, Any]:
    usage = {"wall_ms": 0.0, "cpu_ms": 0.0, "peak_memory_bytes": 0}
    return {"run_id": request.run_id, **outcome, "logs": [], "logs_truncated": False, "usage": usage}


def _cancelled() -> dict[str, Any]:
    return results.failure("killed", "Cancelled", "the run was cancelled")


def _refused_import(name: str) -> dict[str, Any]:
    message = f"the node asks for the module {name!r}, which the configuration of the workspace does not permit"
    return results.failure("import_not_allowed", "ImportNotAllowedError", message)
