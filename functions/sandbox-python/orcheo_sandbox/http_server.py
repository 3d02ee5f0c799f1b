"""The small HTTP/1.1 server of the local stack: loopback only, keep-alive, one request at a time on a connection."""

from __future__ import annotations

import asyncio
import http
import logging
from collections.abc import Callable, Mapping

from orcheo_sandbox.endpoint import Endpoint, Response, problem
from orcheo_sandbox.http_parser import BadRequest, Parser, Request

_LOG = logging.getLogger("orcheo_sandbox")
_MAX_CONNECTIONS = 512
_MAX_PIPELINED = 64 * 1024
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
LOOPBACK = "127.0.0.1"


class HttpServer:
    """Listens on loopback and hands requests to the endpoint."""

    def __init__(self, endpoint: Endpoint, max_body: int) -> None:
        self._endpoint = endpoint
        self._max_body = max_body
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> int:
        """Begins to listen; 0 is any free port. Returns the port."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._accept, LOOPBACK, port, backlog=256)
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    def close(self) -> None:
        """Stops listening and drops every connection, which kills the runs that they wait for."""
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.drop()

    def _accept(self) -> asyncio.Protocol:
        return _Connection(self._endpoint, self._max_body, self._connections)


class _Connection(asyncio.Protocol):
    def __init__(self, endpoint: Endpoint, max_body: int, connections: set[_Connection]) -> None:
        self._endpoint = endpoint
        self._parser = Parser(max_body)
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._connections.add(self)
        if len(self._connections) > _MAX_CONNECTIONS:
            transport.abort()

    def data_received(self, data: bytes) -> None:
        self._parser.feed(data)
        if self._task is None:
            self._next()
        elif self._parser.waiting > _MAX_PIPELINED:
            self.drop()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._connections.discard(self)
        self._transport = None
        if self._task is not None:
            self._task.cancel()

    def drop(self) -> None:
        """Closes the connection without waiting for what is unsent."""
        if self._transport is not None:
            self._transport.abort()

    def _next(self) -> None:
        """Reads on until a request is complete, more bytes are needed, or the bytes are wrong."""
        try:
            head = self._parser.head()
            if head is not None:
                refused = self._endpoint.authorize(head.headers)
                if refused is not None:
                    self._finish(refused, keep_alive=False)
                    return
                if head.headers.get("expect", "").lower() == "100-continue" and self._transport is not None:
                    self._transport.write(_CONTINUE)
            request = self._parser.complete()
        except BadRequest as error:
            self._finish(problem(error.status, error.code, str(error)), keep_alive=False)
            return
        if request is not None:
            self._task = asyncio.get_running_loop().create_task(self._answer(request))

    async def _answer(self, request: Request) -> None:
        try:
            response = await self._endpoint.handle(
                request.method, request.path, request.headers, bytes(request.body), self._open_stream
            )
        except asyncio.CancelledError:
            raise
        except Exception:
            _LOG.exception("%s %s failed", request.method, request.path)
            response = problem(500, "internal_error", "the sandbox made a mistake; its error stream says more")
        self._task = None
        self._finish(response, request.keep_alive)
        if self._transport is not None and not self._transport.is_closing():
            self._next()

    def _open_stream(self, status: int, headers: Mapping[str, str]) -> Callable[[bytes], None]:
        self._write(_head(status, {**headers, "transfer-encoding": "chunked", "cache-control": "no-store"}))
        return lambda data: self._write(b"%x\r\n%s\r\n" % (len(data), data))

    def _finish(self, response: Response, keep_alive: bool) -> None:
        if response.streamed:
            self._write(b"0\r\n\r\n")
        else:
            headers = {
                "content-type": response.content_type,
                "content-length": str(len(response.body)),
                **response.headers,
                **({} if keep_alive else {"connection": "close"}),
            }
            self._write(_head(response.status, headers) + response.body)
        if not keep_alive and self._transport is not None:
            self._transport.close()

    def _write(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(data)


def _head(status: int, headers: Mapping[str, str]) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {http.HTTPStatus(status).phrase}\r\n{lines}\r\n".encode("latin-1")
