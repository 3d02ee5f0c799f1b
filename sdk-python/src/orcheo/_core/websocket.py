"""The WebSocket protocol without its connection, over the sans-I/O half of ``websockets``."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

import websockets.client as _client
from websockets.exceptions import WebSocketException
from websockets.frames import Frame, Opcode
from websockets.http11 import Response as HandshakeResponse
from websockets.uri import parse_uri

from ..errors import APIConnectionError

# It was renamed in websockets 11.
_Protocol: Any = getattr(_client, "ClientProtocol", None) or getattr(_client, "ClientConnection")

MAX_MESSAGE = 16 * 1024 * 1024


class WebSocket:
    """One connection: bytes in, messages out, and the other way round."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        self._protocol = _Protocol(parse_uri(url), max_size=MAX_MESSAGE)
        request = self._protocol.connect()
        for name, value in headers.items():
            request.headers[name] = value
        self._protocol.send_request(request)
        self._parts: list[bytes] = []
        self.messages: deque[str] = deque()
        self.is_open = False
        self.is_closed = False

    def to_send(self) -> bytes:
        """The bytes that are to be sent now."""
        return b"".join(self._protocol.data_to_send())

    def feed(self, data: bytes) -> None:
        """Takes bytes that arrived; none means that the connection has ended."""
        try:
            if data:
                self._protocol.receive_data(data)
            else:
                self.is_closed = True
                self._protocol.receive_eof()
        except (EOFError, WebSocketException) as error:
            raise APIConnectionError(f"The WebSocket broke: {error}") from error
        for event in self._protocol.events_received():
            if isinstance(event, HandshakeResponse):
                self._opened(event)
            elif isinstance(event, Frame):
                self._accept(event)

    def send(self, text: str) -> None:
        """Sends a message."""
        self._protocol.send_text(text.encode("utf-8"))

    def close(self) -> None:
        """Says that nothing more will be sent."""
        if self.is_open and not self.is_closed:
            self._protocol.send_close(1000)

    def _opened(self, response: HandshakeResponse) -> None:
        error = getattr(self._protocol, "handshake_exc", None)
        if error is not None or response.status_code != 101:
            raise APIConnectionError(f"The WebSocket was refused: {error or response.status_code}")
        self.is_open = True

    def _accept(self, frame: Frame) -> None:
        if frame.opcode in (Opcode.TEXT, Opcode.BINARY, Opcode.CONT):
            self._parts.append(bytes(frame.data))
            if frame.fin:
                self.messages.append(b"".join(self._parts).decode("utf-8"))
                self._parts = []
        elif frame.opcode is Opcode.CLOSE:
            self.is_closed = True
