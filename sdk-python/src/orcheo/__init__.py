"""Orcheo from Python: workflows as code, executions, events and everything else that the API has."""

from ._clients.async_client import AsyncOrcheo
from ._clients.sync_client import Orcheo
from ._core.config import CallEvent
from ._version import __version__
from .errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    ConflictError,
    ExecutionFailedError,
    IdempotencyMismatchError,
    InvalidWorkflowError,
    NotFoundError,
    OrcheoError,
    PermissionDeniedError,
    PreconditionFailedError,
    RateLimitError,
    ServerError,
    ValidationError,
    WaitTimeoutError,
    WebhookVerificationError,
)
from .secrets import Secret

__all__ = [
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AsyncOrcheo",
    "AuthenticationError",
    "CallEvent",
    "ConflictError",
    "ExecutionFailedError",
    "IdempotencyMismatchError",
    "InvalidWorkflowError",
    "NotFoundError",
    "Orcheo",
    "OrcheoError",
    "PermissionDeniedError",
    "PreconditionFailedError",
    "RateLimitError",
    "Secret",
    "ServerError",
    "ValidationError",
    "WaitTimeoutError",
    "WebhookVerificationError",
    "__version__",
]
