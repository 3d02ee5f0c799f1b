"""Type hints on `main` turn JSON inputs into Python values, and refuse those that do not fit."""

from __future__ import annotations

import base64
import binascii
import collections.abc
import dataclasses
import datetime
import decimal
import enum
import math
import types
import typing
import uuid
from collections.abc import Callable
from typing import Any

from orcheo_sandbox.inside.errors import InvalidInputs

_LISTS = (list, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection, collections.abc.MutableSequence)
_SETS = (set, frozenset, collections.abc.Set, collections.abc.MutableSet)
_DICTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
_SHOWN = 60


def coerce(value: Any, hint: Any, path: str) -> Any:
    """The value as the hint wants it. Raises InvalidInputs, naming the place, what was expected and what came."""
    if hint is Any or hint is object or isinstance(hint, typing.TypeVar):
        return value
    if hint is None or hint is type(None):
        return _require(value is None, None, value, "null", path)
    supertype = getattr(hint, "__supertype__", None)
    if supertype is not None:
        return coerce(value, supertype, path)
    origin = typing.get_origin(hint)
    if origin is not None:
        return _generic(value, hint, origin, typing.get_args(hint), path)
    scalar = _SCALARS.get(hint)
    if scalar is not None:
        return scalar(value, path)
    if not isinstance(hint, type):
        raise InvalidInputs(f"{path}: the type hint {hint!r} is not supported")
    return _class(value, hint, path)


def _generic(value: Any, hint: Any, origin: Any, arguments: tuple[Any, ...], path: str) -> Any:
    if origin is typing.Annotated:
        return coerce(value, arguments[0], path)
    if origin is typing.Union or origin is types.UnionType:
        return _union(value, hint, arguments, path)
    if origin is typing.Literal:
        for allowed in arguments:
            if type(allowed) is type(value) and allowed == value:
                return value
        raise _mismatch(value, " or ".join(repr(a) for a in arguments), path)
    if origin is tuple:
        return _tuple(value, arguments, path)
    if origin in _LISTS:
        return [coerce(item, arguments[0], f"{path}[{i}]") for i, item in enumerate(_items(value, "a list", path))]
    if origin in _SETS:
        items = [coerce(item, arguments[0], f"{path}[{i}]") for i, item in enumerate(_items(value, "a list", path))]
        return frozenset(items) if origin is frozenset else set(items)
    if origin in _DICTS:
        keys, values = arguments
        members = _members(value, "an object", path)
        return {coerce(k, keys, f"{path}: key {k!r}"): coerce(v, values, f"{path}.{k}") for k, v in members.items()}
    raise InvalidInputs(f"{path}: the type hint {hint} is not supported")


def _union(value: Any, hint: Any, choices: tuple[Any, ...], path: str) -> Any:
    # What is of a named type already stays as it is: a string given to `int | str` is no number.
    if any(isinstance(choice, type) and type(value) is choice for choice in choices):
        return value
    for choice in choices:
        try:
            return coerce(value, choice, path)
        except InvalidInputs:
            continue
    raise _mismatch(value, " or ".join(_name(choice) for choice in choices), path)


