"""Where nodes stand on the canvas when nobody has put them anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

COLUMN = 280
ROW = 140
SWEEPS = 4


def lay_out(nodes: Sequence[dict[str, Any]], edges: Sequence[Mapping[str, Any]]) -> None:
    """Gives a position to every node that has none: columns from left to right in the order of running, rows without needless crossings."""
    ids = list(dict.fromkeys(node["id"] for node in nodes))
    targets: dict[str, list[str]] = {name: [] for name in ids}
    sources: dict[str, list[str]] = {name: [] for name in ids}
    for edge in edges:
        source, target = edge["source_node_id"], edge["target_node_id"]
        if source in targets and target in sources and source != target:
            targets[source].append(target)
            sources[target].append(source)
    columns = _columns(ids, targets, sources)
    rows = _rows(columns, sources, targets)
    for node in nodes:
        ui = dict(node.get("ui") or {})
        if "x" not in ui and "y" not in ui:
            column, row = rows[node["id"]]
            node["ui"] = {**ui, "x": column * COLUMN, "y": row * ROW}


def _columns(ids: Sequence[str], targets: Mapping[str, list[str]], sources: Mapping[str, list[str]]) -> list[list[str]]:
    """Every node in the column behind its last source. Nodes of a cycle, which a valid workflow has none of, come last."""
    waiting = {name: len(sources[name]) for name in ids}
    depth = {name: 0 for name in ids}
    ready = [name for name in ids if not waiting[name]]
    for name in ready:
        for target in targets[name]:
            depth[target] = max(depth[target], depth[name] + 1)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    last = max((depth[name] for name in ready), default=-1) + 1
    columns: list[list[str]] = [[] for _ in range(last + 1)]
    placed = set(ready)
    for name in ids:
        columns[depth[name] if name in placed else last].append(name)
    return [column for column in columns if column]


def _rows(
    columns: Sequence[list[str]], sources: Mapping[str, list[str]], targets: Mapping[str, list[str]]
) -> dict[str, tuple[int, int]]:
    """The place of every node: each column ordered by the middle of its neighbours, a few times to and fro."""
    place = {name: float(index) for column in columns for index, name in enumerate(column)}
    for sweep in range(SWEEPS):
        neighbours = sources if sweep % 2 == 0 else targets
        for column in columns if sweep % 2 == 0 else reversed(columns):
            middle = {
                name: sum(place[other] for other in neighbours[name]) / len(neighbours[name]) if neighbours[name] else place[name]
                for name in column
            }
            column.sort(key=lambda name: (middle[name], place[name]))
            for index, name in enumerate(column):
                place[name] = float(index)
    return {name: (number, index) for number, column in enumerate(columns) for index, name in enumerate(column)}
