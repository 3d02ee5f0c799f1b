"""A workflow document: its JSON, and the ways to and from it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .._model import Model
from ..errors import InvalidWorkflowError
from ..models import Fault

DEFAULTS: dict[str, Any] = {"schema_version": 1, "description": "", "tags": [], "edges": [], "settings": {}, "ui": {}}
NODE_DEFAULTS: dict[str, Any] = {"config": {}, "on_error": "fail", "ui": {}}
READ_ONLY = ("id", "version", "created_at", "updated_at", "validation_errors", "last_execution")


class WorkflowDocument(dict[str, Any]):
    """A workflow as JSON: what the API takes, what a file holds, what the canvas shows. It is an ordinary dictionary, so nothing of it is
    lost on the way."""

    @classmethod
    def from_json(cls, source: str | bytes | Mapping[str, Any] | Model) -> WorkflowDocument:
        """The document from a JSON text, from a dictionary or from a workflow that was read."""
        if isinstance(source, Model):
            return cls(source.to_json())
        if isinstance(source, Mapping):
            return cls(json.loads(json.dumps(source)))
        loaded = json.loads(source)
        if not isinstance(loaded, dict):
            raise ValueError("A workflow document is a JSON object.")
        return cls(loaded)

    def to_json(self, *, indent: int | None = 2) -> str:
        """The JSON text."""
        return json.dumps(self, indent=indent, ensure_ascii=False, allow_nan=False)

    def to_python(self) -> str:
        """A Python module that builds this document: running it gives an equal ``document``."""
        from .to_python import to_python

        return to_python(self)

    def validate(self) -> list[Fault]:
        """Every fault that can be seen without a server, with the codes that the server gives; empty when there is none."""
        from ..validation import validate

        return validate(self)

    def check(self) -> WorkflowDocument:
        """The document itself.

        Raises:
            InvalidWorkflowError: it has faults.
        """
        faults = self.validate()
        if faults:
            raise InvalidWorkflowError(faults)
        return self

    def without_read_only(self) -> WorkflowDocument:
        """The document without what the server adds: its id, version and times. What belongs into a file."""
        return WorkflowDocument({name: value for name, value in self.items() if name not in READ_ONLY})

    def canonical(self) -> WorkflowDocument:
        """The document without what is read-only or says the default: two that mean the same are equal."""
        plain = {name: value for name, value in self.without_read_only().items() if not _says_nothing(name, value, DEFAULTS)}
        if isinstance(plain.get("nodes"), list):
            plain["nodes"] = [
                {name: value for name, value in node.items() if not _says_nothing(name, value, NODE_DEFAULTS)} for node in plain["nodes"]
            ]
        return WorkflowDocument(plain)


def _says_nothing(name: str, value: Any, defaults: Mapping[str, Any]) -> bool:
    return value is None or (name in defaults and bool(value == defaults[name]))
