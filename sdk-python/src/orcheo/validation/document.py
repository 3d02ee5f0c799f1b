"""Says whether something is a workflow document at all, as the server's reader does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .faults import Faults, append, describe

UNKNOWN_MEMBER, WRONG_TYPE, MISSING, OUT_OF_RANGE, INVALID_ID, TOO_LARGE = "ORC1002", "ORC1003", "ORC1004", "ORC1005", "ORC1006", "ORC2018"

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MOST_UI_BYTES = 4096
DAY, YEAR = 86_400, 31_536_000


@dataclass(frozen=True)
class NodeDefinition:
    """A node that could be read."""

    id: str
    type: str
    config: dict[str, Any]
    credentials_ref: str | None
    on_error: str


@dataclass(frozen=True)
class EdgeDefinition:
    """An edge that could be read."""

    id: str
    source: str
    target: str
    handle: str | None
    condition: str | None


@dataclass(frozen=True)
class Definition:
    """The graph of a document; None in its place where a node or an edge could not be read."""

    nodes: list[NodeDefinition] = field(default_factory=list)
    edges: list[EdgeDefinition] = field(default_factory=list)


class _Object:
    """A JSON object that is read member by member; what nobody asked for is a fault."""

    def __init__(self, members: Mapping[str, Any], pointer: str, faults: Faults) -> None:
        self.members = members
        self.pointer = pointer
        self.node_id: str | None = None
        self.edge_id: str | None = None
        self._faults = faults
        self._known: set[str] = set()

    @classmethod
    def of(cls, value: Any, pointer: str, faults: Faults) -> _Object | None:
        if isinstance(value, Mapping):
            return cls(value, pointer, faults)
        faults.add(WRONG_TYPE, f"Must be an object, not {describe(value)}.", pointer)
        return None

    def fault(self, code: str, message: str, name: str) -> None:
        self._faults.add(code, message, append(self.pointer, name), self.node_id, self.edge_id)

    def _get(self, name: str, kinds: tuple[type, ...], words: str, required: bool, nullable: bool) -> Any:
        self._known.add(name)
        if name not in self.members:
            if required:
                self.fault(MISSING, f"The member '{name}' is missing.", name)
            return None
        value = self.members[name]
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)):
            return value
        if required or not nullable or value is not None:
            self.fault(WRONG_TYPE, f"Must be {words}, not {describe(value)}.", name)
        return None

    def text(self, name: str, required: bool = False, least: int = 0, most: int | None = None) -> str | None:
        value: str | None = self._get(name, (str,), "a string", required, True)
        if value is not None and (len(value) < least or (most is not None and len(value) > most)):
            self.fault(OUT_OF_RANGE, f"Must be {least} to {most} characters long.", name)
            return None
        return value

    def name(self, name: str, most: int) -> str | None:
        value = self.text(name, True, 1, most)
        if value is not None and not value.strip():
            self.fault(OUT_OF_RANGE, "Must not be white space only.", name)
            return None
        return value

    def id(self, name: str, required: bool = True) -> str | None:
        value: str | None = self._get(name, (str,), "a string", required, not required)
        if value is not None and not _ID.fullmatch(value):
            self.fault(INVALID_ID, "Must be 1 to 64 letters, digits, '_' or '-'.", name)
            return None
        return value

    def number(self, name: str, least: float, most: float, above: bool = False, whole: bool = False) -> None:
        value = self._get(name, (int, float), "a whole number" if whole else "a number", False, True)
        if value is None:
            return
        if whole and value != int(value):
            self.fault(OUT_OF_RANGE, "Must be a whole number.", name)
        elif value > most or value < least or (above and value == least):
            self.fault(OUT_OF_RANGE, f"Must be a number from {least} to {most}.", name)

    def boolean(self, name: str) -> None:
        self._get(name, (bool,), "true or false", False, True)

    def choice(self, name: str, words: tuple[str, ...]) -> str | None:
        value = self.text(name)
        if value is not None and value not in words:
            self.fault(OUT_OF_RANGE, f"Must be one of {', '.join(words)}.", name)
            return None
        return value

    def free(self, name: str, most_bytes: int | None = None) -> dict[str, Any] | None:
        value = self._get(name, (Mapping,), "an object", False, False)
        if value is not None and most_bytes is not None and _size(value) > most_bytes:
            self.fault(OUT_OF_RANGE, f"Must be at most {most_bytes} bytes of JSON.", name)
            return None
        return None if value is None else dict(value)

    def object(self, name: str) -> _Object | None:
        value = self._get(name, (Mapping,), "an object", False, False)
        if value is None:
            return None
        inner = _Object(value, append(self.pointer, name), self._faults)
        inner.node_id, inner.edge_id = self.node_id, self.edge_id
        return inner

    def array(self, name: str, required: bool, most: int, code: str = OUT_OF_RANGE) -> list[tuple[Any, str]] | None:
        value = self._get(name, (list, tuple), "an array", required, False)
        if value is None:
            return None
        if len(value) > most:
            self.fault(code, f"Must hold at most {most} items, not {len(value)}.", name)
            return None
        pointer = append(self.pointer, name)
        return [(item, append(pointer, index)) for index, item in enumerate(value)]

    def texts(self, name: str, most_items: int, least: int, most: int) -> None:
        for item, pointer in self.array(name, False, most_items) or []:
            if not isinstance(item, str):
                self._faults.add(WRONG_TYPE, f"Must be a string, not {describe(item)}.", pointer)
            elif not least <= len(item) <= most:
                self._faults.add(OUT_OF_RANGE, f"Must be {least} to {most} characters long.", pointer)

    def ignore(self, *names: str) -> None:
        self._known.update(names)

    def close(self) -> None:
        for name in self.members:
            if name not in self._known:
                self.fault(UNKNOWN_MEMBER, f"Unknown member '{name}'.", name)


def read_document(value: Any, faults: Faults) -> Definition | None:
    """Reads a document. Results in its graph; None when a node or an edge could not be read."""
    body = _Object.of(value, "", faults)
    if body is None:
        return None
    body.ignore("id", "version", "created_at", "updated_at", "validation_errors", "last_execution")
    body.name("name", 200)
    body.text("description", most=10_000)
    body.texts("tags", 50, 1, 64)
    body.number("schema_version", 1, 1, whole=True)
    body.free("ui", MOST_UI_BYTES)
    definition = _read_definition(body, faults)
    body.close()
    return definition


def _read_definition(body: _Object, faults: Faults) -> Definition | None:
    node_items = body.array("nodes", True, 2_000, TOO_LARGE)
    nodes = None if node_items is None else [_read_node(item, pointer, faults) for item, pointer in node_items]
    edge_items = body.array("edges", False, 8_000, TOO_LARGE)
    edges = None if edge_items is None else [_read_edge(item, pointer, faults) for item, pointer in edge_items]
    if edges is None and "edges" not in body.members:
        edges = []
    settings = body.object("settings")
    if settings is not None:
        _read_settings(settings)
    if nodes is None or edges is None or None in nodes or None in edges:
        return None
    return Definition([node for node in nodes if node], _with_ids([edge for edge in edges if edge]))


def _read_node(value: Any, pointer: str, faults: Faults) -> NodeDefinition | None:
    node = _Object.of(value, pointer, faults)
    if node is None:
        return None
    id = node.node_id = node.id("id")
    type = node.text("type", True, 1, 64)
    node.text("name", most=200)
    config = node.free("config")
    credentials = node.text("credentials_ref", least=1, most=64)
    node.number("timeout_seconds", 0, DAY, above=True)
    _read_retry(node.object("retry"))
    on_error = node.choice("on_error", ("fail", "continue", "route"))
    node.free("ui", MOST_UI_BYTES)
    node.close()
    return None if id is None or type is None else NodeDefinition(id, type, config or {}, credentials, on_error or "fail")


def _read_edge(value: Any, pointer: str, faults: Faults) -> EdgeDefinition | None:
    edge = _Object.of(value, pointer, faults)
    if edge is None:
        return None
    id = edge.edge_id = edge.id("id", required=False)
    source, target = edge.id("source_node_id"), edge.id("target_node_id")
    handle = edge.text("source_handle", least=1, most=64)
    condition = edge.text("condition")
    edge.close()
    return None if source is None or target is None else EdgeDefinition(id or "", source, target, handle, condition)


def _with_ids(edges: list[EdgeDefinition]) -> list[EdgeDefinition]:
    taken = {edge.id for edge in edges if edge.id}
    named = []
    for number, edge in enumerate(edges, 1):
        name, attempt = edge.id or f"e{number}", 2
        while not edge.id and name in taken:
            name, attempt = f"e{number}-{attempt}", attempt + 1
        taken.add(name)
        named.append(EdgeDefinition(name, edge.source, edge.target, edge.handle, edge.condition))
    return named


def _read_settings(settings: _Object) -> None:
    _read_retry(settings.object("retry"))
    settings.number("timeout_seconds", 0, YEAR, above=True)
    settings.number("max_concurrent_runs", 1, 10_000, whole=True)
    settings.number("event_retention_days", 1, 3_650, whole=True)
    settings.close()


def _read_retry(retry: _Object | None) -> None:
    if retry is not None:
        retry.number("max_attempts", 1, 100, whole=True)
        retry.number("initial_interval_seconds", 0, DAY)
        retry.number("backoff_coefficient", 1, 100)
        retry.number("max_interval_seconds", 0, DAY)
        retry.boolean("jitter")
        retry.close()


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
