"""The protocol above HTTP: which path does what, and how an answer looks. Shared by the two entry points."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orcheo_sandbox import results
from orcheo_sandbox.requests import InvalidRequest, RunRequest
from orcheo_sandbox.service import Busy, DuplicateRun, SandboxService, Unavailable

JSON = "application/json"
LINES = "application/x-ndjson"
KEY_HEADER = "x-functions-key"
_METHODS = {"/run": "POST", "/cancel": "POST", "/health": "GET"}

# Given the status and the headers, returns what writes one piece of the body.
OpenStream = Callable[[int, Mapping[str, str]], Callable[[bytes], None]]


@dataclass(frozen=True)
class Response:
    """A whole answer. `streamed` says that it was written already."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    streamed: bool = False


class Endpoint:
    """Answers requests from the service."""

    def __init__(self, service: SandboxService) -> None:
        self._service = service

    def authorize(self, headers: Mapping[str, str]) -> Response | None:
        """None when the key is right. Header names are in lower case."""
        expected = self._service.settings.key.encode("utf-8")
        given = headers.get(KEY_HEADER, "").encode("utf-8", "replace")
        if expected and hmac.compare_digest(given, expected):
            return None
        return problem(401, "unauthorized", f"the header {KEY_HEADER} is missing or wrong")

    async def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, open_stream: OpenStream | None
    ) -> Response:
        """Answers one authorized request. Cancelling the task kills the run that it waits for."""
        allowed = _METHODS.get(path)
        if allowed is None:
            return problem(404, "not_found", f"there is no {path}")
        if method != allowed:
            return problem(405, "method_not_allowed", f"{path} takes {allowed}", {"allow": allowed})
        if path == "/health":
            health = self._service.health()
            return Response(200 if health["status"] == "ok" else 503, results.encode(health))
        try:
            if path == "/cancel":
                return self._cancel(body)
            return await self._run(headers, body, open_stream)
        except InvalidRequest as error:
            return problem(400, "invalid_request", str(error))
        except DuplicateRun as error:
            return problem(409, "duplicate_run", f"a run {error} is running or queued")
        except Busy:
            return problem(503, "busy", "the queue is full", {"retry-after": "1"})
        except Unavailable as error:
            return problem(503, "unavailable", str(error), {"retry-after": "1"})

    def _cancel(self, body: bytes) -> Response:
        try:
            document = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise InvalidRequest(f"the body is not JSON: {error}") from None
        run_id = document.get("run_id") if isinstance(document, dict) else None
        if not isinstance(run_id, str):
            raise InvalidRequest("run_id: a string")
        return Response(200, results.encode({"cancelled": self._service.cancel(run_id)}))

    async def _run(self, headers: Mapping[str, str], body: bytes, open_stream: OpenStream | None) -> Response:
        request = RunRequest.parse(body, self._service.settings)
        if LINES not in headers.get("accept", ""):
            return Response(200, results.encode(await self._service.run(request)))
        stream = _Lines(open_stream)
        try:
            answer = await self._service.run(request, stream.log, stream.started)
        except Unavailable as error:
            if not stream.is_open:
                raise
            stream.send({"event": "unavailable", "message": str(error)})
        else:
            stream.send({"event": "result", **answer, "logs": []})
        return Response(200, stream.collected(), LINES, streamed=open_stream is not None)


class _Lines:
    """A body of lines, each a JSON object; written at once where the server can, collected where it cannot."""

    def __init__(self, open_stream: OpenStream | None) -> None:
        self._open_stream = open_stream
        self._write: Callable[[bytes], None] | None = None
        self._parts: list[bytes] = []

    @property
    def is_open(self) -> bool:
        """Whether the head of the answer was sent."""
        return self._write is not None

    def started(self) -> None:
        """The run left the queue."""
        self.send({"event": "started"})

    def log(self, line: dict[str, str]) -> None:
        """A log line came."""
        self.send({"event": "log", **line})

    def send(self, event: dict[str, Any]) -> None:
        """Writes one line."""
        line = results.encode(event) + b"\n"
        if self._open_stream is None:
            self._parts.append(line)
            return
        if self._write is None:
            self._write = self._open_stream(200, {"content-type": LINES})
        self._write(line)

    def collected(self) -> bytes:
        """What was not written at once."""
        return b"".join(self._parts)


def problem(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that is no result of a run."""
    return Response(status, results.encode({"error": {"code": code, "message": results.text(message)}}), headers=headers or {})
