"""Ways in which a run fails that are the sandbox's own words rather than the user's exception."""

from __future__ import annotations


class RunError(Exception):
    """The run ends with this kind of error and this message."""

    kind = "exception"


class InvalidCode(RunError):
    """The code cannot be run: a syntax error, or no usable `main`."""

    kind = "invalid_code"

    def __init__(self, message: str, line: int | None = None, traceback: str = "", name: str = "InvalidCode") -> None:
        super().__init__(message)
        self.line = line
        self.traceback = traceback
        self.name = name


class InvalidInputs(RunError):
    """The inputs do not fit what `main` asks for."""

    kind = "invalid_inputs"


class NotSerializable(RunError):
    """The return value is no JSON and does not become JSON by the rules."""

    kind = "not_serializable"


class OutputTooLarge(RunError):
    """The return value is larger than allowed."""

    kind = "output_too_large"


class ImportNotAllowedError(ImportError):
    """The code imports a module outside the list. The user's code may catch it like any ImportError."""
