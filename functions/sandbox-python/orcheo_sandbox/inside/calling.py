"""Finds `main` in the user's module and binds the inputs to it."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from typing import Any

from orcheo_sandbox.inside.coerce import coerce
from orcheo_sandbox.inside.errors import InvalidCode, InvalidInputs

_BY_NAME = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)


def find_main(namespace: dict[str, Any]) -> Callable[..., Any]:
    """The user's `main`, if it can be called with named inputs."""
    main = namespace.get("main")
    if main is None:
        raise InvalidCode("the code does not define main: write `def main(**inputs):` and return the output from it")
    if not callable(main):
        raise InvalidCode(f"main is of type {type(main).__qualname__}; it has to be a function")
    if inspect.iscoroutinefunction(main) or inspect.isgeneratorfunction(main) or inspect.isasyncgenfunction(main):
        raise InvalidCode("main has to be an ordinary function: neither `async def` nor a generator", line=_line(main))
    return typing.cast(Callable[..., Any], main)


def bind(main: Callable[..., Any], inputs: dict[str, Any]) -> dict[str, Any]:
    """The arguments for `main`, checked and converted by its type hints."""
    try:
        parameters = inspect.signature(main).parameters
        hints = typing.get_type_hints(main, include_extras=True) if getattr(main, "__annotations__", None) else {}
    except (TypeError, ValueError, NameError, AttributeError, SyntaxError) as error:
        raise InvalidCode(f"the signature of main cannot be read: {error}", line=_line(main)) from None
    rest: inspect.Parameter | None = None
    for parameter in parameters.values():
        if parameter.kind is inspect.Parameter.POSITIONAL_ONLY:
            raise InvalidCode(f"main takes {parameter.name!r} by position only; inputs are passed by name", line=_line(main))
        if parameter.kind is inspect.Parameter.VAR_KEYWORD:
            rest = parameter
    named = {name for name, parameter in parameters.items() if parameter.kind in _BY_NAME}
    missing = [n for n in named if n not in inputs and parameters[n].default is inspect.Parameter.empty]
    if missing:
        raise InvalidInputs(f"main needs the input {sorted(missing)[0]!r}, which the node does not give")
    unknown = sorted(inputs.keys() - named)
    if unknown and rest is None:
        raise InvalidInputs(f"main does not take the input {unknown[0]!r}; add it, or **inputs, to its parameters")
    rest_hint = hints.get(rest.name, Any) if rest is not None else Any
    return {n: coerce(v, hints.get(n, Any) if n in named else rest_hint, f"input {n!r}") for n, v in inputs.items()}


def _line(main: Any) -> int | None:
    code = getattr(main, "__code__", None)
    return code.co_firstlineno if isinstance(code, types.CodeType) else None
