"""Checks expressions and templates as the server does, with its codes."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from .syntax import Node, Parser, SyntaxFault, bound_names, deep_recursion

SYNTAX, CONSTRUCT, ROOT, TEMPLATE, TOO_LARGE = "ORC2006", "ORC2007", "ORC2008", "ORC2016", "ORC2018"

MOST_CANDIDATES = 32


@lru_cache(maxsize=1)
def language() -> dict[str, Any]:
    """What an expression may use; written by the server's own tables."""
    text = (resources.files(__package__) / "language.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    sets = {name: frozenset(value) if isinstance(value, list) else value for name, value in loaded.items()}
    sets["namespace_functions"] = {name: frozenset(value) for name, value in loaded["namespace_functions"].items()}
    return sets


class ExpressionFault(Exception):
    """What is wrong with an expression or a template."""

    def __init__(self, code: str, message: str, offset: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset


@dataclass
class References:
    """The nodes that are named, with their places in the text."""

    nodes: list[tuple[str, int]] = field(default_factory=list)


def check_expression(text: str) -> References:
    """Checks one expression. Results in the nodes that it names.

    Raises:
        ExpressionFault: what is wrong with it.
    """
    if len(text) > language()["max_length"]:
        raise ExpressionFault(TOO_LARGE, f"The expression has {len(text)} characters; {language()['max_length']} are allowed.", 0)
    checker = _Checker(text)
    with deep_recursion():
        try:
            tree = Parser(text).parse()
        except SyntaxFault as fault:
            raise ExpressionFault(SYNTAX, f"{fault} ({place(text, fault.offset)}).", fault.offset) from None
        checker.visit(tree)
    checker.references.nodes.sort(key=lambda reference: reference[1])
    return checker.references


@dataclass(frozen=True)
class Part:
    """A text, or an expression with its place."""

    text: str
    references: References | None
    offset: int


def scan_template(text: str) -> list[Part]:
    """Cuts a string into texts and expressions.

    Raises:
        ExpressionFault: the first thing that is wrong.
    """
    parts: list[Part] = []
    position = 0
    while (start := text.find("{{", position)) >= 0:
        if start > position:
            parts.append(Part(text[position:start], None, position))
        position = _scan_expression(text, start, parts)
    if position < len(text):
        parts.append(Part(text[position:], None, position))
    return parts


def is_single_template(text: str) -> bool:
    """Whether a string is exactly one template, white space around it aside: then it keeps the type of its value."""
    trimmed = text.strip()
    if not (trimmed.startswith("{{") and trimmed.endswith("}}")):
        return False
    try:
        parts = scan_template(trimmed)
    except ExpressionFault:
        return False
    return len(parts) == 1 and parts[0].references is not None


def place(text: str, offset: int) -> str:
    """``line 1, column 5``"""
    before = text[:offset]
    return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"


def _scan_expression(text: str, start: int, parts: list[Part]) -> int:
    first: ExpressionFault | None = None
    begin = start + 2
    close = begin - 1
    for _ in range(MOST_CANDIDATES):
        close = text.find("}}", close + 1)
        if close < 0 or close - begin > language()["max_length"]:
            break
        inner = text[begin:close]
        source = inner.strip()
        if not source:
            raise ExpressionFault(TEMPLATE, f"The template is empty ({place(text, start)}).", start)
        offset = begin + inner.index(source)
        try:
            references = check_expression(source)
        except ExpressionFault as fault:
            if fault.code != SYNTAX:
                raise ExpressionFault(fault.code, fault.message, offset + fault.offset) from None
            first = first or ExpressionFault(fault.code, fault.message, offset + fault.offset)
            continue
        parts.append(Part("", References([(name, offset + at) for name, at in references.nodes]), offset))
        return close + 2
    raise first or ExpressionFault(TEMPLATE, f"The template is not closed ({place(text, start)}). Write }}}} after the expression.", start)


class _Checker:
    """Walks an expression as the server's compiler does; the first fault ends the walk."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._scopes: list[set[str]] = []
        self._depth = 0
        self.references = References()

    def visit(self, node: Node) -> None:
        self._depth += 1
        if self._depth > language()["max_nesting"]:
            raise self._construct(node, f"The expression nests deeper than {language()['max_nesting']} levels")
        method = getattr(self, f"_visit_{node.kind}", None)
        if method is None:
            raise self._construct(node, _REFUSED.get(node.kind, "This construct is not allowed"))
        method(node)
        self._depth -= 1

    def _visit_constant(self, node: Node) -> None:
        pass

    _visit_string = _visit_constant
    _visit_regex = _visit_constant
    _visit_hole = _visit_constant
    _visit_quasi = _visit_constant

    def _visit_number(self, node: Node) -> None:
        if node.text.endswith("n"):
            raise self._construct(node, "BigInt literals are not allowed")

    def _visit_parenthesized(self, node: Node) -> None:
        # The tree of the server does not know parentheses.
        self._depth -= 1
        self.visit(node.parts[0])
        self._depth += 1

    def _visit_name(self, node: Node) -> None:
        if self._is_parameter(node.text):
            return
        if node.text in language()["roots"]:
            return
        if node.text not in ("undefined", "NaN", "Infinity"):
            raise self._unknown(node)

    def _visit_each(self, node: Node) -> None:
        for part in node.parts:
            self.visit(part)

    _visit_template = _visit_each
    _visit_conditional = _visit_each
    _visit_array = _visit_each

    def _visit_object(self, node: Node) -> None:
        for part in node.parts:
            if part.kind == "spread":
                self.visit(part.parts[0])
            elif part.kind == "pair" and part.parts[1].kind != "default":
                self._check_key(part)
                self.visit(part.parts[1])
            else:
                raise self._construct(part, "Methods, getters and setters are not allowed")

    def _visit_spread(self, node: Node) -> None:
        self.visit(node.parts[0])

    def _visit_unary(self, node: Node) -> None:
        if node.text == "delete":
            raise self._construct(node, "'delete' is not allowed")
        self.visit(node.parts[0])

    def _visit_binary(self, node: Node) -> None:
        if node.text == "instanceof":
            raise self._construct(node, "This operator is not allowed")
        # A long row nests to the left in the tree, though not in the text: it is not depth.
        rights = []
        left = node
        while left.kind == "binary" and (left.text == "+") == (node.text == "+"):
            if left.text == "instanceof":
                raise self._construct(left, "This operator is not allowed")
            rights.append(left.parts[1])
            left = left.parts[0]
        if node.text != "+" and len(rights) > language()["max_nesting"]:
            raise self._construct(node, f"The expression nests deeper than {language()['max_nesting']} levels")
        self.visit(left)
        for right in reversed(rights):
            self.visit(right)

    def _visit_member(self, node: Node) -> None:
        target, key = node.parts
        name = self._namespace_member(node)
        if name is not None:
            if name not in language()["constants"]:
                raise self._construct(key, f"'{name}' is not available")
            return
        self.visit(target)
        static = static_name(node)
        if static is None:
            self._check_computed(key)
            self.visit(key)
            return
        self._check_member(static, key)
        if _inner(target).kind == "name" and _inner(target).text == "nodes" and not self._is_parameter("nodes"):
            self.references.nodes.append((static, key.start))

    def _visit_call(self, node: Node) -> None:
        callee, arguments = node.parts[0], node.parts[1:]
        if node.optional:
            raise self._construct(node, "Optional calls (?.()) are not allowed")
        if callee.kind == "name" and not self._is_parameter(callee.text) and callee.text not in language()["roots"]:
            if callee.text not in language()["global_functions"]:
                raise self._unknown(callee)
            self._visit_arguments(arguments, callee.text)
        elif callee.kind == "member" and (name := self._namespace_member(callee)) is not None:
            if not self._is_namespace_function(name):
                raise self._construct(callee.parts[1], f"'{name}' is not available")
            self._visit_arguments(arguments, name)
        elif callee.kind == "member" and not callee.computed:
            method = callee.parts[1]
            self._check_member(method.text, method)
            if method.text not in language()["methods"]:
                raise self._construct(method, f"The method '{method.text}' is not available")
            self.visit(callee.parts[0])
            self._visit_arguments(arguments, method.text)
        else:
            raise self._construct(node, "Only built-in functions and methods can be called")

    def _visit_arguments(self, arguments: list[Node], callee: str) -> None:
        function = language()["function_arguments"].get(callee, -1)
        for index, argument in enumerate(arguments):
            if index == function and argument.kind == "arrow":
                self._arrow(argument)
            elif index != function or not self._is_function(argument):
                self.visit(argument)

    def _is_function(self, node: Node) -> bool:
        if node.kind == "name":
            return not self._is_parameter(node.text) and node.text in language()["global_functions"]
        name = self._namespace_member(node) if node.kind == "member" else None
        return name is not None and self._is_namespace_function(name)

    def _arrow(self, node: Node) -> None:
        parameters, body = node.parts
        if node.text == "async":
            raise self._construct(node, "Async functions are not allowed")
        if body.kind == "block":
            raise self._construct(body, "A function body in braces is not allowed")
        self._scopes.append({name for parameter in parameters.parts for name in bound_names(parameter)})
        for parameter in parameters.parts:
            self._pattern(parameter)
        self.visit(body)
        self._scopes.pop()

    def _pattern(self, node: Node) -> None:
        self._depth += 1
        if self._depth > language()["max_nesting"]:
            raise self._construct(node, f"The expression nests deeper than {language()['max_nesting']} levels")
        if node.kind == "default":
            self._pattern(node.parts[0])
            self.visit(node.parts[1])
        elif node.kind == "pair_pattern":
            self._check_key(node)
            self._pattern(node.parts[1])
        elif node.kind not in ("name", "hole"):
            for part in node.parts:
                self._pattern(part)
        self._depth -= 1

    def _check_key(self, pair: Node) -> None:
        key = pair.parts[0]
        if pair.computed:
            self._check_computed(key)
            self.visit(key)
        else:
            self._check_member(number_name(key.text) if key.kind == "number" else key.text, key)

    def _check_member(self, name: str, node: Node) -> None:
        if name in language()["forbidden_members"]:
            raise self._construct(node, f"The member '{name}' is not available")

    def _check_computed(self, key: Node) -> None:
        folded = _fold(key)
        if folded is not None:
            self._check_member(folded, key)

    def _namespace_member(self, node: Node) -> str | None:
        root = node.parts[0]
        if node.optional or root.kind != "name" or self._is_parameter(root.text) or root.text not in language()["namespace_functions"]:
            return None
        name = static_name(node)
        return None if name is None else f"{root.text}.{name}"

    @staticmethod
    def _is_namespace_function(name: str) -> bool:
        space, member = name.split(".", 1)
        return member in language()["namespace_functions"][space]

    def _is_parameter(self, name: str) -> bool:
        return any(name in scope for scope in self._scopes)

    def _unknown(self, node: Node) -> ExpressionFault:
        if node.text in language()["global_functions"] or node.text in language()["namespace_functions"]:
            return self._construct(node, f"'{node.text}' is not a value")
        return ExpressionFault(ROOT, f"The name '{node.text}' does not exist here ({place(self._text, node.start)}).", node.start)

    def _construct(self, node: Node, what: str) -> ExpressionFault:
        return ExpressionFault(CONSTRUCT, f"{what} ({place(self._text, node.start)}).", node.start)


_REFUSED = {
    "assignment": "Assignment is not allowed",
    "update": "++ and -- are not allowed",
    "new": "'new' is not allowed",
    "this": "'this' is not allowed",
    "function": "'function' is not allowed",
    "arrow": "A function is not a value here",
    "class": "Classes are not allowed",
    "sequence": "The comma operator is not allowed",
    "tagged": "Tagged templates are not allowed",
    "await": "await and yield are not allowed",
    "import": "import and new.target are not allowed",
}


def static_name(member: Node) -> str | None:
    """The name of a member that is known before the expression runs."""
    key = member.parts[1]
    if key.kind in ("property", "string"):
        return key.text
    return number_name(key.text) if key.kind == "number" else None


def number_name(text: str) -> str:
    """The member that a number names: its text as JavaScript writes it."""
    if re.fullmatch(r"0[xXoObB].*", text):
        return str(int(text.replace("_", ""), 0))
    if re.fullmatch(r"0[0-7]+", text):
        return str(int(text, 8))
    number = float(text.replace("_", "").rstrip("n"))
    return str(int(number)) if number.is_integer() and abs(number) < 1e21 else repr(number)


def _inner(node: Node) -> Node:
    while node.kind == "parenthesized":
        node = node.parts[0]
    return node


def _fold(key: Node) -> str | None:
    """The text that a computed key is known to be."""
    key = _inner(key)
    if key.kind == "string":
        return key.text
    if key.kind == "number":
        return number_name(key.text)
    if key.kind == "template" and len(key.parts) == 1:
        return key.parts[0].text
    if key.kind == "binary" and key.text == "+":
        left, right = _fold(key.parts[0]), _fold(key.parts[1])
        return left + right if left is not None and right is not None else None
    if key.kind == "array" and len(key.parts) == 1:
        return _fold(key.parts[0])
    return None
