"""A request to run code, checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from orcheo_sandbox.settings import DEFAULT_IMPORTS, Settings

_MEMBERS = frozenset(("run_id", "code", "inputs", "timeout_seconds", "memory_mb", "allowed_imports"))
_RUN_ID = re.compile(r"[\x21-\x7e]{1,200}\Z")
_LEAST_MEMORY_MB = 16
_LEAST_TIMEOUT = 0.05


class InvalidRequest(Exception):
    """The request is not what the protocol says."""


@dataclass(frozen=True)
class RunRequest:
    """One run. `body` is the request as it came: the run reads code and inputs from it itself."""

    run_id: str
    body: bytes
    timeout_seconds: float
    memory_mb: int
    allowed: tuple[str, ...]
    refused_import: str | None

    @staticmethod
    def parse(body: bytes, settings: Settings) -> RunRequest:
        """Reads the JSON of a request. Raises InvalidRequest."""
        document = _document(body)
        _check(document.keys() <= _MEMBERS, f"unknown member {sorted(document.keys() - _MEMBERS)[:1]}")
        run_id = document.get("run_id")
        if not isinstance(run_id, str) or not _RUN_ID.match(run_id):
            raise InvalidRequest("run_id: 1 to 200 printable ASCII characters")
        _check(isinstance(document.get("code"), str), "code: a string")
        _check(isinstance(document.get("inputs", {}), dict), "inputs: an object")
        if "inputs" not in document:
            body = json.dumps({**document, "inputs": {}}).encode("ascii")
        timeout = document.get("timeout_seconds", min(30, settings.max_timeout_seconds))
        _check(
            isinstance(timeout, (int, float)) and not isinstance(timeout, bool)
            and _LEAST_TIMEOUT <= timeout <= settings.max_timeout_seconds,
            f"timeout_seconds: a number from {_LEAST_TIMEOUT} to {settings.max_timeout_seconds:g}",
        )  # fmt: skip
        memory = document.get("memory_mb", min(256, settings.max_memory_mb))
        _check(
            isinstance(memory, int) and not isinstance(memory, bool) and _LEAST_MEMORY_MB <= memory <= settings.max_memory_mb,
            f"memory_mb: an integer from {_LEAST_MEMORY_MB} to {settings.max_memory_mb}",
        )
        wanted = document.get("allowed_imports") or []
        _check(isinstance(wanted, list) and all(isinstance(name, str) for name in wanted), "allowed_imports: a list of strings")
        permitted = {*DEFAULT_IMPORTS, *settings.allowed_imports}
        refused = next((name for name in wanted if name not in permitted), None)
        return RunRequest(run_id, body, float(timeout), memory, (*DEFAULT_IMPORTS, *wanted), refused)


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidRequest(f"the body is not JSON: {error}") from None
    if not isinstance(document, dict):
        raise InvalidRequest("the body has to be an object")
    return document


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _check(holds: bool, message: str) -> None:
    if not holds:
        raise InvalidRequest(message)
