"""Writes docs/guides/sdk-reference.md from the docstrings of the package.

    python scripts/generate_reference.py            writes the file
    python scripts/generate_reference.py --check    fails when it would change
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from typing import Any

from generating import ROOT, finish

sys.path.insert(0, str(ROOT / "src"))

TARGET = ROOT.parent / "docs" / "guides" / "sdk-reference.md"
RESOURCES = ["workflows", "versions", "executions", "nodes", "credentials", "api_keys", "triggers.cron", "triggers.webhook", "audit", "system"]
INTRODUCTION = """# Reference of the Python SDK

Written by sdk-python/scripts/generate_reference.py from the docstrings; do not edit. The [guide](sdk.md) comes first.
`AsyncOrcheo` has the same resources and methods: those that answer with one thing are awaited, those that give an `Iterator` give an
`AsyncIterator`.
"""


def text_of(value: Any) -> str:
    """A docstring as Markdown."""
    lines, in_code = [], False
    documentation = inspect.getdoc(value) or ""
    documentation = re.sub(r":\w+:`~?\.?([\w.]+)`", r"`\1`", documentation).replace("``", "`")
    for line in documentation.split("\n"):
        if line.strip() == "::":
            lines.append("```python")
            in_code = True
        elif in_code and line and not line.startswith("    "):
            lines += ["```", line]
            in_code = False
        elif not in_code and re.fullmatch(r"(Args|Raises|Attributes):", line):
            lines += [f"**{line[:-1]}**", ""]
        elif not in_code and (match := re.match(r"    (\*{0,2}\w+(?:: |$))(.*)", line)):
            lines.append(f"* `{match[1].rstrip(': ')}`: {match[2]}")
        elif not in_code and line.startswith("        "):
            lines.append("  " + line.strip())
        else:
            lines.append(line[4:] if in_code else line)
    return "\n".join([*lines, *(["```"] if in_code else [])]).replace("\n\n```\n", "\n```\n\n").rstrip()


def signature(name: str, function: Any) -> str:
    parameters = inspect.signature(function)
    listed = [item for item in parameters.parameters.values() if item.name != "self"]
    written = str(parameters.replace(parameters=listed)).replace("'", "")
    return f"{name}{written}"


def function(title: str, value: Any, level: int = 3) -> str:
    return f"{'#' * level} {title}\n```python\n{signature(title.split('.')[-1], value)}\n```\n{text_of(value)}\n"


def methods(kind: type, prefix: str) -> list[str]:
    found = []
    for name, value in vars(kind).items():
        if inspect.isfunction(value) and not name.startswith("_"):
            found.append(function(f"{prefix}.{name}", value))
    return found


def module(name: str, level: int = 2) -> list[str]:
    """The public names of a module."""
    loaded = importlib.import_module(name)
    found = [f"{'#' * level} {name}\n{text_of(loaded)}\n"]
    for item in sorted(getattr(loaded, "__all__", []) or [], key=str.lower):
        value = getattr(loaded, item)
        if inspect.isfunction(value) and value.__module__.startswith("orcheo"):
            found.append(function(f"{name}.{item}", value, level + 1))
    return found


def main(arguments: list[str]) -> int:
    orcheo = importlib.import_module("orcheo")
    parts = [INTRODUCTION, f"## Orcheo\n{text_of(orcheo.Orcheo)}\n\n{text_of(orcheo.Orcheo.__init__)}\n"]
    client = orcheo.Orcheo(api_key="reference")
    for name in RESOURCES:
        resource: Any = client
        for step in name.split("."):
            resource = getattr(resource, step)
        parts.append(f"## client.{name}\n{text_of(type(resource))}\n")
        parts += methods(type(resource), f"client.{name}")
    client.close()
    parts.append("## Workflows as code\n")
    for name in ("workflow", "if_", "python_code", "validate"):
        parts.append(function(f"orcheo.{name}", getattr(orcheo, name)))
    for kind in (orcheo.WorkflowBuilder, orcheo.Node, orcheo.WorkflowDocument):
        parts.append(f"### orcheo.{kind.__name__}\n{text_of(kind)}\n")
        parts += methods(kind, kind.__name__)
    node_types = importlib.import_module("orcheo.node_types")
    parts.append(f"## orcheo.node_types\n{text_of(node_types)}\n")
    for kind in node_types.BY_TYPE.values():
        parts.append(f"### {kind.__name__}\n{text_of(kind)}\n\n{text_of(kind.__init__)}\n")
    parts += module("orcheo.expressions")
    parts += module("orcheo.webhooks")
    parts += module("orcheo.errors")
    parts.append("## orcheo.models\nWhat the API answers with: data classes. `to_json()` gives the JSON, `model[\"name\"]` any member.\n")
    for name in importlib.import_module("orcheo.models").__all__:
        value = getattr(importlib.import_module("orcheo.models"), name)
        if inspect.isclass(value):
            parts.append(f"### {name}\n{text_of(value)}\n")
    return finish(TARGET, "\n".join(parts), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
