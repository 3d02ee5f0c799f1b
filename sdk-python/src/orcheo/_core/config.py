"""The settings of a client."""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ..secrets import Secret, reveal

DEFAULT_BASE_URL = "http://localhost:7071"
API_KEY_VARIABLE = "ORCHEO_API_KEY"
BASE_URL_VARIABLE = "ORCHEO_BASE_URL"

logger = logging.getLogger("orcheo")


@dataclass(frozen=True)
class CallEvent:
    """What a hook is told of: a request that is sent, answered, failed or about to be sent again. It holds no secret.

    Attributes:
        kind: ``request``, ``response``, ``failure`` or ``retry``.
        method: the HTTP method.
        url: the address, without secrets.
        headers: the headers of the request, those that are secret masked.
        attempt: which try it is, from 1.
        status: the status of the answer.
        request_id: the server's id of the request.
        seconds: how long it took; before a retry, how long the wait is.
        error: why there was no answer.
    """

    kind: str
    method: str
    url: str
    headers: dict[str, str]
    attempt: int
    status: int | None = None
    request_id: str | None = None
    seconds: float | None = None
    error: str | None = None


Hook = Callable[[CallEvent], None]


@dataclass(frozen=True)
class Config:
    """The settings of a client, complete."""

    api_key: Secret[str] | None
    api_url: str
    timeout: float = 60.0
    connect_timeout: float = 10.0
    max_retries: int = 4
    max_retry_wait: float = 30.0
    hooks: Sequence[Hook] = ()
    clock: Callable[[], float] = time.monotonic
    jitter: Callable[[], float] = field(default=random.random)

    @property
    def headers(self) -> dict[str, str]:
        """The headers of every request."""
        from .._version import __version__

        headers = {"User-Agent": f"orcheo-python/{__version__}", "Accept": "application/json"}
        if self.api_key is not None:
            headers["Authorization"] = f"Bearer {self.api_key.reveal()}"
        return headers

    def notify(self, event: CallEvent) -> None:
        """Tells the log and the hooks. A hook that fails does not fail the call: it is logged."""
        outcome = event.status if event.status is not None else event.error or ""
        logger.debug("%s %s %s (attempt %d) %s", event.kind, event.method, event.url, event.attempt, outcome)
        for hook in self.hooks:
            try:
                hook(event)
            except Exception as error:
                # Without its context: that may be an error with a text from outside, which nobody has redacted.
                error.__suppress_context__ = True
                logger.exception("A logging hook failed.")


def make_config(
    api_key: str | Secret[str] | None,
    base_url: str | None,
    timeout: float,
    max_retries: int,
    hooks: Sequence[Hook],
) -> Config:
    """The settings from arguments and environment."""
    key = reveal(api_key) if api_key is not None else os.environ.get(API_KEY_VARIABLE)
    if key is not None and (not key or not key.isascii() or not key.isprintable() or " " in key):
        raise ValueError("The API key must be printable ASCII without spaces.")
    if timeout <= 0:
        raise ValueError("The timeout must be more than 0 seconds.")
    if max_retries < 0:
        raise ValueError("max_retries must not be negative.")
    return Config(
        api_key=Secret(key) if key is not None else None,
        api_url=api_url(base_url or os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL),
        timeout=timeout,
        max_retries=max_retries,
        hooks=tuple(hooks),
    )


def api_url(base_url: str) -> str:
    """The address of the API below the address of a server; one that ends in ``/api`` is taken as it is."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"The base URL must begin with http:// or https:// and name a host: {base_url!r}")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("The base URL must have no user, query or fragment.")
    path = parts.path.rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path if path.endswith('/api') else path + '/api'}"
