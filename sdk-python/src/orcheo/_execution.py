"""What an execution can say of itself, beside what the API answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from .errors import ExecutionFailedError

if TYPE_CHECKING:
    from .models import Execution

ENDED = frozenset({"succeeded", "failed", "cancelled"})

E = TypeVar("E", bound="ExecutionMethods")


class ExecutionMethods:
    """The methods of an execution."""

    status: str

    @property
    def ended(self) -> bool:
        """Whether it has ended: succeeded, failed or cancelled."""
        return self.status in ENDED

    @property
    def succeeded(self) -> bool:
        """Whether it has ended well."""
        return self.status == "succeeded"

    def raise_for_status(self: E) -> E:
        """The execution itself when it succeeded or has not ended; otherwise an error.

        Raises:
            ExecutionFailedError: it failed or was cancelled.
        """
        if self.ended and not self.succeeded:
            raise ExecutionFailedError(cast("Execution", self))
        return self
