"""What the generated models have in common: reading and writing JSON."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import datetime, timezone
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from .secrets import MASK, Secret

M = TypeVar("M", bound="Model")

Decoder = Callable[[Any], Any]


class Model:
    """An answer of the API. Members that this version does not know are kept: ``model["name"]`` and ``to_json`` have them."""

    _raw: Mapping[str, Any]
    _etag: str | None = None

    @property
    def etag(self) -> str | None:
        """The version of the resource, for ``if_match``; None where the answer had none."""
        return self._etag

    @classmethod
    def from_json(cls: type[M], data: Mapping[str, Any], etag: str | None = None) -> M:
        """Reads an answer."""
        values = {name: decode(data[name]) for name, decode in _decoders(cls).items() if name in data}
        model = cls(**values, **{"_raw": data})
        object.__setattr__(model, "_etag", etag)
        return model

    def to_json(self, *, reveal: bool = False) -> dict[str, Any]:
        """The JSON of it. Secrets are masked unless they are to be revealed."""
        known = list(_decoders(type(self)))
        written = {name: value for name, value in self._raw.items() if name not in known}
        for name in known:
            value = getattr(self, name)
            if value is not None or self._raw.get(name, 0) is None:
                written[name] = _encode(value, reveal)
        return written

    def __getitem__(self, name: str) -> Any:
        """A member by its JSON name, also one that this version does not know."""
        if name != "_raw" and name in _decoders(type(self)):
            return getattr(self, name)
        return self._raw[name]


def parse_time(text: str) -> datetime:
    """A time of RFC 3339, in UTC."""
    return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(timezone.utc)


def format_time(time: datetime | str) -> str:
    """A time as the API takes it. One without a zone is an error: it would mean another time on another machine."""
    if isinstance(time, str):
        return time
    if time.tzinfo is None:
        raise ValueError("A time needs a time zone, e.g. datetime.now(timezone.utc).")
    return time.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _encode(value: Any, reveal: bool) -> Any:
    if isinstance(value, Model):
        return value.to_json(reveal=reveal)
    if isinstance(value, Secret):
        return value.reveal() if reveal else MASK
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, list):
        return [_encode(item, reveal) for item in value]
    return value


_known: dict[str, dict[str, Decoder]] = {}


def _decoders(model: type[Model]) -> dict[str, Decoder]:
    """How each member of a model is read; worked out once."""
    name = f"{model.__module__}.{model.__qualname__}"
    if name not in _known:
        hints = get_type_hints(model)
        fields = dataclasses.fields(model)
        _known[name] = {item.name: _decoder(hints[item.name]) for item in fields if item.name != "_raw"}
    return _known[name]


def _decoder(hint: Any) -> Decoder:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = next((item for item in map(_decoder, arguments) if item is not _same), _same)
        return _same if inner is _same else lambda value: None if value is None else inner(value)
    if origin is list:
        item = _decoder(arguments[0])
        return _same if item is _same else lambda value: [item(element) for element in value]
    if origin is Secret:
        return Secret
    if hint is datetime:
        return parse_time
    if isinstance(hint, type) and issubclass(hint, Model):
        return hint.from_json
    return _same


def _same(value: Any) -> Any:
    return value
