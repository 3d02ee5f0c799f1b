"""``orcheo trigger``"""

from __future__ import annotations

from typing import Any, Literal, Optional, cast

import typer

from .._clients.sync_client import Orcheo
from . import output
from .common import JSON, command, group, read_value, version_of
from .settings import client

WORKFLOW = typer.Option(None, "--workflow", "-w", help="Only those of this workflow.")
VERSION = typer.Option(None, help="Which version it starts: a number, latest or draft.")


def register(root: typer.Typer) -> None:
    """Adds the commands."""
    app = group(root, "trigger", "What starts workflows by itself: schedules and webhooks.")

    @command(app, "list")
    def list_(workflow: Optional[str] = WORKFLOW, as_json: bool = JSON) -> None:
        """Lists triggers."""
        with client() as api:
            crons = list(api.triggers.cron.list(workflow_id=workflow))
            hooks = list(api.triggers.webhook.list(workflow_id=workflow))
        if as_json:
            return output.print_json({"cron": output.as_json(crons), "webhook": output.as_json(hooks)})
        rows: list[tuple[Any, ...]] = [(item.id, "cron", item.status, item.workflow_id, f"{item.cron} {item.timezone}") for item in crons]
        rows += [(item.id, "webhook", item.status, item.workflow_id, item.scheme or item.auth) for item in hooks]
        output.print_table(["Id", "Kind", "Status", "Workflow", "What"], rows)

    @command(app)
    def show(id: str, as_json: bool = JSON) -> None:
        """Shows a trigger."""
        with client() as api:
            found: Any = _resource(api, id).get(id)
        output.print_json(found) if as_json else output.print_fields(found.to_json().items())

    @command(app)
    def cron(
        workflow: str,
        schedule: str = typer.Argument(..., help="Quartz syntax, or a crontab of 5 fields, e.g. '0 9 * * 1-5'."),
        timezone: str = typer.Option("UTC", help="An IANA time zone."),
        version: Optional[str] = VERSION,
        queue: bool = typer.Option(False, help="Start times that were missed, instead of dropping them."),
        input: Optional[str] = typer.Option(None, "--input", "-i", help="The input: JSON, @FILE, or - for standard input."),
        as_json: bool = JSON,
    ) -> None:
        """Starts a workflow by a schedule."""
        policy: Literal["queue", "skip"] = "queue" if queue else "skip"
        with client() as api:
            made = api.triggers.cron.create(
                workflow, schedule, timezone=timezone, version=version_of(version), misfire_policy=policy, input=read_value(input)
            )
        output.print_json(made) if as_json else output.print_fields([("id", made.id), ("next", made.next_fire_at)])

    @command(app)
    def preview(
        schedule: str,
        timezone: str = typer.Option("UTC", help="An IANA time zone."),
        count: int = typer.Option(5, min=1, max=100),
        as_json: bool = JSON,
    ) -> None:
        """Shows the next times of a schedule."""
        with client() as api:
            times = list(api.triggers.cron.preview(schedule, timezone=timezone, count=count))
        if as_json:
            return output.print_json(times)
        output.print_table(["Time"], [(time,) for time in times])

    @command(app)
    def webhook(
        workflow: str,
        auth: str = typer.Option("hmac", help="hmac, token or none."),
        scheme: str = typer.Option("standard", help="standard, github, stripe or slack."),
        answer: bool = typer.Option(False, help="Answer the sender with the result of the run."),
        version: Optional[str] = VERSION,
        as_json: bool = JSON,
    ) -> None:
        """Gives a workflow a URL, and prints it with its secret, which cannot be shown again."""
        with client() as api:
            made = api.triggers.webhook.create(
                workflow,
                auth=cast(Any, auth),
                scheme=cast(Any, scheme) if auth == "hmac" else None,
                response_mode="on_completion" if answer else "immediate",
                version=version_of(version),
            )
        if as_json:
            return output.print_json(made.to_json(reveal=True))
        secret = made.signing_secret_once.reveal() if made.signing_secret_once else None
        output.print_fields([("id", made.id), ("url", made.url), ("secret", secret)])

    @command(app)
    def enable(id: str, as_json: bool = JSON) -> None:
        """Lets a trigger start executions again."""
        _switch(id, True, as_json)

    @command(app)
    def disable(id: str, as_json: bool = JSON) -> None:
        """Keeps a trigger from starting executions."""
        _switch(id, False, as_json)

    @command(app)
    def delete(id: str, as_json: bool = JSON) -> None:
        """Deletes a trigger."""
        with client() as api:
            _resource(api, id).delete(id)
        output.print_json({"deleted": id}) if as_json else output.say(f"Deleted: {id}")


def _resource(api: Orcheo, id: str) -> Any:
    return api.triggers.webhook if id.startswith("hook_") else api.triggers.cron


def _switch(id: str, enabled: bool, as_json: bool) -> None:
    with client() as api:
        changed = _resource(api, id).update(id, enabled=enabled)
    output.print_json(changed) if as_json else output.say(f"{id} is {changed.status}")
