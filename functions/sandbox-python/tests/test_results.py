"""What `main` returns, prints and raises, as the answer shows it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.client import Sandbox


@pytest.mark.parametrize(
    ("imports", "expression", "expected"),
    [
        ("", "{'a': [1, 2.5, None, True, 'x']}", {"a": [1, 2.5, None, True, "x"]}),
        ("", "(1, (2,))", [1, [2]]),
        ("", "{3, 1, 2}", [1, 2, 3]),
        ("", "frozenset('b')", ["b"]),
        ("", "range(3)", [0, 1, 2]),
        ("", "b'\\x00\\xff'", "AP8="),
        ("", "bytearray(b'a')", "YQ=="),
        ("", "{1: 'a', None: 'b', True: 'c'} and {2: 'a', None: 'b'}", {"2": "a", "null": "b"}),
        ("", "'ünï \U0001f600'", "ünï \U0001f600"),
        ("import collections", "collections.deque([1])", [1]),
        ("import collections", "collections.OrderedDict(a=1)", {"a": 1}),
        ("import collections", "collections.namedtuple('P', 'x y')(1, 2)", {"x": 1, "y": 2}),
        ("import datetime as d", "d.datetime(2024, 2, 29, 1, 2, 3, tzinfo=d.timezone.utc)", "2024-02-29T01:02:03+00:00"),
        ("import datetime as d", "d.datetime(2024, 2, 29)", "2024-02-29T00:00:00"),
        ("import datetime as d", "[d.date(2024, 2, 29), d.time(1, 2), d.timedelta(minutes=1.5)]", ["2024-02-29", "01:02:00", 90.0]),
        ("from decimal import Decimal", "Decimal('1.10')", "1.10"),
        ("from fractions import Fraction", "Fraction(1, 3)", "1/3"),
        ("import uuid", "uuid.UUID(int=1)", "00000000-0000-0000-0000-000000000001"),
        ("import enum\nclass C(enum.Enum):\n    RED = 'r'", "[C.RED, {C.RED: 1}]", ["r", {"r": 1}]),
        ("import enum\nclass C(enum.IntEnum):\n    ONE = 1", "C.ONE", 1),
        ("import dataclasses\n@dataclasses.dataclass\nclass P:\n    x: int\n    y: object = None", "P(1, P(2))",
         {"x": 1, "y": {"x": 2, "y": None}}),
        ("import types", "types.MappingProxyType({'a': 1})", {"a": 1}),
        ("class S(str): pass", "S('x')", "x"),
        ("", "2 ** 60", 2**60),
    ],
)  # fmt: skip
def test_values_become_json(sandbox: Sandbox, imports: str, expression: str, expected: Any) -> None:
    assert sandbox.result(f"{imports}\ndef main(): return {expression}") == expected


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("float('nan')", "nan"),
        ("{'a': [float('inf')]}", "result.a[0]"),
        ("__import__('decimal').Decimal('NaN')", "NaN"),
        ("object()", "object"),
        ("{'a': {'b': lambda: 1}}", "result.a.b"),
        ("int", "type"),
        ("(x for x in [])", "generator"),
        ("1j", "complex"),
        ("{(1, 2): 3}", "tuple"),
        ("{1: 'a', '1': 'b'}", "two keys"),
        ("'\\ud800'", "surrogate"),
        ("10 ** 400", "bits"),
        ("ValueError()", "ValueError"),
    ],
)
def test_values_that_are_no_json_are_refused(sandbox: Sandbox, expression: str, words: str) -> None:
    error = sandbox.error(f"def main(): return {expression}")
    assert error["kind"] == "not_serializable"
    assert words in error["message"]


def test_nesting_has_a_limit(sandbox: Sandbox) -> None:
    code = "def main(depth):\n    x = 1\n    for _ in range(depth): x = [x]\n    return x"
    assert str(sandbox.result(code, {"depth": 48})).count("[") == 48
    assert sandbox.error(code, {"depth": 50})["kind"] == "not_serializable"


def test_prints_and_logs_become_events_with_levels(sandbox: Sandbox) -> None:
    code = """
import logging
log = logging.getLogger("mine")
def main():
    print("one", 1)
    print("two\\nthree", end="")
    logging.sys.stderr.write("four\\n")
    log.debug("five %d", 5); log.info("six"); log.warning("seven"); log.error("eight"); log.critical("nine")
    log.info("bad %d", "x")
    try:
        1 / 0
    except ZeroDivisionError:
        log.exception("ten")
