"""The root of the command line."""

from __future__ import annotations

import sys
from typing import Optional

import typer

from .._clients.sync_client import Orcheo
from .._core.config import DEFAULT_BASE_URL
from .._version import __version__
from ..errors import PermissionDeniedError
from . import execution, exits, output, project, secrets, settings, trigger, workflow
from .common import JSON, command

app = typer.Typer(
    name="orcheo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help=f"Orcheo on the command line.\n\n{exits.TEXT}",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(__version__)
        raise typer.Exit()


@app.callback()
def root(
    base_url: Optional[str] = typer.Option(None, "--base-url", help="The server; else $ORCHEO_BASE_URL, else what login remembered."),
    version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Show the version."),
) -> None:
    """Orcheo on the command line."""
    settings.base_url_option = base_url


root.__doc__ = app.info.help


@command(app)
def login(
    base_url: Optional[str] = typer.Argument(None, help="The server."),
    key_stdin: bool = typer.Option(False, "--key-stdin", help="Read the key from standard input instead of asking for it."),
    as_json: bool = JSON,
) -> None:
    """Remembers a server and a key, after trying them."""
    url = base_url or settings.base_url_option or settings.load().get("base_url") or DEFAULT_BASE_URL
    key = sys.stdin.readline().strip() if key_stdin else typer.prompt(f"API key for {url}", hide_input=True, err=True)
    with Orcheo(base_url=url, api_key=key) as api:
        try:
            next(api.workflows.list(limit=1), None)
        except PermissionDeniedError:
            # It is a key; what it may not do is for the commands to say.
            pass
    path = settings.save(url, key)
    output.print_json({"base_url": url, "config": str(path)}) if as_json else output.say(f"Remembered for {url} in {path}")


@command(app)
def logout(as_json: bool = JSON) -> None:
    """Forgets the server and the key."""
    settings.path().unlink(missing_ok=True)
    output.print_json({"forgotten": True}) if as_json else output.say("Forgotten.")


@command(app)
def completion(shell: str = typer.Argument(..., help="bash, zsh, fish or powershell.")) -> None:
    """Prints what makes a shell complete commands, e.g.: source <(orcheo completion bash)"""
    from typer._completion_shared import get_completion_script

    typer.echo(get_completion_script(prog_name="orcheo", complete_var="_ORCHEO_COMPLETE", shell=shell))


for part in (workflow, execution, secrets, trigger, project):
    part.register(app)


def run() -> None:
    """Runs the command line and ends the process."""
    try:
        app(prog_name="orcheo")
    except KeyboardInterrupt:
        sys.exit(exits.INTERRUPTED)
