"""Workflows in files: JSON documents, and Python modules that build them."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

from .._builder.builder import WorkflowBuilder
from .._builder.document import WorkflowDocument


def load(path: Path) -> list[WorkflowDocument]:
    """The workflows of a file. Of a Python module: every builder and every document in its top level."""
    if path.suffix != ".py":
        return [WorkflowDocument.from_json(path.read_bytes())]
    sys.path.insert(0, str(path.parent))
    try:
        names = runpy.run_path(str(path))
    finally:
        sys.path.remove(str(path.parent))
    found: dict[int, WorkflowDocument] = {}
    for value in names.values():
        if isinstance(value, WorkflowBuilder):
            found.setdefault(id(value), value.build())
        elif isinstance(value, WorkflowDocument):
            found.setdefault(id(value), value)
    # A builder and the document that it made are one workflow.
    unique = {document.get("name", str(number)): document for number, document in enumerate(found.values())}
    if not unique:
        raise ValueError(f"{path} has no workflow: nothing in it is a workflow(...) or a document.")
    return list(unique.values())


def load_one(path: Path) -> WorkflowDocument:
    """The only workflow of a file."""
    documents = load(path)
    if len(documents) > 1:
        raise ValueError(f"{path} has {len(documents)} workflows: {', '.join(str(item['name']) for item in documents)}.")
    return documents[0]


def is_file(reference: str) -> bool:
    """Whether an argument is a file rather than the id of a workflow."""
    return reference.endswith((".json", ".py")) or Path(reference).is_file()
