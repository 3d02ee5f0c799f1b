"""What the commands share."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import typer

from ..errors import OrcheoError
from . import exits, output

F = TypeVar("F", bound=Callable[..., Any])

JSON = typer.Option(False, "--json", help="Print JSON.")
LIMIT = typer.Option(20, "--limit", "-n", min=1, help="How many to show; the newest come first.")


def command(app: typer.Typer, name: str | None = None) -> Callable[[F], F]:
    """A command whose errors are told and become exit codes."""

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def guarded(*arguments: Any, **named: Any) -> Any:
            try:
                return function(*arguments, **named)
            except OrcheoError as error:
                output.print_error(error, bool(named.get("as_json")))
                raise typer.Exit(exits.exit_code(error)) from None
            except (ValueError, OSError) as error:
                output.print_error(OrcheoError(str(error)), bool(named.get("as_json")))
                raise typer.Exit(exits.FAILED) from None

        return cast(F, app.command(name)(guarded))

    return decorate


def group(app: typer.Typer, name: str, text: str) -> typer.Typer:
    """A group of commands."""
    made = typer.Typer(help=text, no_args_is_help=True)
    app.add_typer(made, name=name)
    return made


def read_value(given: str | None) -> Any:
    """A value of JSON: as it is, from a file as ``@file``, or from standard input as ``-``."""
    if given is None:
        return None
    text = sys.stdin.read() if given == "-" else Path(given[1:]).read_text(encoding="utf-8") if given.startswith("@") else given
    try:
        return json.loads(text)
    except ValueError as error:
        raise ValueError(f"The input is not JSON: {error}") from None


def version_of(given: str | None) -> Any:
    """A version as the API takes it: a number, ``latest`` or ``draft``."""
    return int(given) if given is not None and given.isdigit() else given
