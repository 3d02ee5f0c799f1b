"""What a run answers. Whatever comes from the run's process is taken as an assertion of the user's code: checked and bounded."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass, field
from typing import Any, NoReturn

from orcheo_sandbox.inside.convert import MAX_DEPTH
from orcheo_sandbox.inside.output import LEVELS, MAX_LINE_CHARACTERS

# The kinds that the run's own process reports. `timeout` and `killed` are what the service sees from outside.
_REPORTED_KINDS = frozenset(
    ("exception", "memory", "import_not_allowed", "invalid_code", "invalid_inputs", "not_serializable", "output_too_large")
)
_MAX_TEXT = 40_000


class Forged(Exception):
    """The bytes are no report that the runner would have written."""


@dataclass
class LogBook:
    """The log lines of one run, within bounds that the run cannot move."""

    started: float
    max_lines: int
    max_bytes: int
    lines: list[dict[str, str]] = field(default_factory=list)
    truncated: bool = False
    _bytes: int = 0

    def add(self, payload: bytes, now: float) -> dict[str, str] | None:
        """Takes one log frame. None when it is over the bounds."""
        try:
            level, stamp, message = json.loads(payload)
            stamp = min(max(float(stamp), self.started), now)
        except (ValueError, TypeError, RecursionError):
            raise Forged from None
        if level not in LEVELS or not isinstance(message, str):
            raise Forged
        self._bytes += len(message)
        if len(self.lines) >= self.max_lines or self._bytes > self.max_bytes:
            self.truncated = True
            return None
        line = {"level": level, "message": text(message)[:MAX_LINE_CHARACTERS], "ts": rfc3339(stamp)}
        self.lines.append(line)
        return line


def read_report(payload: bytes, max_result_bytes: int) -> tuple[dict[str, Any], bool]:
    """The outcome (`ok` with `result`, or `error`) and whether the run left out log lines. Raises Forged."""
    try:
        report = json.loads(payload, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Forged from None
    if not isinstance(report, dict):
        raise Forged
    truncated = report.get("truncated") is True
    if report.get("ok") is True and "result" in report:
        if _depth(report["result"]) > MAX_DEPTH + 1 or len(payload) > max_result_bytes + 256:
            raise Forged
        return {"ok": True, "result": report["result"]}, truncated
    return {"ok": False, "error": _error(report.get("error"))}, truncated


def failure(kind: str, name: str, message: str) -> dict[str, Any]:
    """An outcome that the service itself has seen."""
    return {"ok": False, "error": {"type": name, "message": message, "traceback": "", "kind": kind}}


def rfc3339(stamp: float) -> str:
    """A time in UTC with milliseconds."""
    moment = datetime.datetime.fromtimestamp(stamp, datetime.timezone.utc)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def text(value: str) -> str:
    """The text with what is no Unicode (lone surrogates) replaced."""
    return value.encode("utf-8", "replace").decode("utf-8")


def encode(answer: dict[str, Any]) -> bytes:
    """JSON in UTF-8. Raises Forged when a result holds what UTF-8 cannot."""
    try:
        return json.dumps(answer, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except (UnicodeEncodeError, ValueError):
        raise Forged from None


def _error(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict) or found.get("kind") not in _REPORTED_KINDS:
        raise Forged
    error: dict[str, Any] = {}
    for name in ("type", "message", "traceback"):
        value = found.get(name)
        if not isinstance(value, str):
            raise Forged
        error[name] = text(value[:_MAX_TEXT])
    error["kind"] = found["kind"]
    line = found.get("line")
    if isinstance(line, int) and not isinstance(line, bool) and 0 < line < 1 << 31:
        error["line"] = line
    return error


def _depth(value: Any) -> int:
    """How many lists and objects are around the innermost value."""
    level, layer = 0, [value]
    while layer:
        layer = [
            item
            for container in layer
            if isinstance(container, (list, dict))
            for item in (container.values() if isinstance(container, dict) else container)
        ]
        level += 1
    return level - 1


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
