"""Requests with retries, errors and pages."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from datetime import datetime, timezone
from typing import Any, TypeVar
from urllib.parse import quote

from .._model import Model
from ..errors import APIConnectionError, APIError, error_of
from .commands import Channel, Close, Emit, Flow, Items, Request, Response, Sleep, exchange, open_channel, receive
from .config import CallEvent, Config
from .redact import redact, redact_headers

M = TypeVar("M", bound=Model)

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
IN_FLIGHT = "ORC4014"
IN_FLIGHT_SECONDS = 90.0
FIRST_WAIT = 0.25
PAGE = 200


@dataclass(frozen=True)
class Answer:
    """A successful answer: its JSON, and its headers in lower case."""

    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


def path_of(*parts: str | int) -> str:
    """A path whose parts are escaped: an id with a slash does not lead elsewhere."""
    for part in parts:
        if part in ("", ".", ".."):
            raise ValueError("An id must not be empty.")
    return "/" + "/".join(quote(str(part), safe="") for part in parts)


def query_of(**values: object) -> dict[str, str]:
    """Query parameters; those without a value are left out."""
    return {name: _text(value) for name, value in values.items() if value is not None}


def _text(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def mutation(
    method: str,
    path: str,
    body: Any = None,
    *,
    query: Mapping[str, str] | None = None,
    idempotency_key: str | None = None,
    if_match: str | None = None,
    prefer: str | None = None,
    timeout: float | None = None,
) -> Request:
    """A request that changes something. It always carries an idempotency key, so that sending it again changes nothing more."""
    headers = {"Idempotency-Key": idempotency_key if idempotency_key is not None else str(uuid.uuid4())}
    if if_match is not None:
        headers["If-Match"] = if_match
    if prefer is not None:
        headers["Prefer"] = prefer
    return with_body(Request(method, path, query or {}, headers, timeout=timeout), body)


def with_body(request: Request, body: Any) -> Request:
    """The request with a JSON body."""
    if body is None:
        return request
    content = json.dumps(body, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")
    return replace(request, content=content, headers={**request.headers, "Content-Type": "application/json"})


class Session:
    """Carries requests out for the operations."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def send(self, request: Request) -> Flow[Answer]:
        """Sends a request, again where that is safe, and reads the JSON of the answer.

        Everything that the client sends is safe to repeat: reads and validations change nothing, and changes carry an idempotency
        key. A refusal is not repeated, save for the time limits and failures of the server that may pass.
        """
        response = yield from self.attempts(request)
        return Answer(self._json(request, response), response.headers)

    def get(self, path: str, **query: object) -> Flow[Answer]:
        """Reads something."""
        return (yield from self.send(Request("GET", path, query_of(**query))))

    def model(self, kind: type[M], request: Request) -> Flow[M]:
        """Sends a request whose answer is a resource."""
        answer = yield from self.send(request)
        return kind.from_json(answer.body, answer.headers.get("etag"))

    def pages(self, kind: type[M], path: str, limit: int | None = None, **query: object) -> Items[M]:
        """Emits every item of a list, page by page."""
        cursor: str | None = None
        while True:
            answer = yield from self.get(path, limit=limit or PAGE, cursor=cursor, **query)
            for item in answer.body["items"]:
                yield Emit(kind.from_json(item))
            cursor = answer.body.get("next_cursor")
            if cursor is None:
                return None

    def open(self, request: Request, url: str | None = None) -> Flow[Channel]:
        """Opens a channel; an answer with an error status is raised."""
        channel = yield from open_channel(request, url)
        if channel.response.status >= 300:
            pieces = []
            while (piece := (yield from receive(channel, self.config.timeout))) is not None:
                pieces.append(piece)
            yield Close(channel)
            raise self.error(request, replace(channel.response, content="\n".join(pieces).encode("utf-8")))
        return channel

    def attempts(self, request: Request) -> Flow[Response]:
        """Sends a request until it is answered well or there is no use in another attempt."""
        attempt, failures, started = 0, 0, self.config.clock()
        while True:
            attempt += 1
            outcome = yield from self._attempt(request, attempt)
            if isinstance(outcome, Response):
                return outcome
            if isinstance(outcome, APIError) and outcome.code == IN_FLIGHT:
                # An earlier attempt is being served still: it is no failure, and its answer will be ours.
                wait = (outcome.retry_after or 1.0) if self.config.clock() - started < IN_FLIGHT_SECONDS else None
            else:
                failures += 1
                wait = self._wait(outcome, failures)
            if wait is None:
                raise outcome
            self._notify("retry", request, attempt, seconds=wait)
            yield Sleep(wait)

    def _attempt(self, request: Request, attempt: int) -> Flow[Response | APIError | APIConnectionError]:
        started = self.config.clock()
        self._notify("request", request, attempt)
        try:
            response = yield from exchange(request)
        except APIConnectionError as error:
            self._notify("failure", request, attempt, seconds=self.config.clock() - started, error=redact(str(error)))
            return error
        self._notify(
            "response",
            request,
            attempt,
            status=response.status,
            request_id=response.headers.get("x-request-id"),
            seconds=self.config.clock() - started,
        )
        return response if response.status < 300 else self.error(request, response)

    def _wait(self, error: APIError | APIConnectionError, failures: int) -> float | None:
        """How long to wait before another attempt; None when there is to be none."""
        if failures > self.config.max_retries:
            return None
        backoff = FIRST_WAIT * 2.0 ** (failures - 1) * (0.5 + self.config.jitter() / 2)
        if isinstance(error, APIConnectionError):
            return min(backoff, self.config.max_retry_wait)
        if error.status_code not in RETRIED:
            return None
        wait = max(backoff, error.retry_after or 0.0)
        # A server that wants more patience than we have is not asked early: the caller is told when.
        return wait if wait <= self.config.max_retry_wait else None

    def error(self, request: Request, response: Response) -> APIError:
        """The error that an answer stands for."""
        try:
            problem = json.loads(response.content)
        except ValueError:
            problem = {}
        return error_of(
            response.status,
            problem if isinstance(problem, dict) else {},
            request_id=response.headers.get("x-request-id"),
            retry_after=retry_after(response.headers.get("retry-after")),
            where=f"{request.method} {redact(request.path)}",
        )

    def _json(self, request: Request, response: Response) -> Any:
        if not response.content:
            return None
        try:
            return json.loads(response.content)
        except ValueError:
            what = f"{request.method} {redact(request.path)} answered {response.status} with something that is not JSON: is this Orcheo?"
            raise error_of(response.status, {"detail": what}, where=self.config.api_url) from None

    def _notify(
        self,
        kind: str,
        request: Request,
        attempt: int,
        status: int | None = None,
        request_id: str | None = None,
        seconds: float | None = None,
        error: str | None = None,
    ) -> None:
        headers = redact_headers({**self.config.headers, **request.headers})
        url = redact(self.config.api_url + request.path)
        self.config.notify(CallEvent(kind, request.method, url, headers, attempt, status, request_id, seconds, error))


def retry_after(header: str | None) -> float | None:
    """The seconds that a Retry-After header says, as a number or as a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        at = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=timezone.utc)
    return max(0.0, (at - datetime.now(timezone.utc)).total_seconds())
