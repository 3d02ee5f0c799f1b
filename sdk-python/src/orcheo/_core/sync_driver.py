"""Carries flows out with blocking I/O."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import httpx

from . import commands as c
from .config import Config
from .transport import LineBuffer, connection_error, head_of, request_arguments, response_of, websocket_target
from .websocket import WebSocket

T = TypeVar("T")

CHUNK = 65536


class _Lines(c.Channel):
    def __init__(self, http: httpx.Response) -> None:
        self.response = head_of(http)
        self.http = http
        self.chunks = http.iter_bytes()
        self.buffer = LineBuffer()


class _Socket(c.Channel):
    def __init__(self, connection: socket.socket, protocol: WebSocket) -> None:
        self.response = c.Response(101, {}, b"")
        self.connection = connection
        self.protocol = protocol


class SyncDriver:
    """Runs flows in the calling thread. Safe to share between threads, as the HTTP client is."""

    def __init__(
        self, config: Config, client: httpx.Client | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.config = config
        self._owned = client is None
        self._sleep = sleep
        self.client = client or httpx.Client(follow_redirects=False)

    def run(self, flow: c.Flow[T]) -> T:
        """Runs a flow to its result."""
        steps = c.Steps(flow)
        try:
            while steps.command is not None:
                self._turn(steps, steps.command)
            return steps.result
        finally:
            self._end(steps)

    def iterate(self, flow: c.Items[T]) -> Iterator[T]:
        """Runs a flow and gives what it emits. Leaving the loop early ends the flow and closes what it opened."""
        steps = c.Steps(flow)
        try:
            while steps.command is not None:
                if isinstance(steps.command, c.Emit):
                    yield steps.command.item
                    steps.resume(None)
                else:
                    self._turn(steps, steps.command)
        finally:
            self._end(steps)

    def close(self) -> None:
        """Closes the connections."""
        if self._owned:
            self.client.close()

    def _turn(self, steps: c.Steps[Any], command: c.Command) -> None:
        try:
            value = self._perform(command)
        except BaseException as error:
            steps.fail(error)
        else:
            steps.resume(value)

    def _end(self, steps: c.Steps[Any]) -> None:
        for channel in steps.end():
            self._close(channel)

    def _perform(self, command: c.Command) -> Any:
        try:
            if isinstance(command, c.Exchange):
                return response_of(self.client.send(self.client.build_request(**request_arguments(self.config, command.request))))
            if isinstance(command, c.Open):
                return self._open_socket(command.url, command.request) if command.url else self._open_lines(command.request)
            if isinstance(command, c.Receive):
                return self._receive_line(command.channel) if isinstance(command.channel, _Lines) else self._receive(command)
            if isinstance(command, c.Send):
                channel = command.channel
                assert isinstance(channel, _Socket)
                channel.protocol.send(command.text)
                channel.connection.sendall(channel.protocol.to_send())
                return None
        except (httpx.HTTPError, OSError) as error:
            raise connection_error(error, self.config) from error
        if isinstance(command, c.Close):
            return self._close(command.channel)
        assert isinstance(command, c.Sleep)
        return self._sleep(command.seconds)

    def _open_lines(self, request: c.Request) -> _Lines:
        return _Lines(self.client.send(self.client.build_request(**request_arguments(self.config, request)), stream=True))

    def _receive_line(self, channel: _Lines) -> str | None:
        while not channel.buffer.lines and not channel.ended:
            chunk = next(channel.chunks, b"")
            channel.ended = not chunk
            channel.buffer.feed(chunk)
        return channel.buffer.lines.pop(0) if channel.buffer.lines else None

    def _open_socket(self, url: str, request: c.Request) -> _Socket:
        target = websocket_target(url)
        protocol = WebSocket(url, request.headers)
        connection = socket.create_connection((target.host, target.port), timeout=self.config.connect_timeout)
        try:
            if target.secure:
                connection = ssl.create_default_context().wrap_socket(connection, server_hostname=target.host)
            connection.sendall(protocol.to_send())
            while not protocol.is_open:
                if protocol.is_closed:
                    raise OSError("the connection ended before the WebSocket was open")
                protocol.feed(connection.recv(CHUNK))
        except BaseException:
            connection.close()
            raise
        return _Socket(connection, protocol)

    def _receive(self, command: c.Receive) -> str | None:
        channel = command.channel
        assert isinstance(channel, _Socket)
        deadline = time.monotonic() + command.seconds
        while not channel.protocol.messages:
            remaining = deadline - time.monotonic()
            if channel.protocol.is_closed:
                channel.ended = True
                return None
            if remaining <= 0:
                return None
            channel.connection.settimeout(remaining)
            try:
                channel.protocol.feed(channel.connection.recv(CHUNK))
            except TimeoutError:
                return None
            finally:
                channel.connection.settimeout(self.config.timeout)
            channel.connection.sendall(channel.protocol.to_send())
        return channel.protocol.messages.popleft()

    def _close(self, channel: c.Channel) -> None:
        if isinstance(channel, _Lines):
            channel.http.close()
        elif isinstance(channel, _Socket):
            channel.protocol.close()
            try:
                channel.connection.sendall(channel.protocol.to_send())
            except OSError:
                pass
            channel.connection.close()
