"""Expressions of Orcheo, written as Python.

::

    from orcheo.expressions import fn, input, maybe, nodes, state, when

    state.score > 10                                  # state.score > 10
    (state.score > 10) & ~(input.vip == True)         # state.score > 10 && !(input.vip === true)
    nodes.fetch.output.body["items"]                  # nodes.fetch.output.body.items
    state["items"].map(lambda i: i.price * 2)         # state.items.map(i => i.price * 2)
    maybe(nodes.a.output).user                        # nodes.a.output?.user
    when(state.n > 0, "some", "none")                 # state.n > 0 ? "some" : "none"
    fn.Math.round(state.total)                        # Math.round(state.total)
    f"Hello {input.name}!"                            # a template: Hello {{ input.name }}!

They are evaluated by the server, as JavaScript: ``&``, ``|`` and ``~`` are its ``&&``, ``||`` and ``!``, ``==`` is ``===``, ``%`` takes
the sign of the left side. ``and``, ``or``, ``not``, ``in``, ``if`` and chains such as ``1 < x < 3`` cannot be seen by an expression, and
raise an error. docs/expressions.md describes the language.
"""

from __future__ import annotations

import inspect
import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn


__all__ = [
    "Expr", "ExpressionError", "args", "coalesce", "execution", "fn", "has", "input", "item", "literal", "maybe", "nodes", "raw", "source",
    "state", "text", "trigger", "when",
]

# How tightly an expression holds together, as in the grammar of JavaScript.
ARROW, CONDITIONAL, COALESCE, OR, AND, EQUALITY, RELATIONAL, SUM, PRODUCT, POWER, UNARY, NUMBER, MEMBER = range(13)

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_FORBIDDEN = frozenset(
    "__proto__ constructor prototype __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ caller callee arguments".split()
)
_RESERVED = frozenset(
    "await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in "
    "instanceof let new null return static super switch this throw true try typeof var void while with yield undefined eval arguments "
    "NaN Infinity interface package private protected public".split()
)
_LARGEST_INTEGER = 2**53
_ESCAPED = {"\u2028": "\\u2028", "\u2029": "\\u2029"}


class ExpressionError(ValueError):
    """Something that cannot be written as an expression."""


