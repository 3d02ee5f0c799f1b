"""`print` and `logging` of the user's code become log events, as they happen and within bounds."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Callable

LEVELS = ("debug", "info", "warning", "error", "critical")
MAX_LINE_CHARACTERS = 8192


class LogSink:
    """Sends log lines until the budget of lines and characters is spent; then only remembers that some were left out."""

    def __init__(self, send: Callable[[bytes], None], max_lines: int, max_bytes: int) -> None:
        self._send = send
        self._lines = max_lines
        self._bytes = max_bytes
        self.truncated = False

    def emit(self, level: str, message: str) -> None:
        """One log event. A message over the limit for a line is cut."""
        if len(message) > MAX_LINE_CHARACTERS:
            message = message[:MAX_LINE_CHARACTERS]
            self.truncated = True
        self._lines -= 1
        self._bytes -= len(message)
        if self._lines < 0 or self._bytes < 0:
            self._lines = 0
            self.truncated = True
            return
        self._send(json.dumps([level, time.time(), message]).encode("ascii"))


class LogStream(io.TextIOBase):
    """Stands in for sys.stdout and sys.stderr: each line is a log event."""

    def __init__(self, sink: LogSink, level: str) -> None:
        self._sink = sink
        self._level = level
        self._partial: list[str] = []
        self._length = 0

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """What the text would be encoded as."""
        return "utf-8"

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, text: str) -> int:
        """Takes text; complete lines are sent on at once."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        *complete, rest = text.split("\n") if "\n" in text else [text]
        for line in complete:
            self._add(line)
            self._send()
        if rest:
            self._add(rest)
        return len(text)

    def finish(self) -> None:
        """Sends what was written without a final line break."""
        if self._partial:
            self._send()

    def _add(self, text: str) -> None:
        # One character over the limit is kept, so that the sink sees that the line was longer.
        room = MAX_LINE_CHARACTERS + 1 - self._length
        if room > 0:
            self._partial.append(text[:room])
            self._length += min(len(text), room)

    def _send(self) -> None:
        line = "".join(self._partial)
        self._partial.clear()
        self._length = 0
        self._sink.emit(self._level, line)


class LogHandler(logging.Handler):
    """Stands at the root of `logging`: each record is a log event of its level."""

    def __init__(self, sink: LogSink) -> None:
        super().__init__()
        self._sink = sink

    def emit(self, record: logging.LogRecord) -> None:
        """Formats the record; one whose arguments do not fit its message is reported as it is."""
        try:
            message = self.format(record)
        except Exception as error:
            message = f"{record.msg!r} (not formatted: {error})"
        self._sink.emit(level_name(record.levelno), message)


def level_name(number: int) -> str:
    """The contract's name for a level of `logging`."""
    return LEVELS[min(max(number // 10, 1), 5) - 1]
