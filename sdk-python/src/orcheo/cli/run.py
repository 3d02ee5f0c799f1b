"""Follows an execution that a command has started."""

from __future__ import annotations

import typer

from .._clients.sync_client import Orcheo
from ..models import Execution
from . import exits, output
from .progress import Progress


def follow(api: Orcheo, execution: Execution, wait: bool, as_json: bool) -> None:
    """Shows the progress of an execution and prints its output; ends the command by how it ends."""
    if not wait:
        return output.print_json(execution) if as_json else typer.echo(execution.id)
    if as_json:
        ended = api.executions.wait(execution.id)
        output.print_json(ended)
    else:
        output.say(execution.id)
        Progress(output.console(stderr=True)).follow(api.executions.stream(execution.id))
        ended = api.executions.wait(execution.id)
        output.print_json(ended.output)
        if ended.error is not None:
            output.say(f"{ended.status}: {ended.error.message} ({ended.error.code})")
    if not ended.succeeded:
        raise typer.Exit(exits.EXECUTION_FAILED)