def _tuple(value: Any, arguments: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    items = _items(value, "a list", path)
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return tuple(coerce(item, arguments[0], f"{path}[{i}]") for i, item in enumerate(items))
    if len(items) != len(arguments):
        raise _mismatch(value, f"a list of {len(arguments)} items", path)
    return tuple(coerce(item, hint, f"{path}[{i}]") for i, (item, hint) in enumerate(zip(items, arguments)))


def _class(value: Any, hint: type, path: str) -> Any:
    if issubclass(hint, enum.Enum):
        return _enum(value, hint, path)
    if dataclasses.is_dataclass(hint):
        return _dataclass(value, hint, path)
    if typing.is_typeddict(hint):
        return _typed_dict(value, hint, path)
    if issubclass(hint, tuple) and hasattr(hint, "_fields"):
        return _named_tuple(value, hint, path)
    if hint in _LISTS or hint is tuple or hint in _SETS:
        items = _items(value, "a list", path)
        return items if hint in _LISTS else tuple(items) if hint is tuple else frozenset(items) if hint is frozenset else set(items)
    if hint in _DICTS:
        return _members(value, "an object", path)
    if isinstance(value, hint):
        return value
    raise InvalidInputs(f"{path}: the type hint {hint.__qualname__} is not supported")


def _enum(value: Any, hint: type[enum.Enum], path: str) -> enum.Enum:
    for member in hint:
        if type(member.value) is type(value) and member.value == value:
            return member
    if isinstance(value, str) and value in hint.__members__:
        return hint.__members__[value]
    raise _mismatch(value, " or ".join(repr(member.value) for member in hint), path)


def _dataclass(value: Any, hint: type, path: str) -> Any:
    fields = [field for field in dataclasses.fields(hint) if field.init]
    members = _members(value, f"an object for {hint.__qualname__}", path)
    hints = typing.get_type_hints(hint, include_extras=True)
    unknown = members.keys() - {field.name for field in fields}
    if unknown:
        raise InvalidInputs(f"{path}: {hint.__qualname__} has no field {sorted(unknown)[0]!r}")
    for field in fields:
        if field.name not in members and field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise InvalidInputs(f"{path}: the field {field.name!r} of {hint.__qualname__} is missing")
    return hint(**{name: coerce(item, hints[name], f"{path}.{name}") for name, item in members.items()})


def _typed_dict(value: Any, hint: Any, path: str) -> dict[str, Any]:
    members = _members(value, f"an object for {hint.__qualname__}", path)
    hints = typing.get_type_hints(hint)
    for name in sorted(hint.__required_keys__):
        if name not in members:
            raise InvalidInputs(f"{path}: the key {name!r} of {hint.__qualname__} is missing")
    return {name: coerce(item, hints.get(name, Any), f"{path}.{name}") for name, item in members.items()}


def _named_tuple(value: Any, hint: Any, path: str) -> Any:
    names: tuple[str, ...] = hint._fields
    hints = typing.get_type_hints(hint)
    given = dict(zip(names, value)) if isinstance(value, list) and len(value) <= len(names) else value
    members = _members(given, f"an object or a list for {hint.__qualname__}", path)
    try:
        return hint(**{name: coerce(item, hints.get(name, Any), f"{path}.{name}") for name, item in members.items()})
    except TypeError as error:
        raise InvalidInputs(f"{path}: {error}") from None


def _bool(value: Any, path: str) -> bool:
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    return bool(_require(isinstance(value, bool), value, value, "true or false", path))


def _int(value: Any, path: str) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return int(_parsed(int, value, "an integer", path))


def _float(value: Any, path: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(_parsed(float, str(value), "a number", path))
    number = float(_parsed(float, value, "a number", path))
    return float(_require(math.isfinite(number), number, value, "a finite number", path))


def _str(value: Any, path: str) -> str:
    return str(_require(isinstance(value, str), value, value, "a string", path))


def _decimal(value: Any, path: str) -> decimal.Decimal:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return decimal.Decimal(str(value))
    number: decimal.Decimal = _parsed(decimal.Decimal, value, "a decimal number", path)
    if not number.is_finite():
        raise _mismatch(value, "a finite decimal number", path)
    return number


def _datetime(value: Any, path: str) -> datetime.datetime:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.datetime.fromtimestamp(value, datetime.timezone.utc)
        except (OverflowError, ValueError, OSError):
            raise _mismatch(value, "seconds since 1970", path) from None
    found: datetime.datetime = _parsed(datetime.datetime.fromisoformat, value, "a date and time (ISO 8601)", path)
    return found


def _date(value: Any, path: str) -> datetime.date:
    found: datetime.date = _parsed(datetime.date.fromisoformat, value, "a date (ISO 8601)", path)
    return found


def _time(value: Any, path: str) -> datetime.time:
    found: datetime.time = _parsed(datetime.time.fromisoformat, value, "a time of day (ISO 8601)", path)
    return found


def _timedelta(value: Any, path: str) -> datetime.timedelta:
    try:
        return datetime.timedelta(seconds=_float(value, path))
    except OverflowError:
        raise _mismatch(value, "a number of seconds", path) from None


def _uuid(value: Any, path: str) -> uuid.UUID:
    found: uuid.UUID = _parsed(uuid.UUID, value, "a UUID", path)
    return found


def _bytes(value: Any, path: str) -> bytes:
    found: bytes = _parsed(lambda text: base64.b64decode(text, validate=True), value, "bytes in base64", path)
    return found


def _parsed(parse: Callable[[str], Any], value: Any, expected: str, path: str) -> Any:
    if not isinstance(value, str):
        raise _mismatch(value, expected, path)
    try:
        return parse(value)
    except (ValueError, OverflowError, decimal.InvalidOperation, binascii.Error):
        raise _mismatch(value, expected, path) from None


def _items(value: Any, expected: str, path: str) -> list[Any]:
    return list(_require(isinstance(value, list), value, value, expected, path))


def _members(value: Any, expected: str, path: str) -> dict[str, Any]:
    return dict(_require(isinstance(value, dict), value, value, expected, path))


def _require(holds: bool, result: Any, value: Any, expected: str, path: str) -> Any:
    if not holds:
        raise _mismatch(value, expected, path)
    return result


def _mismatch(value: Any, expected: str, path: str) -> InvalidInputs:
    shown = repr(value)
    return InvalidInputs(f"{path}: expected {expected}, got {shown if len(shown) <= _SHOWN else shown[:_SHOWN] + '...'}")


def _name(hint: Any) -> str:
    return "null" if hint in (None, type(None)) else getattr(hint, "__qualname__", str(hint))


_SCALARS: dict[Any, Callable[[Any, str], Any]] = {
    bool: _bool,
    int: _int,
    float: _float,
    str: _str,
    decimal.Decimal: _decimal,
    datetime.datetime: _datetime,
    datetime.date: _date,
    datetime.time: _time,
    datetime.timedelta: _timedelta,
    uuid.UUID: _uuid,
    bytes: _bytes,
    bytearray: lambda value, path: bytearray(_bytes(value, path)),
}
