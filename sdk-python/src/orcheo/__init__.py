"""Orcheo from Python: workflows as code, executions, events and everything else that the API has."""

from ._builder.branch import if_
from ._builder.builder import WorkflowBuilder, workflow
from ._builder.code import python_code
from ._builder.document import WorkflowDocument
from ._builder.node import Node
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
from .expressions import ExpressionError
from .secrets import Secret
from .validation import validate

__all__ = [
    "APIConnectionError",
    "APIError",
    "APITimeoutError",
    "AsyncOrcheo",
    "AuthenticationError",
    "CallEvent",
    "ConflictError",
    "ExecutionFailedError",
    "ExpressionError",
    "IdempotencyMismatchError",
    "InvalidWorkflowError",
    "Node",
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
    "WorkflowBuilder",
    "WorkflowDocument",
    "__version__",
    "if_",
    "python_code",
    "validate",
    "workflow",
]
