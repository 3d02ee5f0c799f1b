"""HTTP as README.md describes it: keys, shapes, streams, limits, queue, cancellation."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.client import KEY, Sandbox
from tests.waiting import in_background, until

_SLEEP = "import time\ndef main(): time.sleep(30)"
_ONE = "def main(): return 1"


@pytest.fixture(scope="module")
def small() -> Iterator[Sandbox]:
    """A sandbox with one slot and a queue of one."""
    server = Sandbox({
        "ORCHEO_SANDBOX_MAX_CONCURRENCY": "1", "ORCHEO_SANDBOX_MAX_QUEUE": "1", "ORCHEO_SANDBOX_MAX_MEMORY_MB": "128",
        "ORCHEO_SANDBOX_MAX_REQUEST_BYTES": "65536", "ORCHEO_SANDBOX_ALLOWED_IMPORTS": "shlex,no_such_module",
    })  # fmt: skip
    yield server
    server.close()


def _health(sandbox: Sandbox) -> dict[str, Any]:
    found: dict[str, Any] = sandbox.request("GET", "/health").body
    return found


def test_the_ready_line_and_health_tell_the_layers(any_sandbox: Sandbox) -> None:
    line = any_sandbox.first_line
    assert line["event"] == "ready" and line["pid"] == any_sandbox.program.pid
    health = _health(any_sandbox)
    assert health["status"] == "ok" and health["version"] == line["version"]
    assert {name: layer["active"] for name, layer in health["layers"].items()} == line["layers"]
    for name in ("unprivileged_user", "rlimits", "seccomp"):
        assert health["layers"][name]["active"] and health["layers"][name]["required"]
        assert health["layers"][name]["detail"]


@pytest.mark.parametrize("headers", [{"x-functions-key": ""}, {"x-functions-key": KEY + "x"}, {"x-functions-key": "ключ".encode().decode("latin-1")}])
@pytest.mark.parametrize(("method", "path"), [("POST", "/run"), ("GET", "/health"), ("POST", "/cancel"), ("GET", "/")])
def test_without_the_key_there_is_nothing(sandbox: Sandbox, headers: dict[str, str], method: str, path: str) -> None:
    answer = sandbox.request(method, path, b"{}" if method == "POST" else None, headers)
    assert answer.status == 401
    assert answer.body["error"]["code"] == "unauthorized"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/run", 405), ("POST", "/health", 405), ("GET", "/other", 404), ("POST", "/run/x", 404)],
)
def test_wrong_paths_and_methods(sandbox: Sandbox, method: str, path: str, status: int) -> None:
    assert sandbox.request(method, path, b"{}" if method == "POST" else None).status == status


@pytest.mark.parametrize(
    "change",
    [
        {"run_id": None}, {"run_id": ""}, {"run_id": "a b"}, {"run_id": "x" * 201}, {"code": None}, {"code": 1}, {"inputs": []},
        {"inputs": "x"}, {"timeout_seconds": 0}, {"timeout_seconds": -1}, {"timeout_seconds": 1e9}, {"timeout_seconds": "1"},
        {"timeout_seconds": True}, {"memory_mb": 1}, {"memory_mb": 1 << 30}, {"memory_mb": 64.5}, {"allowed_imports": "os"},
        {"allowed_imports": [1]}, {"unknown": 1},
    ],
)  # fmt: skip
def test_wrong_requests(sandbox: Sandbox, change: dict[str, Any]) -> None:
    answer = sandbox.request("POST", "/run", {"run_id": "wrong", "code": _ONE, "inputs": {}, **change})
    assert (answer.status, answer.body["error"]["code"]) == (400, "invalid_request")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a":NaN}', b"\xff", b"[" * 100_000])
def test_bodies_that_are_no_json(sandbox: Sandbox, body: bytes) -> None:
    assert sandbox.request("POST", "/run", body).status == 400


def test_defaults_apply(sandbox: Sandbox) -> None:
    answer = sandbox.request("POST", "/run", {"run_id": "defaults", "code": _ONE})
    assert answer.body["result"] == 1


def test_logs_are_streamed_before_the_result(sandbox: Sandbox) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=30)
    code = "import time\ndef main():\n    print('first')\n    time.sleep(20)"
    body = json.dumps({"run_id": "streamed", "code": code, "inputs": {}})
    connection.request("POST", "/run", body, {"x-functions-key": KEY, "accept": "application/x-ndjson"})
    response = connection.getresponse()
    assert response.getheader("content-type") == "application/x-ndjson"
    assert json.loads(response.readline()) == {"event": "started"}
    log = json.loads(response.readline())
    assert (log["event"], log["level"], log["message"]) == ("log", "info", "first")
    assert sandbox.request("POST", "/cancel", {"run_id": "streamed"}).body == {"cancelled": True}
    last = json.loads(response.readline())
    assert last["event"] == "result" and last["ok"] is False and last["logs"] == []
    assert last["error"]["kind"] == "killed" and last["error"]["type"] == "Cancelled"
    assert response.read() == b""
    connection.close()


def test_cancelling_what_is_not_there(sandbox: Sandbox) -> None:
    assert sandbox.request("POST", "/cancel", {"run_id": "nothing"}).body == {"cancelled": False}
    assert sandbox.request("POST", "/cancel", {}).status == 400


def test_closing_the_connection_kills_the_run(sandbox: Sandbox) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=30)
    connection.request("POST", "/run", json.dumps({"run_id": "left", "code": _SLEEP}), {"x-functions-key": KEY})
    until(lambda: _health(sandbox)["running"] == 1)
    connection.close()
    until(lambda: _health(sandbox)["running"] == 0)


def test_a_full_queue_is_said(small: Sandbox) -> None:
    first = in_background(lambda: small.run(_SLEEP, run_id="first", timeout_seconds=30))
    until(lambda: _health(small)["running"] == 1)
    second = in_background(lambda: small.run(_ONE, run_id="second"))
    until(lambda: _health(small)["queued"] == 1)

    third = small.request("POST", "/run", {"run_id": "third", "code": _ONE})
    assert (third.status, third.body["error"]["code"]) == (503, "busy")
    assert third.headers["retry-after"] == "1"
    again = small.request("POST", "/run", {"run_id": "first", "code": _ONE})
    assert (again.status, again.body["error"]["code"]) == (409, "duplicate_run")

    small.request("POST", "/cancel", {"run_id": "first"})
    assert first.result(20)["error"]["type"] == "Cancelled"
    assert second.result(20)["result"] == 1


def test_a_queued_run_can_be_cancelled(small: Sandbox) -> None:
    first = in_background(lambda: small.run(_SLEEP, run_id="holds", timeout_seconds=30))
    until(lambda: _health(small)["running"] == 1)
    second = in_background(lambda: small.run(_ONE, run_id="waits"))
    until(lambda: _health(small)["queued"] == 1)
    assert small.request("POST", "/cancel", {"run_id": "waits"}).body == {"cancelled": True}
    assert second.result(20)["error"]["type"] == "Cancelled"
    small.request("POST", "/cancel", {"run_id": "holds"})
    first.result(20)
    assert small.result(_ONE) == 1


def test_a_workspace_may_allow_more_imports(small: Sandbox) -> None:
    code = "def main():\n    import shlex\n    return shlex.quote('a b')"
    assert small.error(code)["kind"] == "import_not_allowed"
    assert small.result(code, allowed_imports=["shlex"]) == "'a b'"
    error = small.error(code, allowed_imports=["subprocess"])
    assert error["kind"] == "import_not_allowed" and "subprocess" in error["message"]
    assert "no_such_module" in _health(small)["missing_modules"]


def test_an_import_error_can_be_caught(sandbox: Sandbox) -> None:
    code = "try:\n    import numpy\nexcept ImportError:\n    numpy = None\ndef main(): return numpy"
    assert sandbox.result(code) is None


def _raw(sandbox: Sandbox, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=20) as connection:
        connection.sendall(data)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)


_AUTH = b"x-functions-key: " + KEY.encode() + b"\r\n"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET /health HTTP/2.0\r\n\r\n", b"400"),
        (b"POST /run HTTP/1.1\r\n" + _AUTH + b"content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n", b"400"),
        (b"POST /run HTTP/1.1\r\n" + _AUTH + b"content-length: 1\r\ncontent-length: 2\r\n\r\n", b"400"),
        (b"POST /run HTTP/1.1\r\n" + _AUTH + b"content-length: -1\r\n\r\n", b"400"),
        (b"POST /run HTTP/1.1\r\n" + _AUTH + b"content-length: 999999999\r\n\r\n", b"413"),
        (b"POST /run HTTP/1.1\r\n" + _AUTH + b"transfer-encoding: chunked\r\n\r\nzz\r\n", b"400"),
        (b"POST /run HTTP/1.1\r\n" + _AUTH + b"transfer-encoding: chunked\r\n\r\nfffffff\r\n", b"413"),
        (b"GET /health HTTP/1.1\r\nbad header\r\n\r\n", b"400"),
        (b"GET /health HTTP/1.1\r\nx: " + b"y" * 20000, b"431"),
        (b"POST /run HTTP/1.1\r\ncontent-length: 10\r\n\r\n", b"401"),
    ],
)
def test_requests_that_http_does_not_know(sandbox: Sandbox, data: bytes, status: bytes) -> None:
    assert _raw(sandbox, data).split(b" ")[1] == status


def test_chunked_bodies_expectations_and_pipelining(sandbox: Sandbox) -> None:
    body = json.dumps({"run_id": "chunked", "code": _ONE}).encode()
    chunks = b"".join(b"%x;e=1\r\n%s\r\n" % (len(part), part) for part in (body[:10], body[10:])) + b"0\r\nx: y\r\n\r\n"
    head = b"POST /run HTTP/1.1\r\n" + _AUTH + b"Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
    last = b"GET /health HTTP/1.1\r\n" + _AUTH + b"connection: close\r\n\r\n"
    answer = _raw(sandbox, head + chunks + last)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")
    assert b'"result":1' in answer and b'"status":"ok"' in answer
