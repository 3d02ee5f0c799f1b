"""Expressions as Python: what they compile to, and that the server makes of them what Python would."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import orcheo
from orcheo import ExpressionError, Orcheo, Secret
from orcheo.expressions import args, coalesce, execution, fn, has, input, item, literal, maybe, nodes, raw, source, state, text, trigger, when
from orcheo._builder.values import compiled
from orcheo.validation import check_expression, is_single_template


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (state.score > 10, "state.score > 10"),
        ((state.score > 10) & ~(input.vip == True), "state.score > 10 && !(input.vip === true)"),  # noqa: E712
        ((state.a & state.b) | state.c, "state.a && state.b || state.c"),
        (state.a & (state.b | state.c), "state.a && (state.b || state.c)"),
        (True & state.a | False, "true && state.a || false"),
        (nodes.fetch.output.body["items"], "nodes.fetch.output.body.items"),
        (nodes["my-id"].output[0], 'nodes["my-id"].output[0]'),
        (state["items"].map(lambda i: i.price * 2), "state.items.map(i => i.price * 2)"),
        (state.list.map(lambda x: {"a": x}), "state.list.map(x => ({ a: x }))"),
        (state.list.reduce(lambda total, x: total + x, 0), "state.list.reduce((total, x) => total + x, 0)"),
        (state.list.map(lambda new: new), "state.list.map(new_ => new_)"),
        (state.list.map(fn.Number), "state.list.map(Number)"),
        (maybe(nodes.a.output).user.name, "nodes.a.output?.user.name"),
        (maybe(state.a)["b c"], 'state.a?.["b c"]'),
        (when(state.n > 0, "some", "none"), 'state.n > 0 ? "some" : "none"'),
        (when(when(state.a, 1, 2), 3, when(1, 2, 3)), "(state.a ? 1 : 2) ? 3 : 1 ? 2 : 3"),
        (coalesce(state.a, state.b | 1, coalesce(1, state.c)), "state.a ?? (state.b || 1) ?? (1 ?? state.c)"),
        (coalesce(coalesce(state.a, 1), 2), "state.a ?? 1 ?? 2"),
        (coalesce(state.a), "state.a"),
        ((state.a - (state.b - 1)) - 2, "state.a - (state.b - 1) - 2"),
        (2 - state.a * (state.b + 1), "2 - state.a * (state.b + 1)"),
        ("a" + state.b, '"a" + state.b'),
        (1 / state.a % 2, "1 / state.a % 2"),
        (7 % state.a, "7 % state.a"),
        (3 * state.a, "3 * state.a"),
        (state.a // 2, "Math.floor(state.a / 2)"),
        (7 // state.a, "Math.floor(7 / state.a)"),
        (abs(-state.a), "Math.abs(-state.a)"),
        (-(-state.a), "-(-state.a)"),
        (+state.a - -1, "+state.a - -1"),
        ((-state.a) ** 2, "(-state.a) ** 2"),
        (2 ** -state.a, "2 ** -state.a"),
        ((state.a**2) ** 3, "(state.a ** 2) ** 3"),
        (literal(-2) ** 2, "(-2) ** 2"),
        (literal(5).toFixed(2), "(5).toFixed(2)"),
        (literal({"a": 1}).a, "({ a: 1 }).a"),
        (literal({"a b": [1, (None, 2.5)], "c": {}}), '{ "a b": [1, [null, 2.5]], c: {} }'),
        (state.a[-1], "state.a.at(-1)"),
        (state.a[1:3], "state.a.slice(1, 3)"),
        (state.a[1:], "state.a.slice(1)"),
        (state.a[:3], "state.a.slice(0, 3)"),
        (state.a[state.i + 1], "state.a[state.i + 1]"),
        (has(state, "x") & has(input, state.k), '"x" in state && state.k in input'),
        (raw("a => a") & 1, "(a => a) && 1"),
        (state.a <= 1, "state.a <= 1"),
        (1 <= state.a, "state.a >= 1"),
        (state.a != None, "state.a !== null"),  # noqa: E711
        (literal("}}{{\u2028\ud800\"\n"), '"}\\u007d{\\u007b\\u2028\\ud800\\"\\n"'),
        (execution.id + trigger.type + item.x + args.y, "execution.id + trigger.type + item.x + args.y"),
        (fn.JSON.stringify(state), "JSON.stringify(state)"),
    ],
)  # fmt: skip
def test_compiles_to(expression: Any, expected: str) -> None:
    assert source(expression) == expected
    if not expected.startswith("(a =>"):
        check_expression(expected)
        assert is_single_template(str(expression))


def test_templates_are_f_strings() -> None:
    assert f"Hello {input.name}, {state.n + 1}!" == "Hello {{ input.name }}, {{ state.n + 1 }}!"
    assert text("a {{ b }}") == 'a {{ "{{" }} b }}'
    with pytest.raises(ExpressionError, match="no format"):
        f"{state.n:.2f}"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: bool(state.a), lambda: state.a and state.b, lambda: 1 < state.a < 3, lambda: not state.a, lambda: list(state.a), lambda: len(state.a),
        lambda: 1 in state.a, lambda: state(), lambda: (state.a + 1)(2), lambda: state.constructor, lambda: state["__proto__"], lambda: state.__proto__,
        lambda: state.a[::2], lambda: setattr(state, "a", 1), lambda: literal(2**60), lambda: literal(math.inf), lambda: literal(object()),
        lambda: literal({1: 2}), lambda: literal({"__proto__": 2}), lambda: state.a.map(lambda *x: x), lambda: compiled(Secret("x")),
        lambda: compiled({1: 2}), lambda: compiled(math.nan), lambda: compiled(object()),
    ],
)  # fmt: skip
def test_what_cannot_be_an_expression_says_so(wrong: Callable[[], object]) -> None:
    with pytest.raises(ExpressionError):
        wrong()


def test_configs() -> None:
    at = datetime(2026, 1, 31, 9, 15, tzinfo=timezone.utc)
    value = {"a": state.x, "b": [1, (state.y, None)], "c": at, "d": orcheo.models.Retry(max_attempts=2)}
    assert compiled(value) == {"a": "{{ state.x }}", "b": [1, ["{{ state.y }}", None]], "c": "2026-01-31T09:15:00.000Z", "d": {"max_attempts": 2}}
    assert not hasattr(state, "__wrapped__") and not hasattr(fn, "__wrapped__") and repr(state.x) == "<state.x>"


# What the property tests compute twice: as an expression on the server, and here by the rules of JavaScript.

INTEGERS = st.integers(-1000, 1000)
TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=8)
SCOPE = {"a": 7, "b": -3, "t": "täxt }} {{", "yes": True, "no": False, "nothing": None, "list": [3, 1, 2], "o": {"k": "v", "a-b": 5}}

Pair = tuple[Any, Any]


def truth(value: Any) -> bool:
    return value not in (0, "", None) and value is not False


def number(pair: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    def remainder(left: float, right: float) -> float:
        return math.fmod(left, right)

    operators: list[tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = [
        (lambda a, b: a + b, lambda a, b: a + b),
        (lambda a, b: a - b, lambda a, b: a - b),
        (lambda a, b: a * b, lambda a, b: a * b),
        (lambda a, b: a % (b * b + 1), lambda a, b: remainder(a, b * b + 1)),
        (lambda a, b: a // (b * b + 1), lambda a, b: math.floor(a / (b * b + 1))),
        (lambda a, b: -a + b, lambda a, b: -a + b),
        (lambda a, b: when(a < b, a, b), lambda a, b: a if a < b else b),
        (lambda a, b: literal([a, b])[-1], lambda a, b: b),
        (lambda a, b: ((a % 5) ** 2) ** 2 - b, lambda a, b: (remainder(a, 5) ** 2) ** 2 - b),
    ]
    return st.builds(lambda o, x, y: (o[0](literal(x[0]), literal(y[0])), o[1](x[1], y[1])), st.sampled_from(operators), pair, pair)


def boolean(numbers: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    base = st.sampled_from([(input.yes, True), (input.no, False), (literal(True), True)])
    compared = st.builds(
        lambda o, x, y: (o[0](literal(x[0]), literal(y[0])), o[1](x[1], y[1])),
        st.sampled_from([(f, f) for f in (lambda a, b: a < b, lambda a, b: a >= b, lambda a, b: a == b, lambda a, b: a != b)]),
        numbers,
        numbers,
    )
    joined: list[tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = [
        (lambda a, b: a & b, lambda a, b: a and b),
        (lambda a, b: a | b, lambda a, b: a or b),
        (lambda a, b: ~a & b, lambda a, b: not a and b),
        (lambda a, b: ~(a & b), lambda a, b: not (a and b)),
        (lambda a, b: a == (b | a), lambda a, b: a == (b or a)),
    ]
    return st.recursive(
        st.one_of(base, compared),
        lambda inner: st.builds(lambda o, x, y: (o[0](x[0], y[0]), o[1](x[1], y[1])), st.sampled_from(joined), inner, inner),
        max_leaves=6,
    )


NUMBERS = st.recursive(
    st.one_of(st.sampled_from([(input.a, 7), (input.b, -3), (input.list[0], 3), (input.o["a-b"], 5)]), INTEGERS.map(lambda n: (n, n))),
    number,
    max_leaves=6,
)
STRINGS = st.recursive(
    st.one_of(st.sampled_from([(input.t, SCOPE["t"]), (input.o.k, "v")]), TEXTS.map(lambda t: (t, t))),
    lambda inner: st.builds(lambda x, y: (literal(x[0]) + y[0], x[1] + y[1]), inner, inner),
    max_leaves=4,
)
OBJECTS = st.builds(
    lambda k, x, y: ({k: x[0], "l": [y[0], {"m": x[0]}]}, {k: x[1], "l": [y[1], {"m": x[1]}]}),
    TEXTS.filter(lambda t: t != "__proto__" and t != "l"),
    NUMBERS,
    STRINGS,
)
PAIRS = st.one_of(NUMBERS, boolean(NUMBERS), STRINGS, OBJECTS)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PAIRS, min_size=20, max_size=60))
def test_the_server_evaluates_what_was_meant(client: Orcheo, pairs: list[Pair]) -> None:
    values = {f"v{index}": literal(expression) for index, (expression, _) in enumerate(pairs)}
    texts = {f"t{index}": f"<{literal(expression)}>" for index, (expression, value) in enumerate(pairs) if isinstance(value, str)}
    with orcheo.workflow("Property") as wf:
        orcheo.node_types.SetVariable("set", values={**values, **texts})
    document = wf.build()
    assert document.validate() == []
    output = client.executions.run(workflow=document, input=SCOPE, check=True).output
    for index, (_, value) in enumerate(pairs):
        expected = json.loads(json.dumps(value))
        assert output[f"v{index}"] == expected and type(output[f"v{index}"] == expected) is bool
        if isinstance(value, str):
            assert output[f"t{index}"] == f"<{value}>"
