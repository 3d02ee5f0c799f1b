"""One run as the service sees it: gives the job to a process, collects what comes, ends the process, judges the end."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import Callable
from typing import Any

from orcheo_sandbox import frames, results
from orcheo_sandbox.processes import Exit, ForkServerLost, RunProcess
from orcheo_sandbox.requests import RunRequest
from orcheo_sandbox.settings import Settings

LogListener = Callable[[dict[str, str]], None]

_ERROR_REPORT_BYTES = 256 * 1024
_LOG_FRAME_BYTES = 64 * 1024
_CRASHES = {
    signal.SIGSEGV: "it crashed (SIGSEGV): usually recursion that never ends, or a module's native code",
    signal.SIGBUS: "it crashed (SIGBUS)",
    signal.SIGABRT: "it aborted (SIGABRT)",
    signal.SIGSYS: "it made a system call of a foreign architecture (SIGSYS)",
    signal.SIGKILL: "the system killed it: usually because the machine's memory ran out",
}


class Run:
    """A run that has a process. `end` may be called at any time."""

    def __init__(self, request: RunRequest, settings: Settings, process: RunProcess, on_log: LogListener | None) -> None:
        self._request = request
        self._settings = settings
        self._process = process
        self._reason: dict[str, Any] | None = None
        self._logs = results.LogBook(time.time(), settings.max_log_lines, settings.max_log_bytes)
        self._on_log = on_log

    async def perform(self) -> dict[str, Any]:
        """Runs to the end and gives the answer. The process is gone when this returns or raises."""
        loop = asyncio.get_running_loop()
        channel = _Channel(self._settings, self._take_log, loop.create_future())
        started = time.monotonic()
        transport, _ = await loop.create_connection(lambda: channel, sock=self._process.channel)
        timer = loop.call_later(self._request.timeout_seconds, self._time_is_up)
        try:
            transport.write(frames.pack(frames.JOB, self._job()) + frames.pack(frames.BODY, self._request.body))
            report = await channel.done
            wall = time.monotonic() - started
            self._process.kill()
            end = await asyncio.shield(self._process.ended)
        finally:
            timer.cancel()
            self._process.kill()
            transport.abort()
        outcome = await self._outcome(channel, report, end)
        answer: dict[str, Any] = {"run_id": self._request.run_id, **outcome}
        answer["logs"] = self._logs.lines
        answer["logs_truncated"] = self._logs.truncated
        answer["usage"] = {
            "wall_ms": round(wall * 1000, 3),
            "cpu_ms": round(end.cpu_seconds * 1000, 3),
            "peak_memory_bytes": end.peak_memory_bytes,
        }
        return answer

    def end(self, outcome: dict[str, Any]) -> None:
        """Kills the process; the answer will be this outcome, unless the result came first."""
        self._reason = self._reason or outcome
        self._process.kill()

    def _time_is_up(self) -> None:
        self.end(results.failure("timeout", "TimeoutError", f"the run took longer than {self._request.timeout_seconds:g} s"))

    def _job(self) -> bytes:
        settings, request = self._settings, self._request
        job = {
            "memory_mb": request.memory_mb,
            "max_result_bytes": settings.max_result_bytes,
            "max_log_lines": settings.max_log_lines,
            "max_log_bytes": settings.max_log_bytes,
        }
        # The wall clock ends a run first; the limit of CPU time is for the case that this service hangs.
        cpu_seconds = int(request.timeout_seconds) + 2
        header = {"memory_mb": request.memory_mb, "cpu_seconds": cpu_seconds, "allowed": request.allowed, "job": job}
        return json.dumps(header).encode("ascii")

    def _take_log(self, payload: bytes) -> None:
        line = self._logs.add(payload, time.time())
        if line is not None and self._on_log is not None:
            self._on_log(line)

    async def _outcome(self, channel: _Channel, report: bytes | None, end: Exit) -> dict[str, Any]:
        if report is not None:
            try:
                large = len(report) > _LOG_FRAME_BYTES
                reading = asyncio.to_thread(self._read, report) if large else None
                outcome, truncated = await reading if reading is not None else self._read(report)
                self._logs.truncated = self._logs.truncated or truncated
                return outcome
            except results.Forged:
                return results.failure("killed", "InvalidReport", "the code wrote something into the sandbox's channel")
        if self._reason is not None:
            return self._reason
        if channel.fault == "too_much":
            return results.failure("output_too_large", "OutputTooLarge", "the code wrote more output than is allowed")
        if channel.fault:
            return results.failure("killed", "InvalidReport", "the code wrote something into the sandbox's channel")
        return _ended_without_report(end, self._request)

    def _read(self, report: bytes) -> tuple[dict[str, Any], bool]:
        outcome, truncated = results.read_report(report, self._settings.max_result_bytes)
        results.encode(outcome)
        return outcome, truncated


def _ended_without_report(end: Exit, request: RunRequest) -> dict[str, Any]:
    number = end.status & 0x7F
    if number == signal.SIGKILL and end.cpu_seconds >= request.timeout_seconds:
        return results.failure("timeout", "TimeoutError", f"the run used more CPU time than {request.timeout_seconds:g} s")
    if number:
        told = _CRASHES.get(signal.Signals(number), f"it was ended by {signal.Signals(number).name}")
        return results.failure("killed", "ProcessKilled", f"the run's process ended early: {told}")
    return results.failure("killed", "ProcessEnded", f"the run's process ended without a result (exit code {end.status >> 8})")


class _Channel(asyncio.Protocol):
    """Reads the run's frames until there is a report, the end, or something that is no frame."""

    def __init__(self, settings: Settings, on_log: Callable[[bytes], None], done: asyncio.Future[bytes | None]) -> None:
        most = max(settings.max_result_bytes, _ERROR_REPORT_BYTES) + 256
        # Every character of a log line may take six bytes as JSON, and every line has a frame around it.
        total = most + 6 * settings.max_log_bytes + 128 * (settings.max_log_lines + 1) + _LOG_FRAME_BYTES
        self._decoder = frames.Decoder({frames.LOG: _LOG_FRAME_BYTES, frames.RESULT: most}, total)
        self._lines_left = settings.max_log_lines
        self._on_log = on_log
        self.done = done
        self.fault = ""

    def data_received(self, data: bytes) -> None:
        if self.done.done():
            return
        try:
            for kind, payload in self._decoder.feed(data):
                if kind == frames.RESULT:
                    self.done.set_result(payload)
                    return
                self._lines_left -= 1
                if self._lines_left < 0:
                    # The runner stops at the limit by itself; who goes on is not the runner, and would only keep us busy.
                    self._give_up("too_much")
                    return
                self._on_log(payload)
        except frames.FrameError as error:
            self._give_up(str(error))
        except results.Forged:
            self._give_up("malformed")

    def eof_received(self) -> bool:
        self._give_up("")
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._give_up("")

    def _give_up(self, fault: str) -> None:
        if not self.done.done():
            self.fault = fault
            self.done.set_result(None)


__all__ = ["ForkServerLost", "LogListener", "Run"]
