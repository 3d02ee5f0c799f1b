"""What the commands print: tables for people, JSON for programs. Results go to standard output, everything else to standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .._model import Model
from ..errors import APIError, InvalidWorkflowError, OrcheoError
from ..models import Fault

COLOURS = {"succeeded": "green", "failed": "red", "cancelled": "yellow", "running": "cyan", "waiting": "blue", "active": "green", "disabled": "yellow"}


def console(stderr: bool = False) -> Console:
    """A console on the present standard output or standard error. What is printed is never read as markup."""
    return Console(file=sys.stderr if stderr else sys.stdout, markup=False, highlight=False, emoji=False, soft_wrap=True)


def say(text: str) -> None:
    """Tells a person something that is no result."""
    console(stderr=True).print(text)


def as_json(value: Any) -> Any:
    """A value for ``json.dumps``; secrets stay masked."""
    if isinstance(value, Model):
        return value.to_json()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value


def print_json(value: Any, *, line: bool = False) -> None:
    """Prints JSON; on one line for streams."""
    sys.stdout.write(json.dumps(as_json(value), ensure_ascii=False, indent=None if line else 2) + "\n")
    sys.stdout.flush()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints a table. Where nobody looks at it, lines whose columns are parted by tabs."""
    out = console()
    if not out.is_terminal:
        for row in rows:
            sys.stdout.write("\t".join(str(_plain(cell)) for cell in row) + "\n")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*[_cell(cell) for cell in row])
    out.print(table)


def print_fields(pairs: Iterable[tuple[str, Any]]) -> None:
    """Prints names and values, one a line."""
    for name, value in pairs:
        if value is not None:
            text = value if isinstance(value, str) else str(_plain(value))
            console().print(Text.assemble((f"{name}: ", "bold"), (text, COLOURS.get(text, ""))))


def print_faults(faults: Sequence[Fault], where: str = "") -> None:
    """Prints what is wrong, one fault a line, as compilers do."""
    for fault in faults:
        say(f"{where}{fault.pointer or '/'}: {fault.message} ({fault.code})")


def print_error(error: OrcheoError, machine: bool) -> None:
    """Tells an error; as JSON where the results are JSON."""
    if not machine:
        return say(f"Error: {error}")
    told: dict[str, Any] = {"message": str(error)}
    if isinstance(error, APIError):
        told |= {"status": error.status_code, "code": error.code, "request_id": error.request_id}
    if isinstance(error, (APIError, InvalidWorkflowError)):
        told["errors"] = [fault.to_json() for fault in error.errors]
    sys.stderr.write(json.dumps({"error": told}, ensure_ascii=False) + "\n")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else value


def _cell(value: Any) -> Text:
    text = str(_plain(value))
    return Text(text, style=COLOURS.get(text, ""))
