"""Inputs: named parameters, and what type hints make of JSON."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import Sandbox

_HEAD = """
import dataclasses, datetime, enum, typing, uuid
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Annotated, Any, Literal, NamedTuple, NewType, Optional, TypedDict, Union
class Color(enum.Enum):
    RED = "r"
    BLUE = 2
@dataclasses.dataclass
class Item:
    name: str
    price: Decimal = Decimal(0)
    tags: list[str] = dataclasses.field(default_factory=list)
class Row(TypedDict, total=False):
    n: int
class Pair(NamedTuple):
    x: int
    y: int = 0
UserId = NewType("UserId", int)
"""


@pytest.mark.parametrize(
    ("hint", "value", "expected"),
    [
        ("int", 5, "5"), ("int", 5.0, "5"), ("int", "5", "5"), ("float", 1, "1.0"), ("float", "1.5", "1.5"), ("str", "x", "'x'"),
        ("bool", True, "True"), ("bool", "false", "False"), ("None", None, "None"), ("Any", [1], "[1]"), ("object", 1, "1"),
        ("Decimal", "1.10", "Decimal('1.10')"), ("Decimal", 1.1, "Decimal('1.1')"),
        ("datetime.datetime", "2024-02-29T01:02:03Z", "datetime.datetime(2024, 2, 29, 1, 2, 3, tzinfo=datetime.timezone.utc)"),
        ("datetime.datetime", 0, "datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)"),
        ("date", "2024-02-29", "datetime.date(2024, 2, 29)"), ("time", "01:02", "datetime.time(1, 2)"),
        ("timedelta", 1.5, "datetime.timedelta(seconds=1, microseconds=500000)"),
        ("uuid.UUID", "0" * 32, "UUID('00000000-0000-0000-0000-000000000000')"), ("bytes", "AP8=", "b'\\x00\\xff'"),
        ("Color", "r", "<Color.RED: 'r'>"), ("Color", "BLUE", "<Color.BLUE: 2>"), ("Color", 2, "<Color.BLUE: 2>"),
        ("list[int]", ["1", 2], "[1, 2]"), ("list", [1], "[1]"), ("typing.Sequence[int]", [1], "[1]"), ("set[int]", [1, 1], "{1}"),
        ("frozenset[str]", ["a"], "frozenset({'a'})"), ("tuple[int, str]", [1, "a"], "(1, 'a')"), ("tuple[int, ...]", [1, 2], "(1, 2)"),
        ("dict[int, Decimal]", {"1": "2"}, "{1: Decimal('2')}"), ("dict", {"a": 1}, "{'a': 1}"),
        ("Optional[int]", None, "None"), ("int | str", "5", "'5'"), ("Union[int, None]", "5", "5"), ("Literal['a', 1]", 1, "1"),
        ("Annotated[int, 'x']", "5", "5"), ("UserId", "7", "7"), ("Row", {"n": "1"}, "{'n': 1}"),
        ("Pair", {"x": "1"}, "Pair(x=1, y=0)"), ("Pair", [1, 2], "Pair(x=1, y=2)"),
        ("Item", {"name": "a", "price": "1.5", "tags": ["t"]}, "Item(name='a', price=Decimal('1.5'), tags=['t'])"),
        ("list[Item]", [{"name": "a"}], "[Item(name='a', price=Decimal('0'), tags=[])]"),
    ],
)  # fmt: skip
def test_hints_convert(sandbox: Sandbox, hint: str, value: Any, expected: str) -> None:
    assert sandbox.result(f"{_HEAD}\ndef main(x: {hint}): return repr(x)", {"x": value}) == expected


@pytest.mark.parametrize(
    ("hint", "value", "words"),
    [
        ("int", "five", "expected an integer, got 'five'"), ("int", 1.5, "an integer"), ("int", True, "an integer"),
        ("int", None, "an integer"), ("str", 5, "a string"), ("bool", 1, "true or false"), ("float", "nan", "a finite number"),
        ("date", "29.2.2024", "a date"), ("bytes", "!", "base64"), ("uuid.UUID", "x", "UUID"), ("Color", "green", "'r' or 2"),
        ("list[int]", ["x"], "input 'x'[0]"), ("list[int]", "12", "a list"), ("tuple[int, int]", [1], "2 items"),
        ("dict[str, int]", {"a": "x"}, "input 'x'.a"), ("Literal['a']", "b", "'a'"), ("Optional[int]", "x", "int or null"),
        ("Item", {}, "'name'"), ("Item", {"name": "a", "colour": 1}, "'colour'"), ("Item", {"name": 1}, "input 'x'.name"),
        ("Pair", {"z": 1}, "z"), ("complex", 1, "not supported"), ("Decimal", "NaN", "finite"), ("None", 1, "null"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(sandbox: Sandbox, hint: str, value: Any, words: str) -> None:
    error = sandbox.error(f"{_HEAD}\ndef main(x: {hint}): return 1", {"x": value})
    assert error["kind"] == "invalid_inputs"
    assert words in error["message"]


def test_parameters_are_named(sandbox: Sandbox) -> None:
    assert sandbox.result("def main(**inputs): return inputs", {"a": 1, "self": 2}) == {"a": 1, "self": 2}
    assert sandbox.result("def main(a, *, b=2): return [a, b]", {"a": 1}) == [1, 2]
    assert sandbox.result("def main(a, **rest): return [a, rest]", {"a": 1, "b": 2}) == [1, {"b": 2}]
    assert sandbox.result("def main(**rest: int): return rest", {"b": "2"}) == {"b": 2}
    assert sandbox.result("main = lambda a: a", {"a": 1}) == 1


@pytest.mark.parametrize(
    ("code", "inputs", "words"),
    [("def main(a): pass", {}, "needs the input 'a'"), ("def main(): pass", {"b": 1}, "does not take the input 'b'")],
)
def test_inputs_that_main_does_not_fit(sandbox: Sandbox, code: str, inputs: dict[str, Any], words: str) -> None:
    error = sandbox.error(code, inputs)
    assert error["kind"] == "invalid_inputs"
    assert words in error["message"]


def test_large_inputs_and_results_pass(sandbox: Sandbox) -> None:
    value = "x" * 2_000_000
    assert sandbox.result("def main(x): return x", {"x": value}, memory_mb=256) == value
