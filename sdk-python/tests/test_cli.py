"""The command line, against the real stack."""

from __future__ import annotations

import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from rich.console import Console

from orcheo import Orcheo
from orcheo.cli import exits, output, settings
from orcheo.cli.app import app
from orcheo.cli.progress import Progress
from orcheo.models import Event
from documents import double, greeting, slow
from stack import ROOT, Stack


class Result:
    """What a command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def run(stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs commands in this process, in a folder of their own, with the key of the stack."""
    monkeypatch.setenv("ORCHEO_CONFIG", str(tmp_path / "config" / "config.json"))
    monkeypatch.setenv("ORCHEO_API_KEY", stack.api_key)
    monkeypatch.setenv("ORCHEO_BASE_URL", stack.base_url)
    monkeypatch.chdir(tmp_path)

    def runs(*arguments: object, stdin: str = "", code: int | None = exits.OK) -> Result:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        status = 0
        try:
            app([str(argument) for argument in arguments], prog_name="orcheo")
        except SystemExit as end:
            status = int(end.code or 0)
        captured = capsys.readouterr()
        assert code is None or status == code, f"{status}\n{captured.out}\n{captured.err}"
        return Result(status, captured.out, captured.err)

    return runs


def write(path: Path, document: Any) -> Path:
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_a_project_from_init_to_test(run: Run, tmp_path: Path) -> None:
    run("init", "shop")
    assert run("init", "shop", "--json").json == {"written": []}
    hello = tmp_path / "shop" / "workflows" / "hello.py"
    assert "valid" in run("workflow", "validate", hello).err
    assert run("workflow", "run", hello, "-i", '{"name": "Ada"}').json == {"message": "Hello Ada!"}
    pushed = run("workflow", "push", hello, "--label", "first", "--json").json
    id = pushed[0]["id"]
    assert pushed[0]["version"] == 1
    assert run("workflow", "run", id, "-i", "-", stdin="{}").json == {"message": "Hello world!"}
    assert run("workflow", "push", hello, "--json").json[0]["id"] == id
    assert run("workflow", "diff", hello).out == "" and run("workflow", "diff", id).out == ""

    same = run("test", id, "--json").json
    assert (same["tested"], same["different"]) == (1, 0)
    hello.write_text(hello.read_text().replace("Hello {state.who}!", "Bye {state.who}!"))
    assert '-        "message": "Hello' in run("workflow", "diff", hello, code=exits.DIFFERENT).out.replace("          ", "        ")
    run("workflow", "push", hello)
    different = run("test", id, code=exits.DIFFERENT)
    assert 'greet: {"output": {"message": "Hello world!"}} -> {"output": {"message": "Bye world!"}}' in different.out and "1 different" in different.err
    assert run("test", id, "--ignore", "greet", "-n", "1", code=None).code == exits.USAGE
    assert "0 different" in run("test", id, "--ignore", "greet").err
    lines = run("workflow", "diff", id, "1", "draft", code=exits.DIFFERENT).out
    assert "~ node greet" in lines and "/config/values/message" in lines
    assert run("workflow", "diff", id, "--json", code=exits.DIFFERENT).json["nodes"]["changed"][0]["id"] == "greet"
    assert run("workflow", "diff", hello, "--json").json["different"] is False
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "shop/tests"], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT / "sdk-python/src")})
    assert done.returncode == 0, done.stdout


def test_a_test_tells_a_run_that_fails_now(run: Run, client: Orcheo) -> None:
    workflow = client.workflows.create(greeting())
    assert "no run that succeeded" in run("test", workflow.id, code=exits.FAILED).err
    execution = client.executions.run(workflow.id, input={"name": "Ada"}, check=True)
    client.workflows.update(workflow.id, greeting(message="{{ input.a.b }}"))
    result = run("test", workflow.id, "-e", execution.id, "--json", code=exits.DIFFERENT).json["results"][0]
    assert result["differences"][-1]["after"]["error"]["code"] == "ORC3005"


