"""``orcheo init`` and ``orcheo test``"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, List, Optional

import typer

from .._clients.sync_client import Orcheo
from ..models import Execution
from . import exits, output
from .common import JSON, command, version_of
from .settings import client

FILES = {
    "README.md": """# {name}

    pip install 'orcheo[cli]'
    orcheo login                                        # once: which server, which key
    orcheo workflow validate workflows/*.py
    orcheo workflow run workflows/hello.py -i '{{"name": "Ada"}}'
    orcheo workflow push workflows/*.py
    orcheo test <workflow id>                           # earlier runs against the draft
""",
    "workflows/hello.py": '''"""Says hello: to everybody who is named, and otherwise to the world."""

from orcheo import if_, workflow
from orcheo.expressions import input, state
from orcheo.node_types import ManualTrigger, SetVariable

with workflow("{name}: hello", tags=["{name}"]) as hello:
    start = ManualTrigger("start")
    named = SetVariable("named", values={{"who": input.name}})
    world = SetVariable("world", values={{"who": "world"}})
    greet = SetVariable("greet", values={{"message": f"Hello {{state.who}}!"}})

    start >> if_(input.name, "has_name").then(named).else_(world) >> greet
''',
    "tests/test_workflows.py": '''"""Every workflow of the project is valid. Run by pytest; needs no server."""

from pathlib import Path

import pytest

from orcheo.cli.files import load

FILES = sorted((Path(__file__).parent.parent / "workflows").glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_workflows_are_valid(path):
    for document in load(path):
        document.check()
''',
    ".gitignore": "__pycache__/\n.venv/\n",
}


def register(root: typer.Typer) -> None:
    """Adds the commands."""

    @command(root)
    def init(
        folder: Path = typer.Argument(Path("."), help="Where; made when it is not there."),
        as_json: bool = JSON,
    ) -> None:
        """Makes a starter project: a workflow as code, and a test for it. Never overwrites a file."""
        written = []
        for name, text in FILES.items():
            path = folder / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text.format(name=folder.resolve().name), encoding="utf-8")
                written.append(str(path))
        if as_json:
            return output.print_json({"written": written})
        for item in written:
            output.say(f"Written: {item}")

    @command(root)
    def test(
        workflow: str = typer.Argument(..., help="The workflow."),
        executions: Optional[List[str]] = typer.Option(None, "--execution", "-e", help="Which runs; the last that succeeded otherwise."),
        last: int = typer.Option(10, min=1, help="How many of the last ones."),
        version: str = typer.Option("draft", help="What to test: draft, latest or a version."),
        ignore: Optional[List[str]] = typer.Option(None, help="A node whose output may differ."),
        as_json: bool = JSON,
    ) -> None:
        """Runs recorded executions again and compares what every node puts out.

        The recorded input is run against the draft; external calls are answered from the record, so that nothing outside is touched. The
        exit code is 8 when something differs.
        """
        results = []
        with client() as api:
            recorded = [api.executions.get(id) for id in executions] if executions else _last(api, workflow, last)
            if not recorded:
                raise ValueError("The workflow has no run that succeeded; run it once, or name one with --execution.")
            for original in recorded:
                result = _compare(api, original, version_of(version), set(ignore or []))
                results.append(result)
                if not as_json:
                    typer.echo(f"{'same     ' if not result['differences'] else 'different'} {original.id} -> {result['replay_id']}")
                    for item in result["differences"]:
                        typer.echo(f"    {item['node_id']}: {_short(item['before'])} -> {_short(item['after'])}")
        different = sum(bool(result["differences"]) for result in results)
        if as_json:
            output.print_json({"tested": len(results), "different": different, "results": results})
        else:
            output.say(f"{len(results)} tested, {different} different")
        if different:
            raise typer.Exit(exits.DIFFERENT)


def _last(api: Orcheo, workflow: str, count: int) -> list[Execution]:
    listed = api.executions.list(workflow_id=workflow, status="succeeded")
    # What was a test itself is not tested again.
    return [item for item, _ in zip((item for item in listed if item.replay_of is None), range(count))]


def _compare(api: Orcheo, original: Execution, version: Any, ignored: set[str]) -> dict[str, Any]:
    replay = api.executions.wait(api.executions.replay(original.id, version=version, mode="recorded").id)
    before, after = (_outputs(api, execution) for execution in (original, replay))
    differences = [
        {"node_id": node, "before": before.get(node), "after": after.get(node)}
        for node in [*before, *(node for node in after if node not in before)]
        if node not in ignored and before.get(node) != after.get(node)
    ]
    if replay.status != original.status:
        error = replay.error.to_json() if replay.error else None
        differences.append({"node_id": None, "before": {"status": original.status}, "after": {"status": replay.status, "error": error}})
    return {"execution_id": original.id, "replay_id": replay.id, "status": replay.status, "differences": differences}


def _outputs(api: Orcheo, execution: Execution) -> dict[str, Any]:
    """What every node put out, by node; of nodes that put out nothing there is a mark, since they are compared too."""
    return {item.node_id: {"output": item.output} for item in api.executions.checkpoints(execution.id)}


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 200 else text[:199] + "…"
