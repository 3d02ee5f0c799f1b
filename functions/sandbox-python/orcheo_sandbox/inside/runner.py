"""Runs one piece of the user's code and says what came of it. The process is isolated by now, and ends afterwards."""

from __future__ import annotations

import json
import logging
import mmap
import sys
import types
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from orcheo_sandbox.inside import tracebacks
from orcheo_sandbox.inside.calling import bind, find_main
from orcheo_sandbox.inside.convert import to_json
from orcheo_sandbox.inside.errors import ImportNotAllowedError, InvalidCode, RunError
from orcheo_sandbox.inside.imports import GUARDED_BUILTINS, allow
from orcheo_sandbox.inside.output import LogHandler, LogSink, LogStream

# Address space that is given back when memory has run out, so that there is room to say so. It is mapped and never touched.
_RESERVE_BYTES = 2 * 1024 * 1024
OUT_OF_MEMORY = {"type": "MemoryError", "kind": "memory", "traceback": ""}


@dataclass(frozen=True)
class Job:
    """What the fork server's child was asked to do."""

    memory_mb: int
    allowed: frozenset[str]
    max_result_bytes: int
    max_log_lines: int
    max_log_bytes: int


def run(job: Job, body: bytes, send_log: Callable[[bytes], None]) -> bytes:
    """Runs the code in `body`. What is returned is the payload of the result frame."""
    sink = LogSink(send_log, job.max_log_lines, job.max_log_bytes)
    reserve = mmap.mmap(-1, _RESERVE_BYTES)
    streams = _redirect(sink)
    try:
        result = _execute(job, body)
        for stream in streams:
            stream.finish()
        return b'{"ok":true,"truncated":%s,"result":%s}' % (b"true" if sink.truncated else b"false", result)
    except MemoryError as error:
        reserve.close()
        described: dict[str, Any] = {**OUT_OF_MEMORY, "message": _out_of_memory(job), **_line(error)}
    except RunError as error:
        described = {"type": type(error).__name__, "message": str(error), "kind": error.kind, "traceback": ""}
        if isinstance(error, InvalidCode):
            described.update(type=error.name, traceback=error.traceback)
            if error.line:
                described["line"] = error.line
    except BaseException as error:
        described = _exception(error)
    for stream in streams:
        stream.finish()
    return json.dumps({"ok": False, "truncated": sink.truncated, "error": described}).encode("ascii")


def _execute(job: Job, body: bytes) -> bytes:
    request = json.loads(body)
    del body
    code: str = request["code"]
    tracebacks.remember_source(code)
    module = types.ModuleType(tracebacks.MODULE)
    namespace = vars(module)
    allow(job.allowed)
    namespace["__builtins__"] = GUARDED_BUILTINS
    # dataclasses, enums and type hints look their module up by name.
    sys.modules[tracebacks.MODULE] = module
    exec(_compiled(code), namespace)
    main = find_main(namespace)
    return to_json(main(**bind(main, request["inputs"])), job.max_result_bytes)


def _compiled(code: str) -> types.CodeType:
    try:
        compiled: types.CodeType = compile(code, tracebacks.FILE, "exec", dont_inherit=True)
        return compiled
    except (SyntaxError, ValueError, RecursionError, OverflowError) as error:
        line = error.lineno if isinstance(error, SyntaxError) else None
        words = error.msg if isinstance(error, SyntaxError) else str(error)
        where = f" (line {line})" if line else ""
        raise InvalidCode(f"{words}{where}", line, tracebacks.text(error), type(error).__name__) from None


def _exception(error: BaseException) -> dict[str, Any]:
    kind = "import_not_allowed" if isinstance(error, ImportNotAllowedError) else "exception"
    message = tracebacks.message(error) or f"{type(error).__name__} without a message"
    if isinstance(error, SystemExit):
        message = f"the code asked to exit ({message or 'no code'}); return from main instead"
    return {
        "type": tracebacks.type_name(error),
        "message": message,
        "kind": kind,
        "traceback": tracebacks.text(error),
        **_line(error),
    }


def _line(error: BaseException) -> dict[str, int]:
    line = tracebacks.user_line(error)
    return {"line": line} if line is not None else {}


def _out_of_memory(job: Job) -> str:
    return f"the code needed more than the {job.memory_mb} MiB that the node allows"


def _redirect(sink: LogSink) -> list[LogStream]:
    streams = [LogStream(sink, "info"), LogStream(sink, "warning")]
    sys.stdout, sys.stderr = streams  # type: ignore[assignment]
    root = logging.getLogger()
    root.handlers[:] = [LogHandler(sink)]
    root.setLevel(logging.DEBUG)
    warnings.simplefilter("default")
    return streams