class Expr:
    """An expression. Every member, index, operator and call makes a larger one. ``f"{expr}"`` makes a template of it."""

    __slots__ = ("__text__", "__rank__", "__kind__")
    __text__: str
    __rank__: int
    __kind__: str
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, text: str, rank: int = MEMBER, kind: str = "") -> None:
        object.__setattr__(self, "__text__", text)
        object.__setattr__(self, "__rank__", rank)
        object.__setattr__(self, "__kind__", kind)

    def __getattr__(self, name: str) -> Expr:
        if name.startswith("__") and name.endswith("__") and name not in _FORBIDDEN:
            raise AttributeError(name)
        return _member(self, name)

    def __getitem__(self, key: Any) -> Expr:
        if isinstance(key, str):
            return _member(self, key)
        if isinstance(key, slice):
            return _slice(self, key)
        if isinstance(key, int) and not isinstance(key, bool) and key < 0:
            return _member(self, "at")(key)
        return Expr(f"{_target(self)}[{source(key)}]", kind="member")

    def __call__(self, *arguments: Any) -> Expr:
        if self.__kind__ != "member":
            raise ExpressionError(f"'{self.__text__}' is not a method or a function.")
        return Expr(f"{self.__text__}({', '.join(_argument(item) for item in arguments)})")

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise ExpressionError("An expression cannot set anything; use a set_variable node.")

    def __repr__(self) -> str:
        return f"<{self.__text__}>"

    def __str__(self) -> str:
        return "{{ " + self.__text__ + " }}"

    def __format__(self, spec: str) -> str:
        if spec:
            raise ExpressionError(f"A template takes no format: write the expression so that it gives the text, without ':{spec}'.")
        return str(self)

    def __bool__(self) -> NoReturn:
        raise ExpressionError(
            f"Whether '{self.__text__}' is true is known when it runs. Write &, | and ~ for and, or and not; when(c, a, b) for if; "
            "(a < x) & (x < b) for a < x < b."
        )

    def __iter__(self) -> NoReturn:
        raise ExpressionError(f"'{self.__text__}' cannot be iterated over here; use .map(lambda item: ...).")

    def __len__(self) -> NoReturn:
        raise ExpressionError(f"The length is known when it runs: write {self.__text__}.length.")

    def __contains__(self, item: object) -> NoReturn:
        raise ExpressionError("Write list.includes(item), or has(object, name), for item in list.")

    def __eq__(self, other: object) -> Expr:  # type: ignore[override]
        return _binary(self, "===", other, EQUALITY)

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]
        return _binary(self, "!==", other, EQUALITY)

    def __lt__(self, other: Any) -> Expr:
        return _binary(self, "<", other, RELATIONAL)

    def __le__(self, other: Any) -> Expr:
        return _binary(self, "<=", other, RELATIONAL)

    def __gt__(self, other: Any) -> Expr:
        return _binary(self, ">", other, RELATIONAL)

    def __ge__(self, other: Any) -> Expr:
        return _binary(self, ">=", other, RELATIONAL)

    def __and__(self, other: Any) -> Expr:
        return _binary(self, "&&", other, AND)

    def __rand__(self, other: Any) -> Expr:
        return _binary(other, "&&", self, AND)

    def __or__(self, other: Any) -> Expr:
        return _binary(self, "||", other, OR)

    def __ror__(self, other: Any) -> Expr:
        return _binary(other, "||", self, OR)

    def __invert__(self) -> Expr:
        return _unary("!", self)

    def __neg__(self) -> Expr:
        return _unary("-", self)

    def __pos__(self) -> Expr:
        return _unary("+", self)

    def __abs__(self) -> Expr:
        return fn.Math.abs(self)

    def __add__(self, other: Any) -> Expr:
        return _binary(self, "+", other, SUM)

    def __radd__(self, other: Any) -> Expr:
        return _binary(other, "+", self, SUM)

    def __sub__(self, other: Any) -> Expr:
        return _binary(self, "-", other, SUM)

    def __rsub__(self, other: Any) -> Expr:
        return _binary(other, "-", self, SUM)

    def __mul__(self, other: Any) -> Expr:
        return _binary(self, "*", other, PRODUCT)

    def __rmul__(self, other: Any) -> Expr:
        return _binary(other, "*", self, PRODUCT)

    def __truediv__(self, other: Any) -> Expr:
        return _binary(self, "/", other, PRODUCT)

    def __rtruediv__(self, other: Any) -> Expr:
        return _binary(other, "/", self, PRODUCT)

    def __floordiv__(self, other: Any) -> Expr:
        return fn.Math.floor(self / other)

    def __rfloordiv__(self, other: Any) -> Expr:
        return fn.Math.floor(other / self)

    def __mod__(self, other: Any) -> Expr:
        return _binary(self, "%", other, PRODUCT)

    def __rmod__(self, other: Any) -> Expr:
        return _binary(other, "%", self, PRODUCT)

    def __pow__(self, other: Any) -> Expr:
        return _power(self, other)

    def __rpow__(self, other: Any) -> Expr:
        return _power(other, self)


def literal(value: Any) -> Expr:
    """A value of Python as an expression: None, booleans, numbers, texts, lists, dictionaries, and expressions inside these."""
    if isinstance(value, Expr):
        return value
    if value is None or isinstance(value, bool):
        return Expr("null" if value is None else str(value).lower())
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, str):
        return Expr(_quote(value))
    if isinstance(value, (list, tuple)):
        return Expr(f"[{', '.join(source(item) for item in value)}]")
    if isinstance(value, Mapping):
        members = ", ".join(f"{_key(name)}: {source(item)}" for name, item in value.items())
        return Expr(f"{{ {members} }}" if members else "{}", kind="object")
    raise ExpressionError(f"A {type(value).__name__} cannot be written in an expression.")


def source(value: Any) -> str:
    """The text of an expression, as it stands in ``condition``."""
    return literal(value).__text__


def raw(expression: str) -> Expr:
    """An expression from its text, for what Python has no words for."""
    return Expr(expression, ARROW)


def text(value: str) -> str:
    """A text as it is, for a string of a config: ``{{`` in it begins no template."""
    return value.replace("{{", '{{ "{{" }}')


def when(condition: Any, then: Any, otherwise: Any) -> Expr:
    """``condition ? then : otherwise``"""
    parts = (_wrap(condition, COALESCE), _wrap(then, CONDITIONAL), _wrap(otherwise, CONDITIONAL))
    return Expr(f"{parts[0]} ? {parts[1]} : {parts[2]}", CONDITIONAL)


def coalesce(value: Any, *others: Any) -> Expr:
    """The first value that is not null or undefined: ``a ?? b``."""
    parts = [_wrap(value, COALESCE if _is_coalesce(value) else EQUALITY), *[_wrap(item, EQUALITY) for item in others]]
    return Expr(" ?? ".join(parts), COALESCE, "coalesce") if others else literal(value)


def maybe(value: Any) -> Expr:
    """The value, of which a member is undefined where the value is null or undefined: ``a?.b``."""
    return Expr(_target(literal(value)), kind="maybe")


