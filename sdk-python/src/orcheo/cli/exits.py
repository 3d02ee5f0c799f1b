"""The exit codes of the command line."""

from __future__ import annotations

from ..errors import (
    APIConnectionError,
    AuthenticationError,
    ConflictError,
    ExecutionFailedError,
    InvalidWorkflowError,
    NotFoundError,
    OrcheoError,
    PermissionDeniedError,
    ValidationError,
    WaitTimeoutError,
)

OK = 0
FAILED = 1
USAGE = 2
INVALID = 3
DENIED = 4
NOT_FOUND = 5
CONFLICT = 6
EXECUTION_FAILED = 7
DIFFERENT = 8
UNREACHABLE = 9
TIMED_OUT = 10
INTERRUPTED = 130

TEXT = """Exit codes: 0 done; 1 failed otherwise; 2 wrong usage; 3 a workflow or a request is not valid; 4 no key, or one without the scope;
5 not found; 6 in conflict with the present state; 7 the execution failed or was cancelled; 8 there are differences (test, diff);
9 the server cannot be reached; 10 not done in time; 130 interrupted."""

_BY_ERROR: list[tuple[type[OrcheoError], int]] = [
    (InvalidWorkflowError, INVALID),
    (ValidationError, INVALID),
    (AuthenticationError, DENIED),
    (PermissionDeniedError, DENIED),
    (NotFoundError, NOT_FOUND),
    (ConflictError, CONFLICT),
    (ExecutionFailedError, EXECUTION_FAILED),
    (APIConnectionError, UNREACHABLE),
    (WaitTimeoutError, TIMED_OUT),
]


def exit_code(error: OrcheoError) -> int:
    """The exit code for an error."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), FAILED)
