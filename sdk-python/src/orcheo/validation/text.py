"""Reads JSON so that nothing doubtful gets in, and says where the faults are."""

from __future__ import annotations

import json
import math
import re
from typing import Any

from .faults import Faults, append

MALFORMED, OUT_OF_RANGE, TOO_DEEP, DUPLICATE = "ORC1001", "ORC1005", "ORC1010", "ORC1011"
MOST_LEVELS = 48

_SPACE = re.compile(r"[ \t\r\n]*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])", re.ASCII)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORDS = {"true": True, "false": False, "null": None}


class _Stop(Exception):
    """The text cannot be read any further."""


def parse(source: str | bytes, faults: Faults) -> tuple[bool, Any]:
    """Reads a JSON text. Results in whether it could be read, and in its value."""
    if isinstance(source, bytes):
        try:
            source = source.decode("utf-8-sig")
        except UnicodeDecodeError:
            faults.add(MALFORMED, "The body is not valid JSON: it is not UTF-8.", "")
            return False, None
    source = source.removeprefix("\ufeff")
    if not source.strip(" \t\r\n"):
        faults.add(MALFORMED, "The body is empty; a JSON value is expected.", "")
        return False, None
    try:
        return True, _Scanner(source, faults).whole()
    except _Stop:
        return False, None


class _Scanner:
    def __init__(self, source: str, faults: Faults) -> None:
        self._source = source
        self._faults = faults
        self._position = 0

    def whole(self) -> Any:
        value = self._value("", "", 0)
        if self._peek():
            raise self._malformed("there is something after the value", "")
        return value

    def _value(self, pointer: str, before: str, depth: int) -> Any:
        """Reads a value at a pointer. ``before`` is where the reader is until it has seen that there is one."""
        char = self._peek()
        if char in ("{", "["):
            if depth >= MOST_LEVELS:
                self._faults.add(TOO_DEEP, f"The document is nested more than {MOST_LEVELS} levels deep ({self._place()}).", pointer)
                raise _Stop
            self._position += 1
            return self._object(pointer, depth) if char == "{" else self._array(pointer, depth)
        if char == '"':
            return self._text(before, pointer)
        if match := _NUMBER.match(self._source, self._position):
            self._position = match.end()
            return self._number(match[0], pointer)
        for word, value in _WORDS.items():
            if re.compile(rf"{word}(?!\w)").match(self._source, self._position):
                self._position += len(word)
                return value
        raise self._malformed(f"'{char}' is not expected" if char else "it ends too early", before)

    def _object(self, pointer: str, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        at = pointer
        while self._peek() != "}":
            if found and not self._take(","):
                raise self._malformed("a comma is missing", at)
            if self._peek() != '"':
                raise self._malformed("a name is expected", at)
            name = self._text(at, at)
            if not self._take(":"):
                raise self._malformed("a colon is missing", at)
            at = append(pointer, name)
            if name in found:
                self._faults.add(DUPLICATE, f"The member '{name}' occurs twice in one object.", at)
            found[name] = self._value(at, at, depth + 1)
        self._position += 1
        return found

    def _array(self, pointer: str, depth: int) -> list[Any]:
        found: list[Any] = []
        at = pointer
        while self._peek() != "]":
            if found and not self._take(","):
                raise self._malformed("a comma is missing", at)
            item = append(pointer, len(found))
            found.append(self._value(item, at, depth + 1))
            at = item
        self._position += 1
        return found

    def _number(self, text: str, pointer: str) -> int | float:
        number = float(text)
        if math.isinf(number):
            self._faults.add(OUT_OF_RANGE, "The number is too large for a double.", pointer)
            return 0
        return int(text) if text.lstrip("-").isdigit() else number

    def _text(self, before: str, pointer: str) -> str:
        match = _STRING.match(self._source, self._position)
        if match is None:
            raise self._malformed("a string is not closed, or holds what must be escaped", before)
        text: str = json.loads(match[0])
        if _SURROGATE.search(text):
            self._faults.add(MALFORMED, f"A string holds invalid Unicode ({self._place()}).", pointer)
            raise _Stop
        self._position = match.end()
        return text

    def _peek(self) -> str:
        match = _SPACE.match(self._source, self._position)
        self._position = match.end() if match else self._position
        return self._source[self._position : self._position + 1]

    def _take(self, char: str) -> bool:
        taken = self._peek() == char
        self._position += taken
        return taken

    def _place(self) -> str:
        before = self._source[: self._position]
        return f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}"

    def _malformed(self, why: str, pointer: str) -> _Stop:
        self._faults.add(MALFORMED, f"The body is not valid JSON: {why} ({self._place()}).", pointer)
        return _Stop()