def has(value: Any, name: Any) -> Expr:
    """Whether an object has a member: ``name in value``."""
    return Expr(f"{_wrap(name, RELATIONAL)} in {_wrap(value, SUM)}", RELATIONAL)


def _quote(value: str) -> str:
    quoted = json.dumps(value, ensure_ascii=False)
    quoted = "".join(_ESCAPED.get(char) or (f"\\u{ord(char):04x}" if "\ud800" <= char <= "\udfff" else char) for char in quoted)
    # So that no text can end or begin a template.
    return quoted.replace("}}", "}\\u007d").replace("{{", "{\\u007b")


def _number(value: int | float) -> Expr:
    if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
        raise ExpressionError(f"{value} is beyond 2**53: no number of an expression holds it exactly.")
    if not math.isfinite(value):
        raise ExpressionError(f"{value} is no number of JSON.")
    written = repr(value)
    return Expr(written, UNARY if written.startswith("-") else NUMBER)


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise ExpressionError(f"The names of an object are texts, not {name!r}.")
    if name in _FORBIDDEN:
        raise ExpressionError(f"The member '{name}' is not available.")
    return name if _IDENTIFIER.fullmatch(name) else _quote(name)


def _wrap(value: Any, rank: int) -> str:
    expression = literal(value)
    return expression.__text__ if expression.__rank__ >= rank else f"({expression.__text__})"


def _target(value: Expr) -> str:
    """The text before a member. An object literal in front would be taken for a block in some places."""
    return f"({value.__text__})" if value.__kind__ == "object" else _wrap(value, MEMBER)


def _member(value: Expr, name: str) -> Expr:
    if name in _FORBIDDEN:
        raise ExpressionError(f"The member '{name}' is not available: an expression reads data only.")
    target, link = _target(value), "?." if value.__kind__ == "maybe" else ""
    if _IDENTIFIER.fullmatch(name):
        return Expr(f"{target}{link or '.'}{name}", kind="member")
    return Expr(f"{target}{link}[{_quote(name)}]", kind="member")


def _slice(value: Expr, key: slice) -> Expr:
    if key.step is not None:
        raise ExpressionError("A slice has no step here.")
    if key.stop is None:
        return _member(value, "slice")(0 if key.start is None else key.start)
    return _member(value, "slice")(0 if key.start is None else key.start, key.stop)


def _argument(value: Any) -> str:
    if not callable(value) or isinstance(value, Expr):
        return source(value)
    return _arrow(value)


def _arrow(function: Callable[..., Any]) -> str:
    names = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind not in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD) or not parameter.name.isascii():
            raise ExpressionError(f"'{parameter}' cannot be the parameter of a function here.")
        names.append(parameter.name + "_" if parameter.name in _RESERVED else parameter.name)
    body = literal(function(*[Expr(name) for name in names]))
    written = f"({body.__text__})" if body.__kind__ == "object" else body.__text__
    return f"{names[0] if len(names) == 1 else '(' + ', '.join(names) + ')'} => {written}"


def _binary(left: Any, operator: str, right: Any, rank: int) -> Expr:
    return Expr(f"{_wrap(left, rank)} {operator} {_wrap(right, rank + 1)}", rank)


def _power(left: Any, right: Any) -> Expr:
    # To the right first; and no sign may stand before the left side.
    return Expr(f"{_wrap(left, NUMBER)} ** {_wrap(right, POWER)}", POWER)


def _unary(operator: str, value: Expr) -> Expr:
    operand = _wrap(value, UNARY)
    return Expr(f"{operator}({operand})" if operator != "!" and operand[0] in "+-" else operator + operand, UNARY)


def _is_coalesce(value: Any) -> bool:
    return isinstance(value, Expr) and value.__kind__ == "coalesce"


class _Functions:
    """The built-in functions: ``fn.Math.round(x)``, ``fn.Number(x)``, ``fn.JSON.stringify(x)``."""

    def __getattr__(self, name: str) -> Expr:
        if name.startswith("__"):
            raise AttributeError(name)
        return Expr(name, kind="member")


state = Expr("state")
"""The variables that ``set_variable`` has set."""
input = Expr("input")
"""The input of the execution."""
trigger = Expr("trigger")
"""What started the execution."""
nodes = Expr("nodes")
"""What nodes gave that ran before: ``nodes.fetch.output``, ``.status``, ``.error``; ``nodes["my-id"]``."""
execution = Expr("execution")
"""The execution: ``execution.id``."""
item = Expr("item")
"""The current element, in a loop."""
args = Expr("args")
"""The arguments of the model, in a tool of an ``ai_agent``."""
fn = _Functions()
"""The built-in functions, by their names in JavaScript."""
