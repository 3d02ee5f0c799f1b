"""Writes src/orcheo/models.py from shared/schemas/openapi.json.

    python scripts/generate_models.py            writes the file
    python scripts/generate_models.py --check    fails when it would change
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from generating import ROOT, docstring, finish

SCHEMAS = ROOT.parent / "shared" / "schemas" / "openapi.json"
TARGET = ROOT / "src" / "orcheo" / "models.py"

NAMES = {"ProblemError": "Fault"}
SECRETS = {
    ("ApiKeyCreated", "secret_once"): "str",
    ("WebhookTrigger", "signing_secret_once"): "str",
    ("WebhookTrigger", "token"): "str",
    ("Credential", "data"): "dict[str, Any]",
}
HIDDEN = {("WebhookTrigger", "url")}
BASES = {"Execution": "ExecutionMethods, Model"}
IGNORED_SUFFIXES = ("List",)

HEADER = '''"""The answers of the API, as shared/schemas/openapi.json has them.

Written by scripts/generate_models.py; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Union

from ._execution import ExecutionMethods
from ._model import Model
from .secrets import Secret
'''


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str) and value["$ref"].startswith("#/components/schemas/"):
            yield value["$ref"].rsplit("/", 1)[-1]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def answers(document: dict[str, Any]) -> list[str]:
    """The schemas that answers are made of, in the order of the document."""
    schemas = document["components"]["schemas"]
    pending = {"ProblemError"}
    for path in document["paths"].values():
        for method, operation in path.items():
            if method != "parameters":
                for status, response in operation["responses"].items():
                    if status.startswith("2"):
                        pending.update(references(response))
    found: set[str] = set()
    while pending:
        name = pending.pop()
        found.add(name)
        pending.update(reference for reference in references(schemas[name]) if reference not in found)
    return [name for name in schemas if name in found and not name.endswith(IGNORED_SUFFIXES)]


def type_of(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return NAMES.get(name, name)
    if "anyOf" in schema:
        return join(type_of(item) for item in schema["anyOf"])
    if "enum" in schema:
        values = [value for value in schema["enum"] if value is not None]
        literal = f"Literal[{', '.join(json.dumps(value) for value in values)}]"
        return literal if len(values) == len(schema["enum"]) else f"{literal} | None"
    kinds = schema.get("type")
    if kinds is None:
        return "Any"
    return join(type_of_kind(kind, schema) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def type_of_kind(kind: str, schema: dict[str, Any]) -> str:
    if kind == "string":
        return "datetime" if schema.get("format") == "date-time" else "str"
    if kind == "array":
        return f"list[{type_of(schema['items'])}]"
    return {"integer": "int", "number": "float", "boolean": "bool", "object": "dict[str, Any]", "null": "None"}[kind]


def join(types: Iterator[str]) -> str:
    parts = list(dict.fromkeys(types))
    return " | ".join([part for part in parts if part != "None"] + ["None"] * ("None" in parts))


def alias(name: str, schema: dict[str, Any]) -> str:
    text = type_of(schema)
    if " | " in text:
        text = f"Union[{', '.join(text.split(' | '))}]"
    return f"{name} = {text}\n{docstring(schema.get('description', f'Every {name}.'), 0)}"


def attribute(owner: str, name: str, schema: dict[str, Any], required: bool) -> str:
    hint = type_of(schema)
    if (owner, name) in SECRETS:
        hint = f"Secret[{SECRETS[owner, name]}]"
    if not required and hint != "Any" and not hint.endswith("None"):
        hint += " | None"
    line = f"    {name}: {hint}"
    if (owner, name) in HIDDEN:
        line += " = field(repr=False)" if required else " = field(default=None, repr=False)"
    elif not required:
        line += " = None"
    return line


def model(name: str, schema: dict[str, Any]) -> str:
    public = NAMES.get(name, name)
    required = set(schema.get("required", []))
    members = schema["properties"]
    described = [(key, value["description"]) for key, value in members.items() if value.get("description")]
    text = [schema.get("description") or f"{public}."]
    if described:
        text.append("")
        text.append("Attributes:")
        text.extend(f"    {key}: {description}" for key, description in described)
    lines = ["@dataclass(frozen=True, kw_only=True)", f"class {public}({BASES.get(name, 'Model')}):", docstring("\n".join(text), 4)]
    lines.extend(attribute(name, key, value, key in required) for key, value in members.items())
    lines.append("    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    document = json.loads(SCHEMAS.read_text(encoding="utf-8"))
    schemas = document["components"]["schemas"]
    names = answers(document)
    aliases = [alias(name, schemas[name]) for name in names if "properties" not in schemas[name]]
    models = [model(name, schemas[name]) for name in names if "properties" in schemas[name]]
    exported = sorted(NAMES.get(name, name) for name in names)
    listing = "\n".join(["__all__ = [", *[f'    "{name}",' for name in exported], "]"])
    return finish(TARGET, "\n\n".join([HEADER, listing, *aliases, "", *"\n\n\n".join(models).split("\x00")]) + "\n", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
