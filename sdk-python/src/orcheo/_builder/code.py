"""Functions of Python as nodes."""

from __future__ import annotations

import ast
import builtins
import functools
import inspect
import textwrap
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, Generic, TypeVar

from ..expressions import ExpressionError
from .builder import current
from .node import Node

R = TypeVar("R")

TYPE = "python_code"


class CodeFunction(Generic[R]):
    """A function that can be a node. Called inside of a workflow it makes a node, and elsewhere it is the function itself, so that it can be
    tested as one."""

    def __init__(self, function: Callable[..., R], options: Mapping[str, Any]) -> None:
        functools.update_wrapper(self, function)
        self.function = function
        self.code = source_of(function)
        self._options = dict(options)
        self._signature = inspect.signature(function)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if current() is None:
            return self.function(*arguments, **named)
        return self.node(self.function.__name__, *arguments, **named)

    def node(self, id: str | None, /, *arguments: Any, **named: Any) -> Node:
        """A node that runs the function with these inputs; they may be expressions.

        Raises:
            TypeError: an argument is missing, or one that the function does not have.
        """
        inputs = self._signature.bind(*arguments, **named).arguments
        config = {"code": self.code, "inputs": dict(inputs), **{name: self._options[name] for name in CONFIG if name in self._options}}
        options = {name: value for name, value in self._options.items() if name not in CONFIG}
        return Node(_free(id), type=TYPE, config={name: value for name, value in config.items() if value != {}}, **options)


CONFIG = ("timeout_seconds", "memory_mb", "allowed_imports")


def python_code(function: Callable[..., Any] | None = None, /, **options: Any) -> Any:
    """Makes a function a Python code node. Its source is captured, and its arguments are the inputs of the node.

    ::

        @python_code(timeout_seconds=5)
        def total(items, rate=0.2):
            return {"total": sum(item["price"] for item in items) * (1 + rate)}

        with workflow("Order"):
            total(input["items"]) >> ...

    Args:
        options: ``timeout_seconds``, ``memory_mb`` and ``allowed_imports`` of the config, and what every :class:`Node` takes.

    Raises:
        ExpressionError: the function uses something from outside of it that cannot go with it.
    """
    if function is not None:
        return CodeFunction(function, options)
    return lambda decorated: CodeFunction(decorated, options)


def _free(id: str | None) -> str | None:
    builder = current()
    return builder._free_id(id) if builder is not None and id is not None else id


def source_of(function: Callable[..., Any]) -> str:
    """The source of a function as the code of a node, which defines ``main``. Imports of modules that it uses go with it, and type hints
    that name built-in types only."""
    definition = _definition(function)
    imports = "".join(f"{line}\n" for line in _imports(function))
    arguments = definition.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        raise ExpressionError(f"'{function.__name__}' takes *args, **kwargs or positional-only arguments; a node's inputs have names.")
    lines = _source(function).split("\n")
    first = definition.body[0]
    if first.lineno == definition.lineno:
        body = "\n".join("    " + (ast.get_source_segment("\n".join(lines), item) or "") for item in definition.body)
    else:
        body = "\n".join(lines[first.lineno - 1 : definition.end_lineno])
    return f"{imports}def main({ast.unparse(arguments)}):\n{body}\n"


def _source(function: Callable[..., Any]) -> str:
    try:
        return textwrap.dedent(inspect.getsource(function)).rstrip("\n")
    except OSError:
        raise ExpressionError(f"The source of '{function.__name__}' cannot be read: a node needs a function of a file.") from None


def _definition(function: Callable[..., Any]) -> ast.FunctionDef:
    tree = ast.Module([], []) if function.__name__ == "<lambda>" else ast.parse(_source(function))
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
        raise ExpressionError(f"'{function.__name__}' is not a function written with 'def'.")
    for argument in [*tree.body[0].args.args, *tree.body[0].args.kwonlyargs]:
        if argument.annotation is not None and not _is_built_in(argument.annotation):
            argument.annotation = None
    return tree.body[0]


def _is_built_in(annotation: ast.expr) -> bool:
    """Whether a type hint names nothing but built-in types, so that it can go along: the sandbox converts and checks inputs by it."""
    return all(hasattr(builtins, node.id) for node in ast.walk(annotation) if isinstance(node, ast.Name))


def _imports(function: Callable[..., Any]) -> list[str]:
    """The imports for modules that the function uses; anything else from outside is an error."""
    found, refused = [], []
    for name in sorted(_free_names(_definition(function))):
        value = function.__globals__.get(name)
        if isinstance(value, ModuleType):
            found.append(f"import {value.__name__}" + ("" if value.__name__ == name else f" as {name}"))
        elif name in function.__globals__ or not hasattr(builtins, name):
            refused.append(name)
    if refused:
        raise ExpressionError(
            f"'{function.__name__}' uses {', '.join(refused)} from outside of it, which does not go with its source. "
            "Give it as an argument, or define it inside."
        )
    return found


def _free_names(definition: ast.FunctionDef) -> set[str]:
    """The names that a function reads and nowhere binds."""
    read: set[str] = set()
    bound: set[str] = set()
    for node in [*ast.walk(definition.args), *(inner for statement in definition.body for inner in ast.walk(statement))]:
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).split(".")[0])
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            bound.add(node.name)
    return read - bound
