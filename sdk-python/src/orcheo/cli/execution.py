"""``orcheo execution``"""

from __future__ import annotations

from typing import Optional, cast

import typer

from ..models import ExecutionStatus
from . import output
from .common import JSON, LIMIT, command, group, read_value, version_of
from .progress import log_text
from .run import follow
from .settings import client


def register(root: typer.Typer) -> None:
    """Adds the commands."""
    app = group(root, "execution", "Executions: look at them, follow, cancel, replay.")

    @command(app, "list")
    def list_(
        workflow: Optional[str] = typer.Option(None, "--workflow", "-w", help="Only those of this workflow."),
        status: Optional[str] = typer.Option(None, help="Only those with this status."),
        limit: int = LIMIT,
        as_json: bool = JSON,
    ) -> None:
        """Lists executions."""
        with client() as api:
            listed = api.executions.list(workflow_id=workflow, status=cast(Optional[ExecutionStatus], status), limit=min(limit, 200))
            found = [item for item, _ in zip(listed, range(limit))]
        if as_json:
            return output.print_json(found)
        rows = [(item.id, item.status, item.workflow_id, item.trigger.type, item.created_at, f"{item.stats.duration_ms:.0f} ms") for item in found]
        output.print_table(["Id", "Status", "Workflow", "Trigger", "Created", "Duration"], rows)

    @command(app)
    def show(id: str, as_json: bool = JSON) -> None:
        """Shows an execution with what every node put out."""
        with client() as api:
            execution = api.executions.get(id)
            checkpoints = list(api.executions.checkpoints(id))
        if as_json:
            return output.print_json({**execution.to_json(), "checkpoints": output.as_json(checkpoints)})
        error = execution.error
        output.print_fields(
            [
                ("id", execution.id),
                ("status", execution.status),
                ("workflow", execution.workflow_id),
                ("version", execution.workflow_version),
                ("trigger", execution.trigger.type),
                ("replay of", execution.replay_of),
                ("created", execution.created_at),
                ("completed", execution.completed_at),
                ("input", execution.input),
                ("output", execution.output),
                ("error", f"{error.message} ({error.code})" if error else None),
            ]
        )
        output.print_table(["Node", "Output"], [(item.node_id, item.output) for item in checkpoints])

    @command(app)
    def logs(
        id: str,
        follow: bool = typer.Option(False, "--follow", "-f", help="Go on until the execution ends."),
        every: bool = typer.Option(False, "--all", "-a", help="Every event, not only what nodes logged."),
        as_json: bool = JSON,
    ) -> None:
        """Prints what the nodes of an execution logged; with --json one event a line."""
        with client() as api:
            if every:
                events = api.executions.stream(id) if follow else api.executions.events(id)
            else:
                events = api.executions.logs(id, follow=follow)
            for event in events:
                if as_json:
                    output.print_json(event, line=True)
                else:
                    what = log_text(event) if event.type == "log" else f"{event.type} {output.as_json(event.payload)}"
                    typer.echo(f"{event.ts.astimezone():%H:%M:%S.%f}"[:-3] + f" {event.node_id or '-'} {event.payload.get('level', '')} {what}")

    @command(app)
    def cancel(id: str, wait: bool = typer.Option(False, help="Wait for the end."), as_json: bool = JSON) -> None:
        """Asks an execution to end."""
        with client() as api:
            execution = api.executions.cancel(id)
            if wait:
                execution = api.executions.wait(id)
        if as_json:
            return output.print_json(execution)
        output.say(f"{execution.id} is {execution.status}")

    @command(app)
    def replay(
        id: str,
        from_node: Optional[str] = typer.Option(None, "--from", help="Run this node and what is behind it; keep the other results."),
        version: Optional[str] = typer.Option(None, help="A version, latest or draft."),
        input: Optional[str] = typer.Option(None, "--input", "-i", help="Another input: JSON, @FILE, or - for standard input."),
        recorded: bool = typer.Option(False, help="Answer external calls from the record."),
        wait: bool = typer.Option(True, help="Wait for the end and show the progress."),
        as_json: bool = JSON,
    ) -> None:
        """Runs an execution again, as a new one."""
        other = {} if input is None else {"input": read_value(input)}
        with client() as api:
            execution = api.executions.replay(
                id, from_node_id=from_node, version=version_of(version), mode="recorded" if recorded else None, **other
            )
            follow(api, execution, wait, as_json)