def test_push_pull_and_validate(run: Run, tmp_path: Path, client: Orcheo) -> None:
    file = write(tmp_path / "a.json", double("Pushed and pulled"))
    assert "Created: Pushed and pulled" in run("workflow", "push", file).err
    assert "Changed: Pushed and pulled" in run("workflow", "push", file).err
    id = next(item.id for item in client.workflows.list(q="Pushed and pulled"))
    text = run("workflow", "pull", id).out
    assert json.loads(text)["nodes"][0]["id"] == "greet" and "created_at" not in text
    for name in ("b.py", "b.json"):
        run("workflow", "pull", id, "-o", name)
        assert "Changed" in run("workflow", "push", name, "--id", id).err
    assert "with workflow(" in run("workflow", "pull", id, "--python").out
    client.workflows.create(greeting("Pushed and pulled"))
    assert "say which with --id" in run("workflow", "push", file, code=exits.FAILED).err
    run("workflow", "push", file, file, "--id", id, code=exits.USAGE)
    assert run("workflow", "list", "--search", "Pushed and", "--json").json[0]["name"] == "Pushed and pulled"
    assert id in run("workflow", "list", "-n", "200").out

    wrong = write(tmp_path / "wrong.json", {"name": "w", "nodes": [{"id": "a", "type": "nope"}]})
    assert "/nodes/0/type: There is no node type 'nope'. (ORC2004)" in run("workflow", "validate", wrong, code=exits.INVALID).err
    assert run("workflow", "validate", wrong, "--json", code=exits.INVALID).json[0]["errors"][0]["code"] == "ORC2004"
    assert run("workflow", "validate", wrong, "--remote", "--json", code=exits.INVALID).json[0]["valid"] is False
    assert "ORC2004" in run("workflow", "push", wrong, code=exits.INVALID).err
    assert run("workflow", "push", wrong, "--lenient", "--json").json[0]["validation_errors"]
    two = tmp_path / "two.py"
    two.write_text("from orcheo import workflow\none = workflow('1')\nboth = workflow('2')\ndocument = one.build()\n")
    assert "has 2 workflows" in run("workflow", "run", two, code=exits.FAILED).err
    two.write_text("")
    assert "has no workflow" in run("workflow", "validate", two, code=exits.FAILED).err
    write(two, 1).rename(tmp_path / "one.json")
    assert "JSON object" in run("workflow", "validate", "one.json", code=exits.FAILED).err
    assert "push it first" in run("workflow", "diff", write(tmp_path / "new.json", greeting("Nobody pushed it")), code=exits.FAILED).err


def test_executions(run: Run, client: Orcheo) -> None:
    workflow = client.workflows.create(double())
    id = run("workflow", "run", workflow.id, "-i", '{"name": "Ada"}', "--no-wait").out.strip()
    client.executions.wait(id, timeout=30)
    assert run("execution", "show", id, "--json").json["checkpoints"][0]["node_id"] == "greet"
    shown = run("execution", "show", id).out
    assert "status: succeeded" in shown and "greet\t" in shown
    assert id in run("execution", "list", "-w", workflow.id).out
    assert run("execution", "list", "--status", "succeeded", "-w", workflow.id, "--json").json[0]["id"] == id
    events = [json.loads(line) for line in run("execution", "logs", id, "--all", "--follow", "--json").out.splitlines()]
    assert events[-1]["type"] == "execution_end"
    assert "node_end" in run("execution", "logs", id, "-a").out and run("execution", "logs", id).out == ""
    again = run("execution", "replay", id, "--from", "double", "--recorded")
    assert again.json == {"twice": "Hello AdaHello Ada"} and "↺ greet reused" in again.err and "✓ double succeeded" in again.err
    assert run("execution", "replay", id, "-i", '{"name": "Bob"}', "--version", "draft", "--json").json["output"] == {"twice": "Hello BobHello Bob"}
    waiting = client.executions.create(workflow=slow(60)).id
    assert run("execution", "cancel", waiting, "--wait", "--json").json["status"] == "cancelled"
    assert "is cancelling" in run("execution", "cancel", client.executions.create(workflow=slow(60)).id).err
    assert "ORC4009" in run("execution", "cancel", waiting, code=exits.CONFLICT).err
    run("execution", "show", "exe_01k3z5w8q7m2n4p6r8t0v2x4y6", code=exits.NOT_FOUND)


