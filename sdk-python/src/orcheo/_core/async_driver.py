"""Carries flows out on an asyncio event loop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
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
        self.chunks = http.aiter_bytes()
        self.buffer = LineBuffer()


class _Socket(c.Channel):
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, protocol: WebSocket) -> None:
        self.response = c.Response(101, {}, b"")
        self.reader = reader
        self.writer = writer
        self.protocol = protocol

    async def flush(self) -> None:
        self.writer.write(self.protocol.to_send())
        await self.writer.drain()


class AsyncDriver:
    """Runs flows as coroutines of one event loop."""

    def __init__(
        self,
        config: Config,
        client: httpx.AsyncClient | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.config = config
        self._owned = client is None
        self._sleep = sleep
        self.client = client or httpx.AsyncClient(follow_redirects=False)

    async def run(self, flow: c.Flow[T]) -> T:
        """Runs a flow to its result."""
        steps = c.Steps(flow)
        try:
            while steps.command is not None:
                await self._turn(steps, steps.command)
            return steps.result
        finally:
            await self._end(steps)

    async def iterate(self, flow: c.Items[T]) -> AsyncIterator[T]:
        """Runs a flow and gives what it emits. Leaving the loop early ends the flow and closes what it opened."""
        steps = c.Steps(flow)
        try:
            while steps.command is not None:
                if isinstance(steps.command, c.Emit):
                    yield steps.command.item
                    steps.resume(None)
                else:
                    await self._turn(steps, steps.command)
        finally:
            await self._end(steps)

    async def close(self) -> None:
        """Closes the connections."""
        if self._owned:
            await self.client.aclose()

    async def _turn(self, steps: c.Steps[Any], command: c.Command) -> None:
        try:
            value = await self._perform(command)
        except BaseException as error:
            steps.fail(error)
        else:
            steps.resume(value)

    async def _end(self, steps: c.Steps[Any]) -> None:
        for channel in steps.end():
            await self._close(channel)

    async def _perform(self, command: c.Command) -> Any:
        try:
            if isinstance(command, c.Exchange):
                request = self.client.build_request(**request_arguments(self.config, command.request))
                return response_of(await self.client.send(request))
            if isinstance(command, c.Open):
                opening = self._open_socket(command.url, command.request) if command.url else self._open_lines(command.request)
                return await opening
            if isinstance(command, c.Receive):
                receiving = self._receive_line(command.channel) if isinstance(command.channel, _Lines) else self._receive(command)
                return await receiving
            if isinstance(command, c.Send):
                channel = command.channel
                assert isinstance(channel, _Socket)
                channel.protocol.send(command.text)
                return await channel.flush()
        except (httpx.HTTPError, OSError, asyncio.TimeoutError) as error:
            raise connection_error(error, self.config) from error
        if isinstance(command, c.Close):
            return await self._close(command.channel)
        assert isinstance(command, c.Sleep)
        return await self._sleep(command.seconds)

    async def _open_lines(self, request: c.Request) -> _Lines:
        built = self.client.build_request(**request_arguments(self.config, request))
        return _Lines(await self.client.send(built, stream=True))

    async def _receive_line(self, channel: _Lines) -> str | None:
        while not channel.buffer.lines and not channel.ended:
            chunk = await anext(channel.chunks, b"")
            channel.ended = not chunk
            channel.buffer.feed(chunk)
        return channel.buffer.lines.pop(0) if channel.buffer.lines else None

    async def _open_socket(self, url: str, request: c.Request) -> _Socket:
        return await asyncio.wait_for(self._connect(url, request), self.config.connect_timeout)

    async def _connect(self, url: str, request: c.Request) -> _Socket:
        target = websocket_target(url)
        protocol = WebSocket(url, request.headers)
        context = ssl.create_default_context() if target.secure else None
        reader, writer = await asyncio.open_connection(target.host, target.port, ssl=context)
        channel = _Socket(reader, writer, protocol)
        try:
            await channel.flush()
            while not protocol.is_open:
                if protocol.is_closed:
                    raise OSError("the connection ended before the WebSocket was open")
                protocol.feed(await reader.read(CHUNK))
        except BaseException:
            writer.close()
            raise
        return channel

    async def _receive(self, command: c.Receive) -> str | None:
        channel = command.channel
        assert isinstance(channel, _Socket)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + command.seconds
        while not channel.protocol.messages:
            remaining = deadline - loop.time()
            if channel.protocol.is_closed:
                channel.ended = True
                return None
            if remaining <= 0:
                return None
            try:
                channel.protocol.feed(await asyncio.wait_for(channel.reader.read(CHUNK), remaining))
            except asyncio.TimeoutError:
                return None
            await channel.flush()
        return channel.protocol.messages.popleft()

    async def _close(self, channel: c.Channel) -> None:
        if isinstance(channel, _Lines):
            await channel.http.aclose()
        elif isinstance(channel, _Socket):
            channel.protocol.close()
            try:
                await channel.flush()
            except OSError:
                pass
            channel.writer.close()
            try:
                await channel.writer.wait_closed()
            except OSError:
                pass
