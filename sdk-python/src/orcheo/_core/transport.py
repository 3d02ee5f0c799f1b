"""What the two drivers share: requests for httpx, answers from it, and its errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from ..errors import APIConnectionError, APITimeoutError
from .commands import Request, Response
from .config import Config
from .redact import redact


def request_arguments(config: Config, request: Request) -> dict[str, Any]:
    """The arguments of ``httpx.Client.build_request``."""
    return {
        "method": request.method,
        "url": config.api_url + request.path,
        "params": dict(request.query) or None,
        "headers": {**config.headers, **request.headers},
        "content": request.content,
        "timeout": httpx.Timeout(request.timeout or config.timeout, connect=config.connect_timeout),
    }


def head_of(response: httpx.Response) -> Response:
    """An answer whose body has not been read."""
    return Response(response.status_code, {name.lower(): value for name, value in response.headers.items()}, b"")


def response_of(response: httpx.Response) -> Response:
    """An answer that has been read."""
    head = head_of(response)
    return Response(head.status, head.headers, response.content)


def connection_error(error: Exception, config: Config, seconds: float | None = None) -> APIConnectionError:
    """Our error for one of httpx or of the operating system."""
    where = config.api_url
    if isinstance(error, APIConnectionError):
        return error
    if isinstance(error, (httpx.TimeoutException, TimeoutError)):
        return APITimeoutError(f"{where} did not answer within {seconds or config.timeout:g} s.")
    if isinstance(error, httpx.ConnectError):
        return APIConnectionError(f"{where} cannot be reached: {redact(str(error))}. Is Orcheo running there?")
    return APIConnectionError(f"The connection to {where} broke: {redact(str(error)) or type(error).__name__}")


@dataclass(frozen=True)
class Target:
    """Where a WebSocket leads."""

    host: str
    port: int
    secure: bool


def websocket_target(url: str) -> Target:
    """The host and port of a ``ws:`` or ``wss:`` address."""
    parts = urlsplit(url)
    secure = parts.scheme == "wss"
    return Target(parts.hostname or "", parts.port or (443 if secure else 80), secure)


class LineBuffer:
    """Cuts bytes into lines. Only line feeds end them, and not what Unicode takes for line ends besides."""

    def __init__(self) -> None:
        self._rest = b""
        self.lines: list[str] = []

    def feed(self, data: bytes) -> None:
        """Takes bytes that arrived; none means the end."""
        *whole, self._rest = (self._rest + data).split(b"\n")
        if not data and self._rest:
            whole, self._rest = [*whole, self._rest], b""
        self.lines.extend(line.rstrip(b"\r").decode("utf-8", "replace") for line in whole)
