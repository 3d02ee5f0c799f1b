"""What goes through the socket between the service and a run: a byte for the kind, four for the length, the payload.

Both ends use it, and the end of the service trusts nothing that comes: the other end belongs to the user's code.
"""

from __future__ import annotations

import struct

LOG = b"L"
RESULT = b"R"
JOB = b"J"
BODY = b"B"

HEADER = struct.Struct("!cI")


def pack(kind: bytes, payload: bytes) -> bytes:
    """One frame."""
    return HEADER.pack(kind, len(payload)) + payload


class FrameError(Exception):
    """What came is no frame, or more than was allowed."""


class Decoder:
    """Cuts a stream of bytes into frames, and refuses frames over their size and streams over their total."""

    def __init__(self, max_frame: dict[bytes, int], max_total: int) -> None:
        self._max_frame = max_frame
        self._left = max_total
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """The frames that are complete now. Raises FrameError, after which the stream is to be given up."""
        self._left -= len(data)
        if self._left < 0:
            raise FrameError("too_much")
        self._buffer += data
        frames: list[tuple[bytes, bytes]] = []
        position = 0
        while len(self._buffer) - position >= HEADER.size:
            kind, length = HEADER.unpack_from(self._buffer, position)
            allowed = self._max_frame.get(kind)
            if allowed is None:
                raise FrameError("malformed")
            if length > allowed:
                raise FrameError("too_much")
            end = position + HEADER.size + length
            if len(self._buffer) < end:
                break
            frames.append((kind, bytes(self._buffer[position + HEADER.size : end])))
            position = end
        del self._buffer[:position]
        return frames
