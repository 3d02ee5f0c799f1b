"""Writes src/orcheo/_clients/resources.py and async_resources.py from the operations in src/orcheo/_operations.

Every method of the operations is a flow. Its blocking and its asyncio face have the same arguments and the same words; only what they
give back differs.

    python scripts/generate_clients.py            writes the files
    python scripts/generate_clients.py --check    fails when they would change
"""

from __future__ import annotations

import ast
import sys

from generating import ROOT, finish

SOURCES = ["workflows", "executions", "resources", "triggers"]
OPERATIONS = ROOT / "src" / "orcheo" / "_operations"
CLIENTS = ROOT / "src" / "orcheo" / "_clients"

HEADER = '''"""The resources of {client}.

Written by scripts/generate_clients.py; do not edit.
"""

from __future__ import annotations

from collections.abc import {iterator}, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from .._core.{module} import {driver}
from .._operations import executions, resources, triggers, workflows
from .._operations.base import UNSET, Unset, WorkflowLike
from ..models import (
    ApiKey,
    ApiKeyCreated,
    AuditEntry,
    Backfill,
    Checkpoint,
    CheckpointSummary,
    Credential,
    CredentialType,
    CronTrigger,
    Event,
    ExecutedDefinition,
    Execution,
    ExecutionStatus,
    Health,
    NodeType,
    Scope,
    ValidationResult,
    Version,
    VersionDiff,
    VersionSummary,
    WebhookTrigger,
    Workflow,
    Workspace,
)
from ..secrets import Secret
'''


class Face:
    """How the methods of one kind of client look."""

    def __init__(self, asynchronous: bool) -> None:
        self.asynchronous = asynchronous
        self.driver = "AsyncDriver" if asynchronous else "SyncDriver"
        self.iterator = "AsyncIterator" if asynchronous else "Iterator"

    def header(self) -> str:
        return HEADER.format(
            client="AsyncOrcheo" if self.asynchronous else "Orcheo",
            iterator=self.iterator,
            module="async_driver" if self.asynchronous else "sync_driver",
            driver=self.driver,
        )

    def class_of(self, module: str, source: ast.ClassDef) -> str:
        name = ("Async" if self.asynchronous else "") + source.name.removesuffix("Operations") + "Resource"
        methods = [item for item in source.body if isinstance(item, ast.FunctionDef) and not item.name.startswith("_")]
        lines = [
            f"class {name}:",
            f'    """{ast.get_docstring(source)}"""',
            "",
            f"    def __init__(self, operations: {module}.{source.name}, driver: {self.driver}) -> None:",
            "        self._operations = operations",
            "        self._driver = driver",
        ]
        for method in methods:
            lines += ["", *self.method(method)]
        return "\n".join(lines)

    def method(self, source: ast.FunctionDef) -> list[str]:
        assert isinstance(source.returns, ast.Subscript)
        kind, result = ast.unparse(source.returns.value), ast.unparse(source.returns.slice)
        awaited = kind == "Flow" and self.asynchronous
        returned = result if kind == "Flow" else f"{self.iterator}[{result}]"
        call = f"self._operations.{source.name}({self.passed(source.args)})"
        run = f"self._driver.{'run' if kind == 'Flow' else 'iterate'}({call})"
        statement = ("" if result == "None" else "return ") + ("await " if awaited else "") + run
        head = f"    {'async ' if awaited else ''}def {source.name}("
        arguments = self.arguments(source.args)
        one_line = f"{head}{', '.join(arguments)}) -> {returned}:"
        lines = [one_line] if len(one_line) <= 120 else [head, *[f"        {item}," for item in arguments], f"    ) -> {returned}:"]
        documentation = (ast.get_docstring(source, clean=True) or "").split("\n")
        lines.append(f'        """{documentation[0]}' + ('"""' if len(documentation) == 1 else ""))
        if len(documentation) > 1:
            lines += [f"        {line}".rstrip() for line in documentation[1:]] + ['        """']
        return [*lines, f"        {statement}"]

    def arguments(self, source: ast.arguments) -> list[str]:
        positional = [*source.args]
        defaults: list[ast.expr | None] = [*[None] * (len(positional) - len(source.defaults)), *source.defaults]
        found = [self.argument(item, default) for item, default in zip(positional, defaults)]
        if source.kwonlyargs:
            found.append("*")
            found += [self.argument(item, default) for item, default in zip(source.kwonlyargs, source.kw_defaults)]
        if source.kwarg:
            found.append("**" + self.argument(source.kwarg, None))
        return found

    def argument(self, source: ast.arg, default: ast.expr | None) -> str:
        if source.annotation is None:
            return source.arg
        text = f"{source.arg}: {ast.unparse(source.annotation)}".replace("'", '"')
        return text if default is None else f"{text} = {ast.unparse(default)}".replace("'", '"')

    def passed(self, source: ast.arguments) -> str:
        found = [item.arg for item in source.args[1:]] + [f"{item.arg}={item.arg}" for item in source.kwonlyargs]
        return ", ".join(found + ([f"**{source.kwarg.arg}"] if source.kwarg else []))


def write(asynchronous: bool, arguments: list[str]) -> int:
    face, classes = Face(asynchronous), []
    for module in SOURCES:
        tree = ast.parse((OPERATIONS / f"{module}.py").read_text(encoding="utf-8"))
        classes += [face.class_of(module, item) for item in tree.body if isinstance(item, ast.ClassDef)]
    target = CLIENTS / ("async_resources.py" if asynchronous else "resources.py")
    return finish(target, face.header() + "\n\n" + "\n\n\n".join(classes) + "\n", arguments)


def main(arguments: list[str]) -> int:
    return max(write(False, arguments), write(True, arguments))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
