"""Writes a workflow document as a Python module that builds it."""

from __future__ import annotations

import inspect
import keyword
import re
from collections.abc import Mapping
from typing import Any

from ..node_types import BY_TYPE, Node

WIDTH = 120
NODE_MEMBERS = {
    "name": "name",
    "credentials_ref": "credentials_ref",
    "timeout_seconds": "node_timeout_seconds",
    "retry": "retry",
    "on_error": "on_error",
    "ui": "ui",
}
TAKEN = frozenset({"document", "wf", "workflow", "id", "name"})


def to_python(document: Mapping[str, Any]) -> str:
    """The module. What the classes of node types cannot say exactly is written as JSON, so that nothing is lost."""
    return _Writer(document).module()


class _Writer:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._classes: set[str] = set()
        self._variables: dict[str, str] = {}

    def module(self) -> str:
        nodes = [self._node(node) for node in self._document.get("nodes", [])]
        edges = [self._edge(edge, number) for number, edge in enumerate(self._document.get("edges", []), 1)]
        members = {name: value for name, value in self._document.items() if name not in ("nodes", "edges")}
        arguments = [_literal(members.pop("name", None), 4), *_keywords(members)]
        body = [f"    {line}" for line in [*nodes, *edges]] or ["    pass"]
        lines = ['"""A workflow, written by orcheo."""', "", "from orcheo import workflow"]
        if self._classes:
            lines.append(f"from orcheo.node_types import {', '.join(sorted(self._classes))}")
        lines += ["", f"{_call('with workflow', arguments, 0)} as wf:", *body, "", "document = wf.build(layout=False)"]
        lines += [f"del document[{name!r}]" for name in ("name", "edges") if name not in self._document]
        return "\n".join(lines) + "\n"

    def _node(self, node: Mapping[str, Any]) -> str:
        kind = BY_TYPE.get(node.get("type", ""))
        config = node.get("config")
        if kind is None or not self._fits(node, kind):
            return _call("wf.add_raw", [_literal(node, 8)], 4)
        variable = self._variable(node["id"])
        self._classes.add(kind.__name__)
        options = {NODE_MEMBERS[name]: value for name, value in node.items() if name in NODE_MEMBERS}
        arguments = [repr(node["id"]), *_keywords({_argument(name): value for name, value in (config or {}).items()}), *_keywords(options)]
        return f"{variable} = {_call(kind.__name__, arguments, 4)}"

    def _fits(self, node: Mapping[str, Any], kind: type[Node]) -> bool:
        """Whether the class can say exactly this node."""
        config = node.get("config", {})
        if not isinstance(node.get("id"), str) or not node["id"] or node["id"] in self._variables or not isinstance(config, Mapping):
            return False
        parameters = inspect.signature(kind.__init__).parameters.values()
        known = {item.name for item in parameters if item.kind is item.KEYWORD_ONLY}
        required = {item.name for item in parameters if item.kind is item.KEYWORD_ONLY and item.default is item.empty}
        given = {_argument(name) for name in config}
        strange = set(node) - {"id", "type", "config", *NODE_MEMBERS}
        return not strange and given <= known and required <= given and ("config" not in node or bool(config))

    def _edge(self, edge: Mapping[str, Any], number: int) -> str:
        source, target = (self._variables.get(edge.get(end, "")) for end in ("source_node_id", "target_node_id"))
        extra = set(edge) - {"id", "source_node_id", "target_node_id"}
        if edge.get("id") == f"e{number}" and source and target:
            if not extra:
                return f"{source} >> {target}"
            if extra == {"source_handle"} and isinstance(edge["source_handle"], str):
                return f"{source}.on({edge['source_handle']!r}) >> {target}"
            if extra == {"condition"} and isinstance(edge["condition"], str):
                return _call(f"{source}.when", [_literal(edge["condition"], 8)], 4) + f" >> {target}"
        return _call("wf.add_raw_edge", [_literal(edge, 8)], 4)

    def _variable(self, id: str) -> str:
        name = re.sub(r"\W", "_", id)
        name = f"node_{name}" if not name.isidentifier() or keyword.iskeyword(name) else name
        used = set(self._variables.values()) | TAKEN | {kind.__name__ for kind in BY_TYPE.values()}
        while name in used:
            name += "_"
        self._variables[id] = name
        return name


def _argument(member: str) -> str:
    return member + "_" if keyword.iskeyword(member) or member in ("self", "id", "options") else member


def _keywords(members: Mapping[str, Any]) -> list[str]:
    plain = {name: value for name, value in members.items() if name.isidentifier() and not keyword.iskeyword(name)}
    found = [f"{name}={_literal(value, 8)}" for name, value in plain.items()]
    others = {name: value for name, value in members.items() if name not in plain}
    return found + ([f"**{_literal(others, 8)}"] if others else [])


def _call(function: str, arguments: list[str], indent: int) -> str:
    """A call on one line where it fits, else with an argument on each."""
    line = f"{function}({', '.join(arguments)})"
    if len(line) + indent <= WIDTH and "\n" not in line:
        return line
    pad = " " * (indent + 4)
    return f"{function}(\n" + "".join(f"{pad}{argument},\n" for argument in arguments) + " " * indent + ")"


def _literal(value: Any, indent: int) -> str:
    """A value of JSON as Python, on several lines where it is long."""
    line = repr(value)
    if isinstance(value, str) and "\n" in value and len(value) > 40:
        pad = " " * (indent + 4)
        return "(\n" + "".join(f"{pad}{part!r}\n" for part in value.splitlines(keepends=True)) + " " * indent + ")"
    if len(line) + indent <= WIDTH and "\n" not in line:
        return line
    pad = " " * (indent + 4)
    if isinstance(value, Mapping) and value:
        return "{\n" + "".join(f"{pad}{name!r}: {_literal(item, indent + 4)},\n" for name, item in value.items()) + " " * indent + "}"
    if isinstance(value, list) and value:
        return "[\n" + "".join(f"{pad}{_literal(item, indent + 4)},\n" for item in value) + " " * indent + "]"
    return line
