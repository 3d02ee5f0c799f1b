"""Exceptions in the user's terms: only the lines of the user's code, with the numbers they have there."""

from __future__ import annotations

import linecache
import traceback

FILE = "<python_code>"
MODULE = "python_code"
_MAX_MESSAGE = 8_000
_MAX_TRACEBACK = 32_000


def remember_source(code: str) -> None:
    """Lets tracebacks quote the user's lines."""
    linecache.cache[FILE] = (len(code), None, code.splitlines(keepends=True), FILE)


def type_name(error: BaseException) -> str:
    """The exception's name as the user would write it."""
    kind = type(error)
    name = str(kind.__qualname__)
    module = str(kind.__module__)
    hidden = module in ("builtins", MODULE) or module.startswith("orcheo_sandbox.")
    return name if hidden else f"{module}.{name}"


def message(error: BaseException) -> str:
    """str(error), or what to say when that fails."""
    try:
        return cut(str(error), _MAX_MESSAGE)
    except Exception as inner:
        return f"(the message could not be read: {type(inner).__name__})"


def user_line(error: BaseException) -> int | None:
    """The line of the user's code that was running, innermost first."""
    if isinstance(error, SyntaxError) and error.filename == FILE:
        return error.lineno
    found: int | None = None
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == FILE:
            found = step.tb_lineno
        step = step.tb_next
    return found


def text(error: BaseException) -> str:
    """The traceback as Python prints it, without the frames that are not the user's."""
    described = traceback.TracebackException.from_exception(error, compact=True)
    seen: set[int] = set()
    _keep_user_frames(described, seen)
    try:
        return cut("".join(described.format()), _MAX_TRACEBACK)
    except Exception as inner:
        return f"(the traceback could not be formatted: {type(inner).__name__})"


def cut(value: str, limit: int) -> str:
    """The beginning and the end of a text that is too long."""
    if len(value) <= limit:
        return value
    half = limit // 2
    return f"{value[:half]}\n[... {len(value) - 2 * half} characters left out ...]\n{value[-half:]}"


def _keep_user_frames(described: traceback.TracebackException, seen: set[int]) -> None:
    if id(described) in seen:
        return
    seen.add(id(described))
    described.stack = traceback.StackSummary.from_list([f for f in described.stack if f.filename == FILE])
    linked = [described.__cause__, described.__context__, *(getattr(described, "exceptions", None) or [])]
    for other in linked:
        if other is not None:
            _keep_user_frames(other, seen)
