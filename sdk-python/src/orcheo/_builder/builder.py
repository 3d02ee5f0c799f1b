"""Builds workflow documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar, Token
from types import TracebackType
from typing import Any

from .._operations.base import UNSET, Unset
from ..expressions import Expr
from .document import WorkflowDocument
from .layout import lay_out
from .node import Node, OnError, RetryLike
from .values import compiled, condition_of

_ABSENT = Unset()
"""In place of the id of an edge that is to have none."""

_current: ContextVar[WorkflowBuilder | None] = ContextVar("orcheo_workflow", default=None)


def current() -> WorkflowBuilder | None:
    """The workflow whose ``with`` block is being run."""
    return _current.get()


class WorkflowBuilder:
    """Builds a workflow, in any of three ways.

    ::

        builder = WorkflowBuilder("Hello").add_node("greet", "set_variable", {"values": {"hello": "{{ input.name }}"}})
        document = builder.build()

        with workflow("Hello") as wf:
            SetVariable("greet", values={"hello": input.name})

        @workflow("Hello")
        def hello():
            SetVariable("greet", values={"hello": input.name})
    """

    def __init__(
        self,
        name: str,
        *,
        description: str | Unset | None = UNSET,
        tags: Sequence[str] | Unset = UNSET,
        settings: Mapping[str, Any] | Unset = UNSET,
        ui: Mapping[str, Any] | Unset = UNSET,
        **members: Any,
    ) -> None:
        """Makes a builder.

        Args:
            name: what people call the workflow.
            settings: ``retry``, ``timeout_seconds``, ``max_concurrent_runs``, ``event_retention_days``.
            ui: what editors remember of it.
            members: further members of the document, as they are.
        """
        self.name = name
        self._members = {"description": description, "tags": tags, **members, "settings": settings, "ui": ui}
        self._nodes: list[Node | dict[str, Any]] = []
        self._edges: list[dict[str, Any]] = []
        self._ids: set[str] = set()
        self._tokens: list[Token[WorkflowBuilder | None]] = []

    def add_node(
        self,
        id: str,
        type: str,
        config: Mapping[str, Any] | Unset | None = UNSET,
        *,
        name: str | Unset | None = UNSET,
        credentials_ref: str | Unset | None = UNSET,
        timeout_seconds: float | Unset | None = UNSET,
        retry: RetryLike | Unset = UNSET,
        on_error: OnError | Unset | None = UNSET,
        ui: Mapping[str, Any] | Unset = UNSET,
    ) -> WorkflowBuilder:
        """Adds a node of any type, and gives the builder back. Arguments as for :class:`Node`."""
        from .. import node_types

        node: Node = Node.__new__(node_types.BY_TYPE.get(type, Node))
        token = _current.set(None)
        try:
            Node.__init__(
                node,
                id,
                type=type,
                config=UNSET if config is None else config,
                name=name,
                credentials_ref=credentials_ref,
                node_timeout_seconds=timeout_seconds,
                retry=retry,
                on_error=on_error,
                ui=ui,
            )
        finally:
            _current.reset(token)
        self.add(node)
        return self

    def add(self, node: Node) -> Node:
        """Adds a node that was made outside of a ``with`` block. Without an id it gets one, from its type."""
        if node.builder is not None and node.builder is not self:
            raise ValueError(f"{node!r} belongs to another workflow.")
        if node.builder is None:
            node.id = node.id or self._free_id(node.node_type)
            self._ids.add(node.id)
            self._nodes.append(node)
            node.builder = self
        return node

    def add_raw(self, node: Mapping[str, Any]) -> WorkflowBuilder:
        """Adds a node as JSON, as it is."""
        self._nodes.append(dict(node))
        return self

    def add_raw_edge(self, edge: Mapping[str, Any]) -> WorkflowBuilder:
        """Adds an edge as JSON, as it is."""
        self._edges.append({"id": _ABSENT, **edge} if "id" not in edge else dict(edge))
        return self

    def connect(
        self,
        source: str | Node,
        target: str | Node,
        source_handle: str | None = None,
        condition: Expr | str | None = None,
        *,
        id: str | Unset | None = UNSET,
        **members: Any,
    ) -> WorkflowBuilder:
        """Adds an edge, and gives the builder back.

        Args:
            source: the node that it leaves, or its id.
            target: the node that it enters, or its id.
            source_handle: by which branch it leaves: ``true``, ``false``, ``error``.
            condition: it is taken only when this expression holds.
            id: of the edge; e1, e2, … by its place when it is not given.
        """
        edge: dict[str, Any] = {} if isinstance(id, Unset) else {"id": id}
        edge["source_node_id"] = source.id if isinstance(source, Node) else source
        edge["target_node_id"] = target.id if isinstance(target, Node) else target
        if source_handle is not None:
            edge["source_handle"] = source_handle
        if condition is not None:
            edge["condition"] = condition_of(condition)
        self._edges.append({**edge, **members})
        return self

    def build(self, *, layout: bool = True) -> WorkflowDocument:
        """The document.

        Args:
            layout: give a place on the canvas to nodes that have none.
        """
        nodes = [node.to_json() if isinstance(node, Node) else dict(node) for node in self._nodes]
        edges = self._numbered()
        if layout:
            lay_out(nodes, edges)
        members = {name: compiled(value) for name, value in self._members.items() if not isinstance(value, Unset)}
        return WorkflowDocument({"name": self.name, **members, "nodes": nodes, "edges": edges})

    def __enter__(self) -> WorkflowBuilder:
        self._tokens.append(_current.set(self))
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _current.reset(self._tokens.pop())

    def __call__(self, function: Callable[[], object]) -> WorkflowBuilder:
        """Builds the workflow by a function: ``@workflow("Hello")``. The name stands for the builder from then on."""
        with self:
            function()
        if isinstance(self._members.get("description"), Unset) and function.__doc__:
            self._members["description"] = re.sub(r"\s+", " ", function.__doc__).strip()
        return self

    def _free_id(self, type: str) -> str:
        number, name = 1, type
        while name in self._ids:
            number += 1
            name = f"{type}_{number}"
        return name

    def _numbered(self) -> list[dict[str, Any]]:
        """The edges with the ids that the server would make up for those that have none."""
        taken = {edge["id"] for edge in self._edges if isinstance(edge.get("id"), str)}
        numbered = []
        for number, edge in enumerate(self._edges, 1):
            if "id" not in edge:
                name, attempt = f"e{number}", 2
                while name in taken:
                    name, attempt = f"e{number}-{attempt}", attempt + 1
                taken.add(name)
                edge = {"id": name, **edge}
            numbered.append({name: value for name, value in edge.items() if value is not _ABSENT})
        return numbered


def workflow(
    name: str,
    *,
    description: str | Unset | None = UNSET,
    tags: Sequence[str] | Unset = UNSET,
    settings: Mapping[str, Any] | Unset = UNSET,
    ui: Mapping[str, Any] | Unset = UNSET,
    **members: Any,
) -> WorkflowBuilder:
    """A workflow to build in a ``with`` block or by a decorated function; see :class:`WorkflowBuilder`."""
    return WorkflowBuilder(name, description=description, tags=tags, settings=settings, ui=ui, **members)
