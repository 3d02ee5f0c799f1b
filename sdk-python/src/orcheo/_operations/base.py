"""What the operations share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Union

from .._core.session import Session
from .._model import Model, format_time
from ..models import Workflow
from ..secrets import Secret


class Unset:
    """The absence of an argument for which None means something."""

    def __repr__(self) -> str:
        return "UNSET"


UNSET = Unset()


class Buildable(Protocol):
    """Something that makes a workflow document, such as a :class:`orcheo.WorkflowBuilder`."""

    def build(self) -> dict[str, Any]:
        """The document."""


WorkflowLike = Union[Mapping[str, Any], Workflow, Buildable]
"""A workflow as JSON, as the API answered with it, or as a builder."""


class Operations:
    """Operations on one kind of resource."""

    def __init__(self, session: Session) -> None:
        self.session = session


def document_of(workflow: WorkflowLike) -> dict[str, Any]:
    """The JSON of a workflow."""
    if isinstance(workflow, Model):
        return workflow.to_json()
    if isinstance(workflow, Mapping):
        return dict(workflow)
    return workflow.build()


def given(**members: Any) -> dict[str, Any]:
    """The members that were given, as JSON."""
    return {name: json_of(value) for name, value in members.items() if value is not None and not isinstance(value, Unset)}


def json_of(value: Any) -> Any:
    """A value as JSON: models, secrets and times as the API takes them."""
    if isinstance(value, Model):
        return value.to_json()
    if isinstance(value, Secret):
        return json_of(value.reveal())
    if hasattr(value, "isoformat"):
        return format_time(value)
    if isinstance(value, Mapping):
        return {name: json_of(item) for name, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [json_of(item) for item in value]
    return value
