"""Nodes of a workflow that is being built, and how they are joined."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Union

from .._operations.base import UNSET, Unset
from ..expressions import Expr, nodes
from ..models import Retry
from .values import compiled, condition_of

if TYPE_CHECKING:
    from .builder import WorkflowBuilder

OnError = Literal["fail", "continue", "route"]
RetryLike = Union[Retry, Mapping[str, Any]]


class Linkable:
    """Something that edges may leave and enter: a node, a branch of one, or a row of nodes."""

    def heads(self) -> list[Node]:
        """The nodes that an edge to this enters."""
        raise NotImplementedError

    def tails(self) -> list[Port]:
        """The places that an edge from this leaves."""
        raise NotImplementedError

    def __rshift__(self, other: Linkable | Sequence[Linkable]) -> Row:
        """``a >> b``: edges from this to the other. ``a >> [b, c]`` joins both."""
        return _join(_several(self), _several(other))

    def __rrshift__(self, other: Sequence[Linkable]) -> Row:
        """``[a, b] >> c``: edges from each to this."""
        return _join(_several(other), _several(self))


class Node(Linkable):
    """A node. Made inside of a ``with workflow(...)`` block it belongs to that workflow.

    Its results are expressions: :attr:`output`, :attr:`status`, :attr:`error`. The classes of :mod:`orcheo.node_types` have the configs of
    the node types as arguments.
    """

    type: ClassVar[str] = ""
    expression_members: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self,
        id: str | None = None,
        *,
        type: str | None = None,
        config: Mapping[str, Any] | Unset = UNSET,
        name: str | Unset | None = UNSET,
        credentials_ref: str | Unset | None = UNSET,
        node_timeout_seconds: float | Unset | None = UNSET,
        retry: RetryLike | Unset = UNSET,
        on_error: OnError | Unset | None = UNSET,
        ui: Mapping[str, Any] | Unset = UNSET,
    ) -> None:
        """Makes a node.

        Args:
            id: by which expressions and edges name it; made from the type when it is not given.
            config: what the node type takes.
            name: what the canvas shows.
            credentials_ref: the credential that it uses.
            node_timeout_seconds: the time limit of one attempt.
            retry: how often and when it is tried again.
            on_error: what becomes of the run when it fails: ``fail``, ``continue``, or ``route`` to the handle ``error``.
            ui: where it stands on the canvas, ``{"x": …, "y": …}``.
        """
        from .builder import current

        self.node_type = type or self.__class__.type
        self.id = id or ""
        self.builder: WorkflowBuilder | None = None
        self._members = {
            "name": name,
            "config": UNSET if isinstance(config, Unset) else self._config(config),
            "credentials_ref": credentials_ref,
            "timeout_seconds": node_timeout_seconds,
            "retry": retry,
            "on_error": on_error,
            "ui": ui,
        }
        if (builder := current()) is not None:
            builder.add(self)

    @property
    def output(self) -> Expr:
        """What it put out, for expressions of later nodes."""
        return self._result("output")

    @property
    def status(self) -> Expr:
        """How it ended, for expressions of later nodes."""
        return self._result("status")

    @property
    def error(self) -> Expr:
        """Why it failed, ``{code, message}``, for expressions behind ``on_error``."""
        return self._result("error")

    def on(self, handle: str, condition: Expr | str | None = None) -> Port:
        """A branch of it: ``decide.on("true") >> a``, ``call.on("error") >> b``."""
        return Port(self, handle, condition)

    def when(self, condition: Expr | str) -> Port:
        """A way that is taken only when the condition holds: ``a.when(state.n > 1) >> b``."""
        return Port(self, None, condition)

    def heads(self) -> list[Node]:
        return [self]

    def tails(self) -> list[Port]:
        return [Port(self, None, None)]

    def to_json(self) -> dict[str, Any]:
        """The node as it stands in the document."""
        members = {name: compiled(value) for name, value in self._members.items() if not isinstance(value, Unset)}
        return {"id": self.id, "type": self.node_type, **members}

    def __repr__(self) -> str:
        return f"<{self.node_type} node '{self.id}'>"

    def _config(self, config: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: condition_of(value) if name in self.expression_members and isinstance(value, Expr) else compiled(value)
            for name, value in config.items()
        }

    def _result(self, member: str) -> Expr:
        if not self.id:
            raise ValueError("A node has a result only when it belongs to a workflow or has an id.")
        result: Expr = getattr(nodes[self.id], member)
        return result


class Port(Linkable):
    """Where an edge leaves a node: a handle, a condition, or both."""

    def __init__(self, node: Node, handle: str | None, condition: Expr | str | None) -> None:
        self.node = node
        self.handle = handle
        self.condition = condition

    def heads(self) -> list[Node]:
        return [self.node]

    def tails(self) -> list[Port]:
        return [self]


class Row(Linkable):
    """Nodes that are joined: what enters it enters the first ones, what leaves it leaves the last ones."""

    def __init__(self, heads: Sequence[Node], tails: Sequence[Port]) -> None:
        self._heads = list(heads)
        self._tails = list(tails)

    def heads(self) -> list[Node]:
        return self._heads

    def tails(self) -> list[Port]:
        return self._tails


def _several(value: Linkable | Iterable[Linkable]) -> list[Linkable]:
    found = [value] if isinstance(value, Linkable) else list(value)
    for item in found:
        if not isinstance(item, Linkable):
            raise TypeError(f"Only nodes can be joined, not {item!r}.")
    return found


def _join(left: Sequence[Linkable], right: Sequence[Linkable]) -> Row:
    heads = [head for item in right for head in item.heads()]
    for tail in [tail for item in left for tail in item.tails()]:
        for head in heads:
            builder = tail.node.builder
            if builder is None or head.builder is not builder:
                raise ValueError(f"{tail.node!r} and {head!r} do not belong to one workflow: make them inside of one 'with workflow(...)'.")
            builder.connect(tail.node, head, tail.handle, tail.condition)
    return Row([head for item in left for head in item.heads()], [tail for item in right for tail in item.tails()])
