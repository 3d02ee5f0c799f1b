"""Writes src/orcheo/node_types.py, src/orcheo/validation/catalog.json and language.json from shared/schemas.

    python scripts/generate_nodes.py            writes the files
    python scripts/generate_nodes.py --check    fails when they would change
"""

from __future__ import annotations

import json
import keyword
import re
import sys
from typing import Any

from generating import ROOT, docstring, finish

SCHEMAS = ROOT.parent / "shared" / "schemas"
CLASSES = ROOT / "src" / "orcheo" / "node_types.py"
CATALOG = ROOT / "src" / "orcheo" / "validation" / "catalog.json"
LANGUAGE = ROOT / "src" / "orcheo" / "validation" / "language.json"

HEADER = '''"""A class for every node type, with the config of the type as its arguments.

Written by scripts/generate_nodes.py; do not edit. Every argument takes an expression of :mod:`orcheo.expressions` too. ``options`` are
those of every :class:`Node`: ``name``, ``credentials_ref``, ``node_timeout_seconds``, ``retry``, ``on_error``, ``ui``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from ._builder.node import Node
from ._operations.base import UNSET, Unset
from .expressions import Expr
'''

TAKEN = frozenset({"self", "id", "options"})
KINDS = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "object": "Mapping[str, Any]",
    "array": "Sequence[Any]",
    "null": "None",
}


def class_name(type: str) -> str:
    return "".join(part.capitalize() for part in type.split("_"))


def argument_name(member: str) -> str:
    return member + "_" if keyword.iskeyword(member) or member in TAKEN else member


def type_of(schema: dict[str, Any], members: set[str], name: str) -> str:
    if name in members:
        return "Expr | str"
    if "enum" in schema:
        return f"Literal[{', '.join(json.dumps(value) for value in schema['enum'])}] | Expr"
    kinds = schema.get("type")
    if kinds is None:
        return "Any"
    listed = kinds if isinstance(kinds, list) else [kinds]
    return " | ".join([*[KINDS[kind] for kind in listed if kind != "null"], "Expr", *["None" for kind in listed if kind == "null"]])


def class_of(node: dict[str, Any]) -> str:
    schema = node["config_schema"]
    required, expressions = set(schema.get("required", [])), set(node["expression_members"])
    members = sorted(schema.get("properties", {}).items(), key=lambda item: item[0] not in required)
    lines = [f"class {class_name(node['type'])}(Node):"]
    text = [f"{node['description']}", "", f"The type ``{node['type']}``."]
    if node["handles"]:
        text[-1] += f" Its branches: {', '.join(node['handles'])}."
    if node["credential_types"]:
        text[-1] += f" Takes a credential of type {', '.join(node['credential_types'])}."
    lines += [docstring("\n".join(text), 4), "", f'    type = "{node["type"]}"']
    if expressions:
        lines.append(f"    expression_members = frozenset({{{', '.join(json.dumps(name) for name in sorted(expressions))}}})")
    lines += ["", "    def __init__(", "        self,", "        id: str | None = None,"]
    if members:
        lines.append("        *,")
    for name, member in members:
        hint = type_of(member, expressions, name)
        default = "" if name in required else " = UNSET"
        if default and hint != "Any":
            hint += " | Unset"
        lines.append(f"        {argument_name(name)}: {hint}{default},")
    lines += ["        **options: Any,", "    ) -> None:"]
    described = [f"    {argument_name(name)}: {member['description']}" for name, member in members if member.get("description")]
    lines.append(docstring("\n".join(["Makes a node.", *(["", "Args:", *described] if described else [])]), 8))
    if members:
        pairs = ", ".join(f'"{name}": {argument_name(name)}' for name, _ in members)
        lines.append(f"        given = {{name: value for name, value in {{{pairs}}}.items() if not isinstance(value, Unset)}}")
        lines.append("        super().__init__(id, config=given or UNSET, **options)")
    else:
        lines.append("        super().__init__(id, **options)")
    return "\n".join(lines)


def catalog() -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = json.loads((SCHEMAS / "node-catalog.json").read_text(encoding="utf-8"))
    for node in nodes:
        node["config_schema"] = json.loads((SCHEMAS / "nodes" / f"{node['type']}.schema.json").read_text(encoding="utf-8"))
    return nodes


def main(arguments: list[str]) -> int:
    nodes = catalog()
    names = [class_name(node["type"]) for node in nodes]
    exported = "\n".join(["__all__ = [", '    "BY_TYPE",', '    "Node",', *[f'    "{name}",' for name in sorted(names)], "]"])
    table = "\n".join(["BY_TYPE: dict[str, type[Node]] = {", *[f'    "{node["type"]}": {class_name(node["type"])},' for node in nodes], "}"])
    table += '\n"""The class of every node type."""'
    module = "\n\n".join([HEADER, exported, "\n" + "\n\n\n".join(class_of(node) for node in nodes), "\n" + table]) + "\n"
    # In a class whose attribute is called type, the built-in of that name is out of sight.
    module = re.sub(r"\n{4,}", "\n\n\n", module)
    CATALOG.parent.mkdir(exist_ok=True)
    written = [
        finish(CLASSES, module, arguments),
        finish(CATALOG, json.dumps(nodes, indent=1, ensure_ascii=False) + "\n", arguments),
        finish(LANGUAGE, (SCHEMAS / "expression-language.json").read_text(encoding="utf-8"), arguments),
    ]
    return max(written)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