def test_a_run_that_fails(run: Run, tmp_path: Path) -> None:
    file = write(tmp_path / "w.json", greeting(message="{{ input.a.b }}"))
    result = run("workflow", "run", file, "-i", "{}", code=exits.EXECUTION_FAILED)
    assert "✗ greet failed" in result.err and "ORC3005" in result.err
    assert run("workflow", "run", file, "-i", "{}", "--json", code=exits.EXECUTION_FAILED).json["status"] == "failed"
    write(tmp_path / "i.json", {"a": {"b": 1}})
    assert run("workflow", "run", file, "-i", "@i.json").json == {"message": 1}
    assert "not JSON" in run("workflow", "run", file, "-i", "{", code=exits.FAILED).err


def test_credentials_and_keys(run: Run) -> None:
    id = run("credential", "create", "Shop", "-t", "bearer_token", stdin='{"token": "s3cret-of-the-shop"}').out.strip()
    assert "s3cret" not in run("credential", "show", id).out + run("credential", "show", id, "--json").out
    assert "s3cret-of-the-shop" in run("credential", "show", id, "--reveal").out
    assert run("credential", "show", id, "--reveal", "--json").json["data"] == {"token": "s3cret-of-the-shop"}
    Path("new.json").write_text('{"token": "another-secret"}')
    assert "Rotated" in run("credential", "rotate", id, "--data", "@new.json").err
    assert run("credential", "list", "--json").json[0]["id"] == id and id in run("credential", "list").out
    run("credential", "create", "x", "-t", "generic", "--data", '{"a": "on the command line"}', code=exits.USAGE)
    assert "JSON object" in run("credential", "create", "x", "-t", "generic", stdin="1", code=exits.FAILED).err
    assert run("credential", "create", "x", "-t", "generic", "--json", stdin="{}", code=exits.INVALID).out == ""
    assert run("credential", "delete", id, "--force", "--json").json == {"deleted": id}

    made = run("key", "create", "CI", "-s", "workflows:read", "--expires", "2099-01-01T00:00:00Z")
    key = made.out.strip()
    assert re.fullmatch(r"orc_[A-Za-z0-9]{8}_\S+", key) and key not in made.err
    listed = run("key", "list", "--json").json[0]
    assert key.startswith(listed["prefix"]) and "CI" in run("key", "list").out
    assert run("key", "create", "CI", "-s", "audit:read", "--json").json["secret_once"].startswith("orc_")
    assert "Revoked" in run("key", "revoke", listed["id"]).err


def test_triggers(run: Run, client: Orcheo) -> None:
    workflow = client.workflows.create(greeting())
    cron = run("trigger", "cron", workflow.id, "0 9 * * 1-5", "--timezone", "Europe/Berlin", "--queue", "-i", "{}", "--json").json
    assert cron["misfire_policy"] == "queue"
    assert "next: " in run("trigger", "cron", workflow.id, "0 9 * * *").out
    hook = run("trigger", "webhook", workflow.id, "--scheme", "github", "--answer", "--json").json
    assert hook["signing_secret_once"] and hook["token"] in hook["url"]
    assert "secret: whsec_" in run("trigger", "webhook", workflow.id).out
    assert "secret" not in run("trigger", "webhook", workflow.id, "--auth", "none").out
    for id in (cron["id"], hook["id"]):
        assert "is disabled" in run("trigger", "disable", id).err
        assert run("trigger", "enable", id, "--json").json["status"] == "active"
        assert run("trigger", "show", id, "--json").json["id"] == id and f"id: {id}" in run("trigger", "show", id).out
        assert id in run("trigger", "list", "-w", workflow.id).out
        assert "Deleted" in run("trigger", "delete", id).err
    assert len(run("trigger", "list", "-w", workflow.id, "--json").json["webhook"]) == 2
    assert len(run("trigger", "preview", "0 9 * * *", "--count", "3", "--json").json) == 3
    assert len(run("trigger", "preview", "0 9 * * *").out.splitlines()) == 5
    assert "ORC1012" in run("trigger", "preview", "nonsense", code=exits.INVALID).err