"""
    answer = sandbox.run(code)
    assert answer["ok"], answer
    logs = [(line["level"], line["message"].splitlines()[0]) for line in answer["logs"]]
    assert logs[:9] == [
        ("info", "one 1"), ("info", "two"), ("warning", "four"), ("debug", "five 5"), ("info", "six"), ("warning", "seven"),
        ("error", "eight"), ("critical", "nine"), ("info", "'bad %d' (not formatted: %d format: a real number is required, not str)"),
    ]  # fmt: skip
    assert logs[9:] == [("error", "ten"), ("info", "three")]
    assert answer["logs"][9]["message"].endswith("ZeroDivisionError: division by zero")
    assert all(line["ts"].endswith("Z") for line in answer["logs"])
    assert answer["logs_truncated"] is False


def test_logs_are_bounded(sandbox: Sandbox) -> None:
    answer = sandbox.run("def main():\n    for i in range(5000): print(i)\n    return 'end'")
    assert answer["result"] == "end"
    assert len(answer["logs"]) == 1000
    assert answer["logs_truncated"] is True
    assert answer["logs"][-1]["message"] == "999"


def test_exceptions_show_the_users_lines_only(sandbox: Sandbox) -> None:
    code = "import json\n\ndef parse(text):\n    return json.loads(text)\n\ndef main(text):\n    return parse(text)\n"
    error = sandbox.error(code, {"text": "{"})
    assert error["type"] == "json.decoder.JSONDecodeError"
    assert error["kind"] == "exception"
    assert error["line"] == 4
    assert "line 7, in main" in error["traceback"]
    assert "line 4, in parse" in error["traceback"]
    assert "return json.loads(text)" in error["traceback"]
    assert error["traceback"].count("File ") == 2


def test_chained_and_own_exceptions(sandbox: Sandbox) -> None:
    code = """
class Mine(Exception):
    def __str__(self): return "in my words"
def main():
    try:
        {}["a"]
    except KeyError as error:
        raise Mine from error
"""
    error = sandbox.error(code)
    assert (error["type"], error["message"], error["line"]) == ("Mine", "in my words", 8)
    assert "KeyError: 'a'" in error["traceback"]
    assert "direct cause" in error["traceback"]


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("def main(:\n", 1, "invalid syntax"),
        ("x = 1\ndef main()\n    pass", 2, "expected ':'"),
        ("def other(): pass", None, "does not define main"),
        ("main = 3", None, "main is of type int"),
        ("\nasync def main(): pass", 2, "ordinary function"),
        ("def main(): yield 1", 1, "ordinary function"),
        ("def main(a, /): pass", 1, "by position only"),
        ("from __future__ import annotations\ndef main(a: Missing): pass", 2, "Missing"),
        ("\0", None, "null bytes"),
    ],
)  # fmt: skip
def test_code_that_cannot_run(sandbox: Sandbox, code: str, line: int | None, words: str) -> None:
    error = sandbox.error(code, {"a": 1} if "(a" in code else {})
    assert error["kind"] == "invalid_code"
    assert words in error["message"]
    assert error.get("line") == line


def test_usage_is_measured_from_outside(sandbox: Sandbox) -> None:
    code = "def main():\n    block = b'x' * (40 << 20)\n    total = 0\n    for i in range(3000000): total += i\n    return len(block)"
    usage = sandbox.run(code, memory_mb=128)["usage"]
    assert usage["wall_ms"] >= 20
    assert usage["cpu_ms"] >= 20
    assert 40 << 20 < usage["peak_memory_bytes"] < 128 << 20


def test_the_standard_modules_work(sandbox: Sandbox) -> None:
    code = """
import math, cmath, statistics, decimal, fractions, random, datetime, time, calendar, zoneinfo, json, re, string, textwrap
import unicodedata, html, csv, io, base64, binascii, hashlib, hmac, secrets, uuid, zlib, gzip, collections, itertools
import functools, operator, heapq, bisect, copy, enum, dataclasses, typing, types, abc, contextlib, urllib.parse, logging
from urllib import parse
from collections import abc as more
def main():
    assert hashlib.new("sha512", b"x").hexdigest() and hashlib.scrypt(b"x", salt=b"y", n=2, r=1, p=1)
    assert hmac.new(b"k", b"x", "sha256").hexdigest() and secrets.token_hex() and uuid.uuid4() and uuid.uuid1()
    assert datetime.datetime.strptime("2024-02-29", "%Y-%m-%d").year == 2024
    assert gzip.decompress(gzip.compress(b"x")) == b"x" and list(csv.reader(["a,b"])) == [["a", "b"]]
    assert html.unescape("&eacute;") == "é" and unicodedata.name("é") and parse.quote("é") == "%C3%A9"
    assert statistics.NormalDist(0, 1).cdf(0) == 0.5 and decimal.Decimal(1) / 3 and random.random() and calendar.month(2024, 2)
    assert "x".encode("utf-16") and "bücher".encode("idna") and time.strftime("%Y") and copy.deepcopy({"a": [1]})
    time.sleep(0.001)
    return sorted(zoneinfo.available_timezones())[:1] or "no zones on this host"
"""
    assert sandbox.result(code)


def test_randomness_differs_between_runs(sandbox: Sandbox) -> None:
    code = "import random, uuid, secrets\ndef main(): return [random.random(), str(uuid.uuid4()), secrets.token_hex()]"
    first, second = sandbox.result(code), sandbox.result(code)
    assert not set(first) & set(second)
