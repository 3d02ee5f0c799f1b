"""The logic of requests, over a transport that answers as it is told."""

from __future__ import annotations

import json
import logging
import pickle
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import httpx
import pytest

import orcheo
from orcheo import AsyncOrcheo, CallEvent, Orcheo, Secret
from orcheo._core.config import api_url
from orcheo._core.redact import redact
from orcheo._core.session import retry_after
from orcheo._core.transport import LineBuffer
from documents import greeting

KEY = "orc_AbCd1234_not-a-real-secret"
WORKFLOW = {
    "id": "wf_1", "name": "w", "tags": [], "version": 0, "schema_version": 1, "nodes": [], "edges": [], "settings": {},
    "created_at": "2026-01-31T09:15:00.000Z", "updated_at": "2026-01-31T09:15:00.000Z", "new_member": 7,
}


class Answers:
    """Answers requests one after the other, and remembers them."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def problem(status: int, code: str = "ORC5001", **headers: str) -> httpx.Response:
    return httpx.Response(status, json={"code": code, "title": "T", "detail": "D", "status": status}, headers=headers)


def client_of(answers: Answers, **arguments: object) -> tuple[Orcheo, list[float]]:
    client = Orcheo(api_key=KEY, http_client=httpx.Client(transport=httpx.MockTransport(answers)), **arguments)
    slept: list[float] = []
    client._driver._sleep = slept.append
    return client, slept


def test_a_create_is_repeated_under_one_key() -> None:
    answers = Answers(httpx.ReadError("cut"), httpx.ReadTimeout("late"), problem(503, **{"retry-after": "3"}), httpx.Response(201, json=WORKFLOW))
    client, slept = client_of(answers)
    created = client.workflows.create(greeting())
    assert created["new_member"] == 7 and created.to_json() == WORKFLOW
    assert len({request.headers["idempotency-key"] for request in answers.requests}) == 1
    assert len({request.content for request in answers.requests}) == 1
    assert len(slept) == 3 and slept[2] == 3 and 0.125 <= slept[0] <= 0.25 and 0.25 <= slept[1] <= 0.5


def test_every_call_has_a_key_of_its_own_unless_one_is_given() -> None:
    answers = Answers(*[httpx.Response(201, json=WORKFLOW) for _ in range(3)])
    client, _ = client_of(answers)
    client.workflows.create(greeting())
    client.workflows.create(greeting())
    client.workflows.create(greeting(), idempotency_key="mine")
    keys = [request.headers["idempotency-key"] for request in answers.requests]
    assert len(set(keys)) == 3 and keys[2] == "mine"


def test_an_answer_that_is_on_its_way_is_waited_for() -> None:
    answers = Answers(*[problem(409, "ORC4014", **{"retry-after": "1"}) for _ in range(9)], httpx.Response(201, json=WORKFLOW))
    client, slept = client_of(answers, max_retries=1)
    client.workflows.create(greeting())
    assert slept == [1.0] * 9


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (problem(400, "ORC2000"), orcheo.ValidationError), (problem(401), orcheo.AuthenticationError), (problem(403), orcheo.PermissionDeniedError),
        (problem(404), orcheo.NotFoundError), (problem(409, "ORC4009"), orcheo.ConflictError), (problem(412), orcheo.PreconditionFailedError),
        (problem(413), orcheo.ValidationError), (problem(422), orcheo.IdempotencyMismatchError), (problem(418), orcheo.APIError),
        (httpx.Response(302, headers={"location": "elsewhere"}), orcheo.APIError),
    ],
)
def test_refusals_are_not_repeated(answer: httpx.Response, kind: type[Exception]) -> None:
    client, slept = client_of(Answers(answer))
    with pytest.raises(kind) as caught:
        client.workflows.create(greeting())
    assert slept == [] and isinstance(caught.value, orcheo.OrcheoError)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: problem(429), orcheo.RateLimitError), (lambda: problem(500), orcheo.ServerError), (lambda: httpx.Response(502, text="<html>"), orcheo.ServerError),
        (lambda: httpx.ConnectError("refused"), orcheo.APIConnectionError), (lambda: httpx.ConnectTimeout("late"), orcheo.APITimeoutError),
    ],
)
def test_what_may_pass_is_repeated_until_patience_ends(answer: Callable[[], httpx.Response | Exception], kind: type[Exception]) -> None:
    client, slept = client_of(Answers(*[answer() for _ in range(5)]))
    with pytest.raises(kind):
        client.workflows.get("wf_1")
    assert len(slept) == 4


def test_a_server_that_wants_more_patience_than_we_have_is_not_asked_again() -> None:
    client, slept = client_of(Answers(problem(429, **{"retry-after": "3600"})))
    with pytest.raises(orcheo.RateLimitError) as caught:
        client.workflows.get("wf_1")
    assert slept == [] and caught.value.retry_after == 3600


def test_an_answer_that_is_not_json_is_an_error_that_says_so() -> None:
    client, _ = client_of(Answers(httpx.Response(200, text="<html>hello")))
    with pytest.raises(orcheo.APIError, match="is this Orcheo"):
        client.workflows.get("wf_1")


def test_retry_after_is_a_number_or_a_date() -> None:
    soon = datetime.now(timezone.utc) + timedelta(seconds=30)
    assert retry_after("2.5") == 2.5 and retry_after("-1") == 0.0 and retry_after(None) is None and retry_after("soon") is None
    assert 25 < (retry_after(format_datetime(soon, usegmt=True)) or 0) <= 30
    assert 25 < (retry_after(format_datetime(soon.replace(tzinfo=None))) or 0) <= 30


def test_hooks_and_logs_see_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[CallEvent] = []

    def broken(event: CallEvent) -> None:
        raise RuntimeError("a hook")

    answers = Answers(httpx.ReadError(f"cut {KEY}"), httpx.Response(200, json=WORKFLOW, headers={"x-request-id": "r1"}))
    with caplog.at_level(logging.DEBUG, "orcheo"):
        client, _ = client_of(answers, hooks=[seen.append, broken])
        client.workflows.get("wf_1")
    assert [event.kind for event in seen] == ["request", "failure", "retry", "request", "response"]
    assert (seen[-1].status, seen[-1].request_id, seen[-1].attempt) == (200, "r1", 2)
    assert seen[0].headers["Authorization"] == "**********"
    assert "not-a-real-secret" not in repr(seen) + caplog.text + repr(client) + repr(client.__dict__) + repr(client._driver.config)
    assert "A logging hook failed" in caplog.text


@pytest.mark.parametrize(
    "text", [f"Bearer {KEY}", "https://x/default/hooks/t0ken-of-hook", "wss://x?access_token=t0ken-of-hook&b=1", "whsec_t0ken+of/hook="]
)
def test_redaction(text: str) -> None:
    assert "not-a-real-secret" not in redact(text) and "t0ken" not in redact(text)


def test_secrets_hide_themselves() -> None:
    secret = Secret("hidden")
    assert "hidden" not in f"{secret} {secret!r} {secret:>20}" and secret.reveal() == "hidden"
    assert secret == Secret("hidden") and secret != "hidden" and hash(secret) == hash(Secret("hidden"))
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    with pytest.raises(TypeError):
        json.dumps({"a": secret})


def test_settings_come_from_arguments_then_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORCHEO_API_KEY", "from-the-environment")
    monkeypatch.setenv("ORCHEO_BASE_URL", "https://orcheo.example/")
    client = Orcheo()
    assert client.base_url == "https://orcheo.example/api"
    assert client._driver.config.headers["Authorization"] == "Bearer from-the-environment"
    assert Orcheo(base_url="http://localhost:1/prefix").base_url == "http://localhost:1/prefix/api"
    assert api_url("http://localhost:1/api/") == "http://localhost:1/api"
    for wrong in ({"base_url": "localhost:7071"}, {"base_url": "http://u:p@x"}, {"api_key": "a b"}, {"api_key": ""}, {"timeout": 0}, {"max_retries": -1}):
        with pytest.raises(ValueError):
            Orcheo(**wrong)


def test_lines_end_at_line_feeds_only() -> None:
    buffer = LineBuffer()
    for piece in (b"a\r", b"\nb\xe2\x80", b"\xa8c\n\nrest", b""):
        buffer.feed(piece)
    assert buffer.lines == ["a", "b\u2028c", "", "rest"]


async def test_the_asyncio_client_repeats_and_fails_alike() -> None:
    answers = Answers(httpx.ReadError("cut"), httpx.Response(201, json=WORKFLOW), problem(404))
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answers)) as http:
        client = AsyncOrcheo(api_key=KEY, http_client=http)
        client._driver._sleep = sleep
        assert (await client.workflows.create(greeting())).id == "wf_1"
        with pytest.raises(orcheo.NotFoundError):
            await client.workflows.get("wf_2")
        await client.close()
    assert len(slept) == 1 and answers.requests[0].headers["idempotency-key"] == answers.requests[1].headers["idempotency-key"]
