"""Collects faults while a document is read."""

from __future__ import annotations

from ..models import Fault

MOST_FAULTS = 500


class Faults:
    """The faults of one document, in the order in which they were found."""

    def __init__(self) -> None:
        self.found: list[Fault] = []

    def add(self, code: str, message: str, pointer: str, node_id: str | None = None, edge_id: str | None = None) -> None:
        """Adds a fault, unless there are too many already."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(Fault(code=code, message=message, pointer=pointer, node_id=node_id, edge_id=edge_id))


def append(pointer: str, name: str | int) -> str:
    """The JSON Pointer of a member or an item."""
    return f"{pointer}/{str(name).replace('~', '~0').replace('/', '~1')}"


def describe(value: object) -> str:
    """What a value of JSON is, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    kinds: list[tuple[type | tuple[type, ...], str]] = [(str, "a string"), ((int, float), "a number"), ((list, tuple), "an array")]
    return next((name for kind, name in kinds if isinstance(value, kind)), "an object")
