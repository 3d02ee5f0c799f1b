"""Shows how an execution goes on."""

from __future__ import annotations

import json
from collections.abc import Iterable

from rich.console import Console
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from ..models import Event

MARKS = {"succeeded": ("✓", "green"), "failed": ("✗", "red"), "skipped": ("–", "dim"), "reused": ("↺", "blue")}


class Progress:
    """The nodes of one execution with how they stand. On a terminal a table that changes, elsewhere a line for each node that ends."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._nodes: dict[str, tuple[str, str]] = {}

    def follow(self, events: Iterable[Event]) -> None:
        """Shows events until there are no more."""
        if not self._console.is_terminal:
            for event in events:
                self._take(event)
            return
        with Live(console=self._console, refresh_per_second=8, transient=False) as live:
            for event in events:
                self._take(event)
                live.update(self._table())

    def _take(self, event: Event) -> None:
        if event.node_id is None:
            return
        if event.type == "node_start":
            self._nodes[event.node_id] = ("running", "")
        elif event.type == "node_skipped":
            self._end(event.node_id, "skipped", "")
        elif event.type == "node_end":
            status = "reused" if event.payload.get("reused") else str(event.payload["status"])
            error = event.payload.get("error") or {}
            self._end(event.node_id, status, error.get("message") or f"{event.payload['duration_ms']:.0f} ms")
        elif event.type == "log" and self._console.is_terminal:
            self._nodes[event.node_id] = ("running", log_text(event))

    def _end(self, node: str, status: str, detail: str) -> None:
        self._nodes[node] = (status, detail)
        if not self._console.is_terminal:
            self._console.print(f"{MARKS[status][0]} {node} {status} {detail}".rstrip())

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1))
        for node, (status, detail) in self._nodes.items():
            mark, style = MARKS.get(status, ("", ""))
            table.add_row(Text(mark, style) if mark else Spinner("dots"), Text(node), Text(status, style), Text(detail, "dim"))
        return table


def log_text(event: Event) -> str:
    """What a log event says."""
    message = event.payload.get("message", event.payload)
    return message if isinstance(message, str) else json.dumps(message, ensure_ascii=False)
