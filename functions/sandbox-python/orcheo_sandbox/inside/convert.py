"""The return value of `main` becomes JSON by these rules, and by no others."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import decimal
import enum
import fractions
import json
import math
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from orcheo_sandbox.inside.errors import NotSerializable, OutputTooLarge

# What stores and reads results nests 64 levels, and wraps them in levels of its own.
MAX_DEPTH = 48
_AS_THEY_ARE = frozenset((str, bool, type(None)))
_KEY_TYPES = (str, int, float, bool, type(None), enum.Enum, uuid.UUID, datetime.date, decimal.Decimal)


def to_json(value: object, max_bytes: int) -> bytes:
    """The value as JSON text in UTF-8."""
    plain = _plain(value, "result", 0)
    try:
        encoded = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotSerializable("the result holds a lone surrogate, which is no Unicode text") from error
    if len(encoded) > max_bytes:
        raise OutputTooLarge(f"the result has {len(encoded)} bytes as JSON; {max_bytes} are allowed")
    return encoded


def _plain(value: object, path: str, depth: int) -> Any:
    kind = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if depth > MAX_DEPTH:
        raise NotSerializable(f"{_short(path)} is nested more than {MAX_DEPTH} levels deep, or contains itself")
    handler = _EXACT.get(kind) or _inherited(value)
    if handler is None:
        raise NotSerializable(f"{_short(path)} is of type {kind.__qualname__}, which has no form in JSON")
    return handler(value, path, depth)


def _inherited(value: object) -> Callable[[Any, str, int], Any] | None:
    if isinstance(value, type):
        return None
    if dataclasses.is_dataclass(value):
        return _dataclass
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _named_tuple
    return next((handler for kind, handler in _BY_BASE if isinstance(value, kind)), None)


def _integer(value: int, path: str, depth: int) -> int:
    number = int(value)
    try:
        float(number)
    except OverflowError:
        raise NotSerializable(f"{_short(path)} is an integer of {number.bit_length()} bits; return it as a string") from None
    return number


def _float(value: float, path: str, depth: int) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise NotSerializable(f"{_short(path)} is {number}, which JSON does not have")
    return number


def _decimal(value: decimal.Decimal, path: str, depth: int) -> str:
    if not value.is_finite():
        raise NotSerializable(f"{_short(path)} is the decimal {value}, which JSON does not have")
    return str(value)


def _list(value: Any, path: str, depth: int) -> list[Any]:
    return [
        item if type(item) in _AS_THEY_ARE else _plain(item, f"{path}[{index}]", depth + 1)
        for index, item in enumerate(value)
    ]


def _set(value: Any, path: str, depth: int) -> list[Any]:
    try:
        items = sorted(value)
    except TypeError:
        items = list(value)
    return _list(items, path, depth)


def _mapping(value: Mapping[Any, Any], path: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in value.items():
        name = key if type(key) is str else _key(key, path)
        if name in found:
            raise NotSerializable(f"{_short(path)} has two keys that are both {name!r} in JSON")
        found[name] = item if type(item) in _AS_THEY_ARE else _plain(item, f"{path}.{name}", depth + 1)
    return found


def _key(key: object, path: str) -> str:
    if not isinstance(key, _KEY_TYPES):
        raise NotSerializable(f"{_short(path)} has a key of type {type(key).__qualname__}; keys of JSON objects are strings")
    plain = _plain(key, path, 0)
    return plain if isinstance(plain, str) else json.dumps(plain)


def _dataclass(value: Any, path: str, depth: int) -> dict[str, Any]:
    return {f.name: _plain(getattr(value, f.name), f"{path}.{f.name}", depth + 1) for f in dataclasses.fields(value)}


def _named_tuple(value: Any, path: str, depth: int) -> dict[str, Any]:
    return {name: _plain(getattr(value, name), f"{path}.{name}", depth + 1) for name in value._fields}


def _iso(value: Any, path: str, depth: int) -> str:
    return str(value.isoformat())


def _base64(value: Any, path: str, depth: int) -> str:
    return base64.b64encode(bytes(value)).decode("ascii")


def _text(value: object, path: str, depth: int) -> str:
    return str(value)


def _enum(value: enum.Enum, path: str, depth: int) -> Any:
    return _plain(value.value, path, depth + 1)


def _seconds(value: datetime.timedelta, path: str, depth: int) -> float:
    return value.total_seconds()


def _short(path: str) -> str:
    return path if len(path) <= 200 else f"{path[:100]}...{path[-90:]}"


# In this order: a datetime is a date, a bool is an int, and an IntEnum is an int too.
_BY_BASE: tuple[tuple[type, Callable[[Any, str, int], Any]], ...] = (
    (enum.Enum, _enum),
    (str, _text),
    (int, _integer),
    (float, _float),
    (Mapping, _mapping),
    (list, _list),
    (tuple, _list),
    (deque, _list),
    (range, _list),
    (set, _set),
    (frozenset, _set),
    (datetime.date, _iso),
    (datetime.time, _iso),
    (datetime.timedelta, _seconds),
    (decimal.Decimal, _decimal),
    (fractions.Fraction, _text),
    (uuid.UUID, _text),
    (bytes, _base64),
    (bytearray, _base64),
    (memoryview, _base64),
)
_EXACT: dict[type, Callable[[Any, str, int], Any]] = {
    int: _integer,
    float: _float,
    list: _list,
    tuple: _list,
    dict: _mapping,
}
