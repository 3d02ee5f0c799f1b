"""Reads HTTP/1.1 requests out of a stream of bytes, strictly: what is ambiguous is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MAX_HEAD = 16 * 1024
_MAX_CHUNK_LINE = 256
_REQUEST_LINE = re.compile(rb"([A-Z]{1,16}) (/[\x21-\x7e]*) HTTP/1\.([01])\Z")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\x09\x20-\x7e\x80-\xff]*?)[ \t]*\Z")
_HEX = re.compile(rb"[0-9A-Fa-f]{1,15}\Z")


class BadRequest(Exception):
    """The bytes are no request that this server takes. The connection is to be closed after the answer."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


@dataclass
class Request:
    """A request; `body` is complete once the parser hands it out."""

    method: str
    path: str
    headers: dict[str, str]
    keep_alive: bool
    body: bytearray = field(default_factory=bytearray)


class Parser:
    """Feed it bytes; ask for the head, then for the request."""

    def __init__(self, max_body: int) -> None:
        self._max_body = max_body
        self._buffer = bytearray()
        self._request: Request | None = None
        self._left = 0
        self._chunked = False
        self._in_trailer = False

    @property
    def waiting(self) -> int:
        """Bytes that are not used yet."""
        return len(self._buffer)

    def feed(self, data: bytes) -> None:
        """Takes what came from the connection."""
        self._buffer += data

    def head(self) -> Request | None:
        """The request whose head has come just now; its body may not be there yet. Raises BadRequest."""
        if self._request is not None:
            return None
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0 and len(self._buffer) <= _MAX_HEAD:
            return None
        if end < 0 or end > _MAX_HEAD:
            raise BadRequest(431, "headers_too_large", f"the head of a request may have {_MAX_HEAD} bytes")
        first, *lines = bytes(self._buffer[:end]).split(b"\r\n")
        del self._buffer[: end + 4]
        matched = _REQUEST_LINE.match(first)
        if matched is None:
            raise BadRequest(400, "invalid_request", "not a request line of HTTP/1.1")
        headers = self._headers(lines)
        keep_alive = matched[3] == b"1" and headers.get("connection", "").lower() != "close"
        request = Request(matched[1].decode(), matched[2].decode().partition("?")[0], headers, keep_alive)
        self._frame(headers)
        self._request = request
        return request

    def complete(self) -> Request | None:
        """The request whose body is there. Raises BadRequest."""
        request = self._request
        if request is None:
            return None
        finished = self._read_chunks(request) if self._chunked else self._read_plain(request)
        if not finished:
            return None
        self._request = None
        return request

    def _headers(self, lines: list[bytes]) -> dict[str, str]:
        headers: dict[str, str] = {}
        for line in lines:
            matched = _HEADER.match(line)
            if matched is None:
                raise BadRequest(400, "invalid_request", "a header line cannot be read")
            name = matched[1].decode().lower()
            value = matched[2].decode("latin-1")
            if name in headers and name in ("content-length", "transfer-encoding", "host"):
                raise BadRequest(400, "invalid_request", f"{name} is given twice")
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
        return headers

    def _frame(self, headers: dict[str, str]) -> None:
        coding = headers.get("transfer-encoding")
        length = headers.get("content-length")
        if coding is not None:
            if coding.lower() != "chunked" or length is not None:
                raise BadRequest(400, "invalid_request", "the body has to be chunked, or to have a content-length, and not both")
            self._chunked, self._left, self._in_trailer = True, 0, False
            return
        if length is not None and not (length.isascii() and length.isdigit() and len(length) < 16):
            raise BadRequest(400, "invalid_request", "content-length is no number")
        self._chunked, self._left = False, int(length or 0)
        self._check_size(self._left)

    def _read_plain(self, request: Request) -> bool:
        part = self._buffer[: self._left]
        request.body += part
        del self._buffer[: len(part)]
        self._left -= len(part)
        return self._left == 0

    def _read_chunks(self, request: Request) -> bool:
        while True:
            if self._left > 0:
                part = self._buffer[: self._left]
                request.body += part
                del self._buffer[: len(part)]
                self._left -= len(part)
                if self._left > 0:
                    return False
                self._left = -1
            line = self._line()
            if line is None:
                return False
            if self._left == -1:
                if line:
                    raise BadRequest(400, "invalid_request", "a chunk is longer than it says")
                self._left = 0
            elif self._in_trailer:
                if not line:
                    return True
            else:
                size = line.partition(b";")[0].strip()
                if not _HEX.match(size):
                    raise BadRequest(400, "invalid_request", "a chunk's size cannot be read")
                self._left = int(size, 16)
                self._check_size(len(request.body) + self._left)
                self._in_trailer = self._left == 0

    def _line(self) -> bytes | None:
        end = self._buffer.find(b"\r\n")
        if end > _MAX_CHUNK_LINE or (end < 0 and len(self._buffer) > _MAX_CHUNK_LINE):
            raise BadRequest(400, "invalid_request", "a line of the chunked body is too long")
        if end < 0:
            return None
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        return line

    def _check_size(self, size: int) -> None:
        if size > self._max_body:
            raise BadRequest(413, "too_large", f"a request may have {self._max_body} bytes")
