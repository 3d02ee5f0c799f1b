"""What is before what in a graph that may be faulty, and where it runs in circles."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from .document import Definition


class Graph:
    """The graph of a definition. Nodes and edges are named by their places."""

    def __init__(self, definition: Definition) -> None:
        self._edges = definition.edges
        self.places: dict[str, int] = {}
        for index, node in enumerate(definition.nodes):
            self.places.setdefault(node.id, index)
        count = len(definition.nodes)
        self._outgoing: list[list[int]] = [[] for _ in range(count)]
        self._incoming: list[list[int]] = [[] for _ in range(count)]
        for number, edge in enumerate(definition.edges):
            source, target = self.places.get(edge.source), self.places.get(edge.target)
            if source is not None and target is not None:
                self._outgoing[source].append(number)
                self._incoming[target].append(source)

    def not_upstream(self, node: int, candidates: Iterable[int]) -> set[int]:
        """Those of the candidates from which no way leads to the node."""
        missing, seen, pending = set(candidates), set(), [node]
        while missing and pending:
            for source in self._incoming[pending.pop()]:
                missing.discard(source)
                if source not in seen:
                    seen.add(source)
                    pending.append(source)
        return missing

    def cycles(self) -> Iterator[list[int]]:
        """One cycle, as places of edges, for every group of nodes that can all reach each other; in order of their first node."""
        groups, done = self._groups(), set()
        for node, group in enumerate(groups):
            if group not in done and (cycle := self._cycle(node, groups)):
                done.add(group)
                yield cycle

    def _target(self, edge: int) -> int:
        return self.places[self._edges[edge].target]

    def _cycle(self, start: int, groups: list[int]) -> list[int] | None:
        """The shortest way from a node back to itself, inside of its group."""
        reached: dict[int, int] = {}
        queue = deque([start])
        while queue:
            for edge in self._outgoing[queue.popleft()]:
                target = self._target(edge)
                if groups[target] == groups[start] and target not in reached:
                    reached[target] = edge
                    if target == start:
                        return self._trace(start, reached)
                    queue.append(target)
        return None

    def _trace(self, start: int, reached: dict[int, int]) -> list[int]:
        cycle, node = [], start
        while True:
            cycle.append(reached[node])
            node = self.places[self._edges[reached[node]].source]
            if node == start:
                return cycle[::-1]

    def _groups(self) -> list[int]:
        """Kosaraju's strongly connected components: the number of its group for every node."""
        count = len(self._outgoing)
        order: list[int] = []
        seen = [False] * count
        for root in range(count):
            stack = [(root, 0)]
            while stack:
                node, index = stack.pop()
                if index == 0:
                    if seen[node]:
                        continue
                    seen[node] = True
                if index < len(self._outgoing[node]):
                    stack += [(node, index + 1), (self._target(self._outgoing[node][index]), 0)]
                else:
                    order.append(node)
        groups = [-1] * count
        for number, root in enumerate(reversed(order)):
            pending = [root]
            while pending:
                node = pending.pop()
                if groups[node] < 0:
                    groups[node] = number
                    pending += [source for source in self._incoming[node] if groups[source] < 0]
        return groups
