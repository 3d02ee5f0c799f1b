"""Says what a workflow means wrongly: node types, configs, expressions, the graph. As the server's validator does, in its order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from .document import Definition, EdgeDefinition, NodeDefinition
from .expression import TEMPLATE, ExpressionFault, References, check_expression, scan_template
from .faults import Faults, append
from .graph import Graph
from .schema import check_config

Add = Callable[[str, str, str], None]

ERROR_HANDLE = "error"
NODE_TOOLS = ("http_request", "python_code")


@lru_cache(maxsize=1)
def catalog() -> dict[str, dict[str, Any]]:
    """The node types that this version of the package knows, by type."""
    listed = json.loads((resources.files(__package__) / "catalog.json").read_text(encoding="utf-8"))
    return {node["type"]: node for node in listed}


class ValidationPass:
    """One validation of one definition."""

    def __init__(self, definition: Definition, types: Mapping[str, Mapping[str, Any]], faults: Faults) -> None:
        self._definition = definition
        self._types = types
        self._faults = faults
        self._graph = Graph(definition)
        self._edge_ids: set[str] = set()
        self._joints: set[tuple[str, str, str | None]] = set()

    def run(self) -> None:
        """Adds every fault: nodes in their order, then edges, then cycles."""
        if not self._definition.nodes:
            self._faults.add("ORC2012", "The workflow has no nodes; add at least one.", "/nodes")
        for index, node in enumerate(self._definition.nodes):
            self._check_node(index, node, append("/nodes", index))
        for index, edge in enumerate(self._definition.edges):
            self._check_edge(edge, append("/edges", index))
        for cycle in self._graph.cycles():
            self._add_cycle(cycle)

    def _check_node(self, index: int, node: NodeDefinition, pointer: str) -> None:
        def add(code: str, message: str, place: str) -> None:
            self._faults.add(code, message, pointer + place, node.id)

        first = self._graph.places[node.id]
        if first != index:
            add("ORC2001", f"The node id '{node.id}' is taken by an earlier node (/nodes/{first}); ids must be unique.", "/id")
        known = self._types.get(node.type)
        expressions, literals, deferred = (
            (known[f"{kind}_members"] for kind in ("expression", "literal", "deferred")) if known else ([], [], [])
        )
        if known is None:
            add("ORC2004", f"There is no node type '{node.type}'.", "/type")
        else:
            self._check_config(known, node.config, node.credentials_ref, "", add)
            for index, tool in enumerate(_tools(node)):
                self._check_tool(tool, f"/config/tools/{index}", add)
        templated = {name: value for name, value in node.config.items() if name not in literals}
        now = {name: value for name, value in templated.items() if name not in deferred}
        later = {name: value for name, value in templated.items() if name in deferred}
        self._check_templates(now, expressions, index if first == index else None, f"node '{node.id}'", add)
        self._check_templates(later, expressions, None, f"node '{node.id}'", add)

    def _check_config(self, known: Mapping[str, Any], config: Any, credentials: object, place: str, add: Add) -> None:
        for fault in check_config(known["config_schema"], config, known["expression_members"], known["literal_members"]):
            where = "The config" if not fault.pointer else f"'{fault.pointer[1:]}'"
            add("ORC2005", f"{where} {fault.message}.", f"{place}/config{fault.pointer}")
        if isinstance(credentials, str) and not known["credential_types"]:
            add("ORC2017", f"A node of type '{known['type']}' takes no credential.", f"{place}/credentials_ref")

    def _check_tool(self, tool: Any, place: str, add: Add) -> None:
        """Checks a tool of an agent that is a node. Those that are workflows and MCP servers are for the server to check."""
        if isinstance(tool, Mapping) and tool.get("type") in NODE_TOOLS and isinstance(tool.get("config"), Mapping):
            known = self._types.get(str(tool["type"]))
            if known is None:
                add("ORC2004", f"There is no node type '{tool['type']}'.", f"{place}/type")
            else:
                self._check_config(known, tool["config"], tool.get("credentials_ref"), place, add)

    def _check_templates(self, config: Mapping[str, Any], expressions: list[str], before: int | None, place: str, add: Add) -> None:
        found: list[tuple[References, str]] = []

        def parse(value: Any, pointer: str, bare: bool) -> None:
            if isinstance(value, str):
                try:
                    found.extend((part, pointer) for part in (_bare(value) if bare else _parts(value)))
                except ExpressionFault as fault:
                    add(fault.code, fault.message, "/config" + pointer)
            elif isinstance(value, Mapping):
                for name, item in value.items():
                    parse(item, append(pointer, name), pointer == "" and name in expressions)
            elif isinstance(value, (list, tuple)):
                for index, item in enumerate(value):
                    parse(item, append(pointer, index), False)

        parse(config, "", False)
        for references, pointer in found:
            self._check_references(references, before, place, lambda code, message: add(code, message, "/config" + pointer))

    def _check_references(
        self, references: References, before: int | None, place: str, add: Callable[[str, str], None], allowed: int | None = None
    ) -> None:
        known = {self._graph.places[name] for name, _ in references.nodes if name in self._graph.places} - {allowed}
        late = self._graph.not_upstream(before, {index for index in known if index is not None}) if before is not None else set()
        for name, _ in references.nodes:
            index = self._graph.places.get(name)
            if index is None:
                add("ORC2009", f"There is no node '{name}'.")
            elif index in late:
                add("ORC2015", f"Node '{name}' does not run before {place}, so its result cannot be used there; connect them.")

    def _check_edge(self, edge: EdgeDefinition, pointer: str) -> None:
        def add(code: str, message: str, place: str) -> None:
            self._faults.add(code, message, pointer + place, None, edge.id)

        if edge.id in self._edge_ids:
            add("ORC2011", f"The edge id '{edge.id}' is taken by an earlier edge; ids must be unique.", "/id")
        self._edge_ids.add(edge.id)
        source, target = self._graph.places.get(edge.source), self._graph.places.get(edge.target)
        for index, name, place in ((source, edge.source, "/source_node_id"), (target, edge.target, "/target_node_id")):
            if index is None:
                add("ORC2002", f"There is no node '{name}'.", place)
        if target is not None and self._is_trigger(target):
            add("ORC2013", f"Node '{edge.target}' is a trigger: runs begin there, so no edge may enter it.", "/target_node_id")
        if source is not None and edge.handle is not None:
            self._check_handle(self._definition.nodes[source], edge.handle, add)
        joint = (edge.source, edge.target, edge.handle)
        if joint in self._joints:
            add("ORC2014", f"An earlier edge joins '{edge.source}' to '{edge.target}' by the same handle; remove one of them.", "")
        self._joints.add(joint)
        if edge.condition is not None:
            try:
                references = check_expression(edge.condition)
            except ExpressionFault as fault:
                add(fault.code, fault.message, "/condition")
                return
            self._check_references(references, source, f"edge '{edge.id}'", lambda code, message: add(code, message, "/condition"), source)

    def _is_trigger(self, index: int) -> bool:
        known = self._types.get(self._definition.nodes[index].type)
        return known is not None and known["category"] == "trigger"

    def _check_handle(self, source: NodeDefinition, handle: str, add: Add) -> None:
        known = self._types.get(source.type)
        if known is None or handle in known["handles"]:
            return
        if handle != ERROR_HANDLE:
            add("ORC2010", f"Node '{source.id}' has no handle '{handle}'.", "/source_handle")
        elif source.on_error != "route":
            add("ORC2010", f"Node '{source.id}' has the handle 'error' only with \"on_error\": \"route\".", "/source_handle")

    def _add_cycle(self, cycle: list[int]) -> None:
        edges = [self._definition.edges[index] for index in cycle]
        way = " → ".join([edge.source for edge in edges] + [edges[0].source])
        message = f"The nodes {way} form a cycle; a workflow must have none. Remove one of the edges."
        self._faults.add("ORC2003", message, append("/edges", cycle[-1]), edges[0].source, edges[-1].id)


def _tools(node: NodeDefinition) -> list[Any]:
    tools = node.config.get("tools")
    return tools if node.type == "ai_agent" and isinstance(tools, list) else []


def _parts(text: str) -> list[References]:
    return [part.references for part in scan_template(text) if part.references is not None] if "{{" in text else []


def _bare(text: str) -> list[References]:
    if not text.lstrip().startswith("{{"):
        return [check_expression(text)]
    parts = [part for part in scan_template(text) if part.references is not None or part.text.strip()]
    if len(parts) != 1 or parts[0].references is None:
        raise ExpressionFault(TEMPLATE, "This takes one expression, with or without {{ }} around it; join texts inside it.", 0)
    return [parts[0].references]
