"""``orcheo credential`` and ``orcheo key``"""

from __future__ import annotations

import sys
from typing import List, Optional, cast

import typer

from ..models import CredentialType, Scope
from ..secrets import Secret
from . import output
from .common import JSON, LIMIT, command, group, read_value
from .settings import client

DATA = "The secret: @FILE, or - for standard input. Not on the command line, where others could read it."


def register(root: typer.Typer) -> None:
    """Adds the commands."""
    _credentials(group(root, "credential", "Secrets that nodes use."))
    _keys(group(root, "key", "Keys of callers."))


def _credentials(app: typer.Typer) -> None:
    @command(app, "list")
    def list_(limit: int = LIMIT, as_json: bool = JSON) -> None:
        """Lists credentials, without their secrets."""
        with client() as api:
            found = [item for item, _ in zip(api.credentials.list(), range(limit))]
        if as_json:
            return output.print_json(found)
        output.print_table(["Id", "Name", "Type", "Updated"], [(item.id, item.name, item.type, item.updated_at) for item in found])

    @command(app)
    def create(
        name: str,
        type: str = typer.Option(..., "--type", "-t", help="bearer_token, api_key, basic_auth, hmac_secret, openai or generic."),
        data: str = typer.Option("-", help=DATA),
        as_json: bool = JSON,
    ) -> None:
        """Stores a secret. Its data is JSON, e.g. {"token": "…"}."""
        with client() as api:
            made = api.credentials.create(name, cast(CredentialType, type), Secret(_data(data)))
        output.print_json(made) if as_json else typer.echo(made.id)

    @command(app)
    def rotate(id: str, data: str = typer.Option("-", help=DATA), as_json: bool = JSON) -> None:
        """Puts another secret in place of a credential's."""
        with client() as api:
            changed = api.credentials.update(id, data=Secret(_data(data)))
        output.print_json(changed) if as_json else output.say(f"Rotated: {changed.name} ({changed.id})")

    @command(app)
    def show(id: str, reveal: bool = typer.Option(False, help="Show the secret too; it is audited."), as_json: bool = JSON) -> None:
        """Shows a credential."""
        with client() as api:
            found = api.credentials.get(id, reveal=reveal)
        if as_json:
            return output.print_json(found.to_json(reveal=reveal))
        data = found.data.reveal() if found.data is not None else None
        output.print_fields([("id", found.id), ("name", found.name), ("type", found.type), ("last used", found.last_used_at), ("data", data)])

    @command(app)
    def delete(id: str, force: bool = typer.Option(False, help="Although workflows refer to it."), as_json: bool = JSON) -> None:
        """Deletes a credential."""
        with client() as api:
            api.credentials.delete(id, force=force)
        output.print_json({"deleted": id}) if as_json else output.say(f"Deleted: {id}")


def _keys(app: typer.Typer) -> None:
    @command(app, "list")
    def list_(limit: int = LIMIT, as_json: bool = JSON) -> None:
        """Lists keys."""
        with client() as api:
            found = [item for item, _ in zip(api.api_keys.list(), range(limit))]
        if as_json:
            return output.print_json(found)
        rows = [(item.id, item.name, item.prefix, item.scopes, item.expires_at, item.last_used_at) for item in found]
        output.print_table(["Id", "Name", "Prefix", "Scopes", "Expires", "Last used"], rows)

    @command(app)
    def create(
        name: str,
        scopes: List[str] = typer.Option(..., "--scope", "-s", help="What it may do, e.g. executions:run; several times for several."),
        expires: Optional[str] = typer.Option(None, help="From when on it is refused, RFC 3339."),
        as_json: bool = JSON,
    ) -> None:
        """Makes a key and prints it; it cannot be shown again."""
        with client() as api:
            made = api.api_keys.create(name, cast(List[Scope], scopes), expires_at=expires)
        if as_json:
            return output.print_json(made.to_json(reveal=True))
        output.say(f"{made.name} ({made.id}). This key is shown once:")
        typer.echo(made.secret_once.reveal())

    @command(app)
    def revoke(id: str, as_json: bool = JSON) -> None:
        """Revokes a key, at once."""
        with client() as api:
            api.api_keys.delete(id)
        output.print_json({"revoked": id}) if as_json else output.say(f"Revoked: {id}")


def _data(given: str) -> dict[str, object]:
    if given != "-" and not given.startswith("@"):
        raise typer.BadParameter("The secret is given as @FILE, or on standard input.")
    if given == "-" and sys.stdin.isatty():
        output.say('Type the secret as JSON, e.g. {"token": "…"}, then Ctrl-D:')
    value = read_value(given)
    if not isinstance(value, dict):
        raise ValueError("The secret must be a JSON object.")
    return value
