"""``if_(condition).then(a).else_(b)``"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..expressions import Expr
from ..node_types import IfElse
from .node import Linkable, Node, Port, _join, _several


class Branch(Linkable):
    """An ``if_else`` node with what follows it. What leaves it leaves the ends of both branches, and a branch that was not given is left
    from the node itself."""

    def __init__(self, node: IfElse) -> None:
        self.node = node
        self._ends: dict[str, list[Port]] = {handle: [Port(node, handle, None)] for handle in ("true", "false")}

    def then(self, target: Linkable | Sequence[Linkable]) -> Branch:
        """What runs when the condition holds."""
        return self._follow("true", target)

    def else_(self, target: Linkable | Sequence[Linkable]) -> Branch:
        """What runs when it does not."""
        return self._follow("false", target)

    def heads(self) -> list[Node]:
        return [self.node]

    def tails(self) -> list[Port]:
        return [*self._ends["true"], *self._ends["false"]]

    def _follow(self, handle: str, target: Linkable | Sequence[Linkable]) -> Branch:
        self._ends[handle] = _join([self.node.on(handle)], _several(target)).tails()
        return self


def if_(condition: Expr | str, id: str | None = None, **options: Any) -> Branch:
    """A node that decides: ``if_(state.n > 1).then(a).else_(b) >> both``.

    Args:
        condition: an expression, or its text.
        id: of the node.
        options: as for :class:`Node`.
    """
    return Branch(IfElse(id, condition=condition, **options))
