"""Checks configs against the JSON Schemas of node types, as the server does: the same keywords, in the same order."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlsplit

from .expression import is_single_template
from .faults import append, describe

Schema = Any

_WORDS = {
    "string": "a string", "number": "a number", "integer": "a whole number", "boolean": "true or false", "array": "an array",
    "object": "an object", "null": "null",
}  # fmt: skip
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,16})?)?(?:Z|[+-]\d{2}:\d{2})?)?")


@dataclass(frozen=True)
class SchemaFault:
    """What is wrong with a value, and where."""

    pointer: str
    message: str
    keyword: str


def check_config(
    schema: Schema, config: Any, expression_members: Collection[str] = (), literal_members: Collection[str] = ()
) -> list[SchemaFault]:
    """Checks a config as its author wrote it. A string that is exactly one template fits wherever something else is wanted; one that holds
    templates is a string whose content is not known yet. Literal members hold no templates."""
    return list(_Walker(schema, frozenset(expression_members), frozenset(literal_members)).check(schema, config, ""))


class _Walker:
    def __init__(self, root: Schema, expression_members: frozenset[str], literal_members: frozenset[str]) -> None:
        self._root = root
        self._expression_members = expression_members
        self._literal_members = literal_members

    def check(self, schema: Schema, value: Any, pointer: str) -> Iterator[SchemaFault]:
        open_text = isinstance(value, str) and "{{" in value and pointer.split("/")[1:2] not in [[name] for name in self._literal_members]
        if open_text and is_single_template(value):
            return
        if schema is False:
            yield SchemaFault(pointer, "is not allowed", "false")
            return
        if schema is True:
            return
        types = _types(schema)
        if types and not _matches_type(types, value):
            yield SchemaFault(pointer, f"must be {_join(types)}, not {describe(value)}", "type")
            return
        if not open_text:
            yield from self._check_values(schema, value, pointer)
            yield from self._check_text(schema, value, pointer)
        yield from self._check_number(schema, value, pointer)
        yield from self._check_array(schema, value, pointer)
        yield from self._check_object(schema, value, pointer)
        yield from self._check_combinations(schema, value, pointer)

    def _check_values(self, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[SchemaFault]:
        allowed = schema["enum"] if "enum" in schema else [schema["const"]] if "const" in schema else None
        if allowed is not None and not any(_equal(item, value) for item in allowed):
            yield SchemaFault(pointer, f"must be one of {', '.join(map(str, allowed))}", "enum")

    def _check_text(self, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[SchemaFault]:
        if not isinstance(value, str):
            return
        if len(value) < schema.get("minLength", 0) or len(value) > schema.get("maxLength", len(value)):
            yield SchemaFault(pointer, "is too short or too long", "length")
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield SchemaFault(pointer, f"must match the pattern {schema['pattern']}", "pattern")
        if not _has_format(schema.get("format"), value):
            yield SchemaFault(pointer, f"must be a {schema['format']}", "format")

    def _check_number(self, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[SchemaFault]:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return
        for keyword, broken, sign in (
            ("minimum", operator.lt, "≥"),
            ("exclusiveMinimum", operator.le, ">"),
            ("maximum", operator.gt, "≤"),
            ("exclusiveMaximum", operator.ge, "<"),
        ):
            if keyword in schema and broken(value, schema[keyword]):
                yield SchemaFault(pointer, f"must be a number {sign} {schema[keyword]}", keyword)

    def _check_array(self, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[SchemaFault]:
        if not isinstance(value, (list, tuple)):
            return
        if len(value) < schema.get("minItems", 0) or len(value) > schema.get("maxItems", len(value)):
            yield SchemaFault(pointer, "has too few or too many items", "items")
        if schema.get("uniqueItems") and any(_equal(item, other) for index, item in enumerate(value) for other in value[:index]):
            yield SchemaFault(pointer, "must not hold the same item twice", "uniqueItems")
        if "items" in schema:
            for index, item in enumerate(value):
                yield from self.check(schema["items"], item, append(pointer, index))

    def _check_object(self, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[SchemaFault]:
        if not isinstance(value, Mapping):
            return
        for name in schema.get("required", []):
            if name not in value:
                yield SchemaFault(append(pointer, name), "is missing", "required")
        for name, item in value.items():
            yield from self._check_member(schema, name, item, pointer)
        if len(value) < schema.get("minProperties", 0) or len(value) > schema.get("maxProperties", len(value)):
            yield SchemaFault(pointer, "has too few or too many members", "properties")

    def _check_member(self, schema: Mapping[str, Any], name: str, value: Any, pointer: str) -> Iterator[SchemaFault]:
        at, known = append(pointer, name), schema.get("properties", {})
        if "propertyNames" in schema and any(self.check(schema["propertyNames"], name, at)):
            yield SchemaFault(at, "is not a name that is allowed here", "propertyNames")
        if pointer == "" and name in self._expression_members and isinstance(value, str):
            # The source of an expression, checked by the parser of expressions.
            return
        if name in known:
            yield from self.check(known[name], value, at)
        elif schema.get("additionalProperties", True) is False:
            yield SchemaFault(at, "is an unknown member", "additionalProperties")
        elif "additionalProperties" in schema:
            yield from self.check(schema["additionalProperties"], value, at)

    def _check_combinations(self, schema: Mapping[str, Any], value: Any, pointer: str) -> Iterator[SchemaFault]:
        if "$ref" in schema:
            yield from self.check(self._resolve(schema["$ref"]), value, pointer)
        for part in schema.get("allOf", []):
            yield from self.check(part, value, pointer)
        for keyword in ("anyOf", "oneOf"):
            # A template may be what tells the alternatives apart, so that several of oneOf may match until it is rendered.
            if keyword in schema:
                yield from self._check_alternatives(schema[keyword], value, pointer)
        if "not" in schema and not any(self.check(schema["not"], value, pointer)):
            yield SchemaFault(pointer, "has a form that is not allowed", "not")

    def _check_alternatives(self, alternatives: Sequence[Schema], value: Any, pointer: str) -> Iterator[SchemaFault]:
        failures = [list(self.check(alternative, value, pointer)) for alternative in alternatives]
        if not all(failures):
            return
        if all(_requires_one(alternative) for alternative in alternatives):
            names = [f"'{alternative['required'][0]}'" for alternative in alternatives]
            yield SchemaFault(pointer, f"needs {' or '.join(names)}", "required")
            return
        meant = [faults for faults in failures if not any(fault.keyword == "type" and fault.pointer == pointer for fault in faults)]
        if meant:
            yield from min(meant, key=len)
            return
        types = [name for alternative in alternatives for name in _types(self._target(alternative))]
        yield from [SchemaFault(pointer, f"must be {_join(types)}", "type")] if types else failures[0]

    def _target(self, schema: Schema) -> Schema:
        return self._resolve(schema["$ref"]) if isinstance(schema, Mapping) and "$ref" in schema else schema

    def _resolve(self, reference: str) -> Schema:
        found = self._root
        for part in unquote(reference[1:]).split("/")[1:]:
            name = part.replace("~1", "/").replace("~0", "~")
            found = found[int(name)] if isinstance(found, list) else found[name]
        return found


def _types(schema: Schema) -> list[str]:
    types = schema.get("type", []) if isinstance(schema, Mapping) else []
    return [types] if isinstance(types, str) else list(types)


def _matches_type(types: Sequence[str], value: Any) -> bool:
    if isinstance(value, bool):
        return "boolean" in types
    if isinstance(value, (int, float)):
        return "number" in types or ("integer" in types and value == int(value))
    kinds: dict[str, type | tuple[type, ...]] = {"string": str, "array": (list, tuple), "object": Mapping, "null": type(None)}
    return any(name in types and isinstance(value, kind) for name, kind in kinds.items())


def _equal(left: Any, right: Any) -> bool:
    return type(left) is type(right) and bool(left == right) or json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


def _has_format(format: str | None, text: str) -> bool:
    if format == "uri":
        return bool(urlsplit(text).scheme)
    if format == "date-time":
        try:
            return bool(_TIME.fullmatch(text) and datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00")))
        except ValueError:
            return False
    return True


def _requires_one(schema: Schema) -> bool:
    return isinstance(schema, Mapping) and len(schema.get("required", [])) == 1 and not schema.get("properties") and _types(schema) in ([], ["object"])


def _join(types: Sequence[str]) -> str:
    unique = list(dict.fromkeys(types))
    names = [_WORDS[name] for name in unique if not (name == "integer" and "number" in unique)]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
