"""``orcheo workflow``"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any, List, Optional

import typer

from .._builder.document import WorkflowDocument
from .._clients.sync_client import Orcheo
from ..models import Fault, Workflow
from . import exits, files, output
from .common import JSON, LIMIT, command, group, read_value, version_of
from .run import follow
from .settings import client


def register(root: typer.Typer) -> None:
    """Adds the commands."""
    app = group(root, "workflow", "Workflows: push, pull, validate, compare, run.")

    @command(app, "list")
    def list_(
        q: Optional[str] = typer.Option(None, "--search", "-s", help="Only those whose name or description has this text."),
        tag: Optional[str] = typer.Option(None, help="Only those with this tag."),
        limit: int = LIMIT,
        as_json: bool = JSON,
    ) -> None:
        """Lists workflows."""
        with client() as api:
            found = [item for item, _ in zip(api.workflows.list(q=q, tag=tag, limit=min(limit, 200)), range(limit))]
        if as_json:
            return output.print_json(found)
        rows = [(item.id, item.name, item.version or "draft", item.tags, item.updated_at) for item in found]
        output.print_table(["Id", "Name", "Version", "Tags", "Updated"], rows)

    @command(app)
    def push(
        paths: List[Path] = typer.Argument(..., metavar="FILE...", help="JSON documents, or Python modules that build workflows."),
        id: Optional[str] = typer.Option(None, help="Which workflow to change; otherwise the one of the same name, or a new one."),
        finalize: bool = typer.Option(False, help="Finalize a version too."),
        label: Optional[str] = typer.Option(None, help="The label of the version."),
        lenient: bool = typer.Option(False, help="Store a draft that has faults of meaning."),
        as_json: bool = JSON,
    ) -> None:
        """Stores workflows of files on the server: changes those that are there, and creates the others."""
        documents = [document for path in paths for document in files.load(path)]
        if id is not None and len(documents) != 1:
            raise typer.BadParameter("With --id there must be one workflow.")
        pushed = []
        with client() as api:
            for document in documents:
                stored, what = _push(api, document, id, lenient)
                if finalize or label:
                    version = api.versions.create(stored.id, label=label)
                    stored, what = api.workflows.get(stored.id), f"{what}, version {version.version}"
                pushed.append(stored)
                output.say(f"{what}: {stored.name} ({stored.id})")
        if as_json:
            output.print_json(pushed)

    @command(app)
    def pull(
        id: str = typer.Argument(..., help="The workflow."),
        to: Optional[Path] = typer.Option(None, "--output", "-o", help="Where to write it; standard output otherwise. A .py file gets Python."),
        version: Optional[int] = typer.Option(None, help="A version instead of the draft."),
        python: bool = typer.Option(False, help="Write Python that builds it."),
        as_json: bool = JSON,
    ) -> None:
        """Reads a workflow as JSON, or as Python that builds it."""
        with client() as api:
            document = WorkflowDocument.from_json(api.workflows.get(id, version=version)).without_read_only()
        as_python = not as_json and (python or (to is not None and to.suffix == ".py"))
        # Python is for people to read: what says the default is left out.
        text = WorkflowDocument({"edges": [], **document.canonical()}).to_python() if as_python else document.to_json() + "\n"
        if to is None:
            typer.echo(text, nl=False)
        else:
            to.write_text(text, encoding="utf-8")
            output.say(f"Written: {to}")

    @command(app)
    def validate(
        paths: List[Path] = typer.Argument(..., metavar="FILE..."),
        remote: bool = typer.Option(False, help="Ask the server, which knows the credentials too."),
        as_json: bool = JSON,
    ) -> None:
        """Says what is wrong with workflows of files. Needs no server."""
        results = []
        for path in paths:
            for document in files.load(path):
                faults = _remote_faults(document) if remote else document.validate()
                results.append({"file": str(path), "name": document.get("name"), "valid": not faults, "errors": output.as_json(faults)})
                if not as_json:
                    output.print_faults(faults, f"{path}: ")
                    output.say(f"{path}: {'valid' if not faults else f'{len(faults)} faults'}")
        if as_json:
            output.print_json(results)
        if not all(result["valid"] for result in results):
            raise typer.Exit(exits.INVALID)

    @command(app)
    def diff(
        reference: str = typer.Argument(..., metavar="FILE|ID", help="A file, to compare with the server's draft; or a workflow."),
        a: Optional[str] = typer.Argument(None, metavar="[FROM]", help="Of a workflow: a version; the latest otherwise."),
        b: str = typer.Argument("draft", metavar="[TO]", help="Of a workflow: a version or draft."),
        id: Optional[str] = typer.Option(None, help="Which workflow a file is compared with; otherwise the one of the same name."),
        as_json: bool = JSON,
    ) -> None:
        """Shows what differs. The exit code is 8 when something does."""
        with client() as api:
            if files.is_file(reference):
                return _diff_file(api, Path(reference), id, as_json)
            first: Any = version_of(a) or api.workflows.get(reference).version or "draft"
            difference = api.versions.diff(reference, first, version_of(b))
        changes = [*difference.nodes.added, *difference.nodes.removed, *difference.nodes.changed, *difference.settings]
        changes += [*difference.edges.added, *difference.edges.removed, *difference.edges.changed]
        if as_json:
            output.print_json(difference)
        else:
            for kind in ("nodes", "edges"):
                part = getattr(difference, kind)
                for sign, items in (("+", part.added), ("-", part.removed), ("~", part.changed)):
                    for item in items:
                        typer.echo(f"{sign} {kind[:-1]} {item.id}")
                        for change in getattr(item, "changes", []):
                            typer.echo(f"    {change.pointer}: {json.dumps(change.before)} -> {json.dumps(change.after)}")
            for change in difference.settings:
                typer.echo(f"~ settings {change.pointer}: {json.dumps(change.before)} -> {json.dumps(change.after)}")
        if changes:
            raise typer.Exit(exits.DIFFERENT)

    @command(app)
    def run(
        reference: str = typer.Argument(..., metavar="FILE|ID", help="A file, which is run without being stored; or a workflow."),
        input: Optional[str] = typer.Option(None, "--input", "-i", help="JSON, @FILE, or - for standard input."),
        version: Optional[str] = typer.Option(None, help="A version, latest or draft."),
        wait: bool = typer.Option(True, help="Wait for the end and show the progress."),
        as_json: bool = JSON,
    ) -> None:
        """Runs a workflow and prints its output. The exit code is 7 when it fails."""
        value = read_value(input)
        with client() as api:
            if files.is_file(reference):
                execution = api.executions.create(workflow=files.load_one(Path(reference)), input=value)
            else:
                execution = api.executions.create(reference, version=version_of(version), input=value)
            follow(api, execution, wait, as_json)


def _push(api: Orcheo, document: WorkflowDocument, id: str | None, lenient: bool) -> tuple[Workflow, str]:
    name = document.get("name")
    present = api.workflows.get(id or document["id"]) if id or document.get("id") else _by_name(api, name)
    if present is None:
        return api.workflows.create(document.without_read_only(), lenient=lenient), "Created"
    return api.workflows.update(present.id, document.without_read_only(), if_match=present.etag, lenient=lenient), "Changed"


def _by_name(api: Orcheo, name: object) -> Workflow | None:
    """The workflow with that name; which one is meant must be said when there are several."""
    same = [item for item in api.workflows.list(q=str(name)) if item.name == name]
    if len(same) > 1:
        raise ValueError(f"{len(same)} workflows are called {name!r}: say which with --id ({', '.join(item.id for item in same)}).")
    return api.workflows.get(same[0].id) if same else None


def _remote_faults(document: WorkflowDocument) -> list[Fault]:
    with client() as api:
        return list(api.workflows.validate(document).errors)


def _diff_file(api: Orcheo, path: Path, id: str | None, as_json: bool) -> None:
    document = files.load_one(path)
    present = api.workflows.get(id) if id else _by_name(api, document.get("name"))
    if present is None:
        raise ValueError(f"There is no workflow called {document.get('name')!r}; push it first, or say which with --id.")
    texts = []
    for side in (WorkflowDocument.from_json(present), document):
        texts.append(json.dumps(side.canonical(), indent=2, sort_keys=True, ensure_ascii=False).splitlines())
    lines = list(difflib.unified_diff(texts[0], texts[1], f"{present.name} ({present.id})", str(path), lineterm=""))
    if as_json:
        output.print_json({"workflow_id": present.id, "file": str(path), "different": bool(lines), "diff": lines})
    elif lines:
        typer.echo("\n".join(lines))
    if lines:
        raise typer.Exit(exits.DIFFERENT)