def test_login_is_remembered_for_its_server_only(run: Run, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ORCHEO_API_KEY")
    monkeypatch.delenv("ORCHEO_BASE_URL")
    assert "ORC4001" in run("login", stack.base_url, "--key-stdin", stdin="orc_wrongkey_wrong\n", code=exits.DENIED).err
    result = run("login", stack.base_url, "--key-stdin", stdin=stack.api_key + "\n")
    assert stack.api_key not in result.out + result.err
    file = settings.path()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    run("workflow", "list")
    # Another server does not get the key.
    assert "cannot be reached" in run("--base-url", "http://localhost:9", "workflow", "list", code=exits.UNREACHABLE).err
    assert settings.client()._driver.config.api_key is None
    error = json.loads(run("--base-url", stack.base_url.replace("localhost", "127.0.0.1"), "key", "list", "--json", code=exits.DENIED).err)
    assert error["error"]["code"] == "ORC4001"
    monkeypatch.setattr("typer.prompt", lambda *arguments, **options: stack.api_key)
    assert run("login", "--json").json["base_url"] == stack.base_url
    with Orcheo(base_url=stack.base_url, api_key=stack.api_key) as api:
        narrow = api.api_keys.create("Narrow", ["audit:read"]).secret_once.reveal()
    run("login", stack.base_url, "--key-stdin", stdin=narrow)
    assert run("workflow", "list", code=exits.DENIED).err.startswith("Error: GET /workflows: 403 ORC4003")
    assert run("logout", "--json").json == {"forgotten": True} and not file.exists()
    assert "Forgotten" in run("logout").err
    monkeypatch.delenv("ORCHEO_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/x")
    assert settings.path() == Path("/x/orcheo/config.json")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    assert settings.path() == Path.home() / ".config/orcheo/config.json"


def test_help_version_and_completion(run: Run) -> None:
    assert "Exit codes: 0 done" in " ".join(re.sub(r"[│╭╮╰╯─]", " ", run("--help").out).split())
    assert run("--version").out.strip() == "0.1.0"
    assert "_ORCHEO_COMPLETE" in run("completion", "bash").out
    run("nonsense", code=exits.USAGE)


def test_every_command_takes_json() -> None:
    from typer.main import get_command

    def commands(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
        for name, command in group.commands.items():
            if isinstance(command, click.Group):
                yield from commands(command, f"{path} {name}")
            else:
                yield f"{path} {name}".strip(), command

    root = get_command(app)
    assert isinstance(root, click.Group)
    without = [name for name, command in commands(root) if not any("--json" in item.opts for item in command.params)]
    assert without == ["completion"]


def test_as_a_process(stack: Stack, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "sdk-python/src"), "ORCHEO_API_KEY": stack.api_key, "ORCHEO_BASE_URL": stack.base_url, "HOME": str(tmp_path)}
    command = [sys.executable, "-W", "error", "-m", "orcheo", "workflow", "list", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and isinstance(json.loads(done.stdout), list)


def event(type: str, node: str | None, **payload: Any) -> Event:
    return Event.from_json({"id": "e", "execution_id": "x", "seq": 1, "ts": "2026-01-31T09:15:00.000Z", "type": type, "node_id": node, "payload": payload})


def test_progress_on_a_terminal() -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=80, markup=False)
    Progress(console).follow(
        [
            event("execution_start", None),
            event("node_start", "a"),
            event("log", "a", message="working"),
            event("log", "a", message={"n": 1}),
            event("node_end", "a", status="succeeded", duration_ms=3),
            event("node_skipped", "b"),
            event("node_end", "c", status="failed", duration_ms=3, error={"message": "[red]no[/red]"}),
            event("node_start", "d"),
        ]
    )
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.getvalue())
    assert "✓ a succeeded 3 ms" in text and "– b skipped" in text and "[red]no[/red]" in text


def test_tables_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(output, "console", lambda stderr=False: Console(file=shown, force_terminal=True, width=80, markup=False))
    output.print_table(["Id", "Status"], [("[b]x[/b]", "failed"), (None, {"a": 1})])
    assert "[b]x[/b]" in shown.getvalue() and "\x1b[31mfailed" in shown.getvalue()
