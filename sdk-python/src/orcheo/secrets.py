"""Values that must not be printed by accident."""

from __future__ import annotations

from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")

MASK = "**********"


class Secret(Generic[T]):
    """A value that shows itself only to who asks with :meth:`reveal`.

    ``str``, ``repr``, f-strings and logging show a mask. It cannot be pickled, and ``json.dumps`` refuses it.
    """

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def reveal(self) -> T:
        """The value itself."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret('{MASK}')"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and bool(self._value == other._value)

    def __hash__(self) -> int:
        return hash((Secret, repr(self._value)))

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret cannot be pickled.")


def reveal(value: str | Secret[str]) -> str:
    """The text of a secret, or the text itself."""
    return value.reveal() if isinstance(value, Secret) else value
