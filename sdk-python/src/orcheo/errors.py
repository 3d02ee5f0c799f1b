"""The errors of the SDK.

::

    OrcheoError
    ├── APIConnectionError            no answer: the network, or nobody listens
    │   └── APITimeoutError
    ├── APIError                      an answer with an error status
    │   ├── ValidationError           400, 413, 415, 422
    │   │   └── IdempotencyMismatchError  422
    │   ├── AuthenticationError       401
    │   ├── PermissionDeniedError     403
    │   ├── NotFoundError             404
    │   ├── ConflictError             409
    │   │   └── PreconditionFailedError   412
    │   ├── RateLimitError            429
    │   └── ServerError               5xx
    ├── InvalidWorkflowError          a workflow that local validation refuses
    ├── ExecutionFailedError          an execution that was to succeed and did not
    ├── WaitTimeoutError              an execution that did not end in time
    └── WebhookVerificationError      a webhook that does not prove where it is from
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .models import Execution, Fault


class OrcheoError(Exception):
    """Every error of the SDK."""


class APIConnectionError(OrcheoError):
    """There was no answer, also after trying again. Whether a change was made is not known; the same call with the same
    ``idempotency_key`` finds out."""


class APITimeoutError(APIConnectionError):
    """There was no answer in time."""


class APIError(OrcheoError):
    """The API answered with an error.

    Attributes:
        status_code: the HTTP status.
        code: the ``ORC####`` code, which has a page in docs/errors/; empty when the answer was not Orcheo's.
        title: the code in words.
        detail: what was wrong.
        errors: every fault with its place, where there are places to name.
        request_id: by which the request is found in the server's log.
        trace_id: by which the request is found in its traces.
        retry_after: after how many seconds to try again, where the answer says so.
    """

    def __init__(
        self,
        message: str,
        *,
        status_code: int,
        code: str = "",
        title: str = "",
        detail: str = "",
        errors: Sequence[Fault] = (),
        request_id: str | None = None,
        trace_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.status_code = status_code
        self.code = code
        self.title = title
        self.detail = detail
        self.errors = list(errors)
        self.request_id = request_id
        self.trace_id = trace_id
        self.retry_after = retry_after


class ValidationError(APIError):
    """What was sent is not valid (400, 413, 415, 422)."""


class IdempotencyMismatchError(ValidationError):
    """The idempotency key was used for another request (422)."""


class AuthenticationError(APIError):
    """There was no API key, or one that is not valid (401)."""


class PermissionDeniedError(APIError):
    """The API key lacks a scope, which is named (403)."""


class NotFoundError(APIError):
    """There is no such resource (404)."""


class ConflictError(APIError):
    """The resource is not in a state that allows this (409)."""


class PreconditionFailedError(ConflictError):
    """The resource has changed since it was read; nothing was done (412)."""


class RateLimitError(APIError):
    """There were more requests than the rate limit allows (429)."""


class ServerError(APIError):
    """Orcheo itself failed, or cannot be reached behind a proxy (5xx)."""


class InvalidWorkflowError(OrcheoError):
    """Local validation refuses a workflow.

    Attributes:
        errors: every fault with its code and place.
    """

    def __init__(self, errors: Sequence[Fault]) -> None:
        self.errors = list(errors)
        shown = [f"{fault.pointer or '/'}: {fault.message} ({fault.code})" for fault in self.errors]
        super().__init__("The workflow is not valid:\n  " + "\n  ".join(shown))


class ExecutionFailedError(OrcheoError):
    """An execution failed or was cancelled.

    Attributes:
        execution: the execution.
    """

    def __init__(self, execution: Execution) -> None:
        self.execution = execution
        error = execution.error
        why = f": {error.message} ({error.code})" if error else ""
        where = f" in node '{error.node_id}'" if error and error.node_id else ""
        super().__init__(f"The execution {execution.id} {'was' if execution.status == 'cancelled' else 'has'} {execution.status}{where}{why}")


class WaitTimeoutError(OrcheoError):
    """An execution did not end in time; it goes on.

    Attributes:
        execution: the execution as it was last seen.
    """

    def __init__(self, execution: Execution, seconds: float) -> None:
        self.execution = execution
        super().__init__(f"The execution {execution.id} has not ended within {seconds:g} s; it is {execution.status}.")


class WebhookVerificationError(OrcheoError):
    """A webhook does not prove where it is from, or is too old."""


_BY_STATUS: dict[int, type[APIError]] = {
    400: ValidationError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    412: PreconditionFailedError,
    413: ValidationError,
    415: ValidationError,
    422: IdempotencyMismatchError,
    429: RateLimitError,
}


def error_of(
    status: int, problem: Mapping[str, Any], *, request_id: str | None = None, retry_after: float | None = None, where: str = ""
) -> APIError:
    """The error that an answer stands for."""
    from .models import Fault

    kind = _BY_STATUS.get(status, ServerError if status >= 500 else APIError)
    code, title, detail = (str(problem.get(name) or "") for name in ("code", "title", "detail"))
    faults = [Fault.from_json(item) for item in problem.get("errors") or []]
    message = f"{where}: {status} {code} {detail or title}".replace("  ", " ").strip()
    places = [f"\n  {fault.pointer or '/'}: {fault.message} ({fault.code})" for fault in faults[:20] if fault.message != detail]
    return kind(
        message + "".join(places),
        status_code=status,
        code=code,
        title=title,
        detail=detail,
        errors=faults,
        request_id=request_id,
        trace_id=problem.get("trace_id"),
        retry_after=retry_after,
    )
