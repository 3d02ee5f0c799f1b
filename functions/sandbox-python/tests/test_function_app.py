"""The Azure entry point, with the few types of `azure.functions` that it uses in its place."""

from __future__ import annotations

import asyncio
import importlib
import json
import sys
import types
from collections.abc import Iterator
from typing import Any

import pytest


class _App:
    def __init__(self, http_auth_level: str) -> None:
        self.http_auth_level = http_auth_level
        self.routes: list[dict[str, Any]] = []

    def function_name(self, name: str) -> Any:
        return lambda function: function

    def route(self, **settings: Any) -> Any:
        self.routes.append(settings)
        return lambda function: function


class _Request:
    def __init__(self, method: str, action: str, body: bytes = b"", **headers: str) -> None:
        self.method = method
        self.route_params = {"action": action}
        self.headers = headers
        self._body = body

    def get_body(self) -> bytes:
        return self._body


class _Response:
    def __init__(self, body: bytes, status_code: int, headers: dict[str, str], mimetype: str) -> None:
        self.body, self.status_code, self.headers, self.mimetype = body, status_code, headers, mimetype


@pytest.fixture
def function_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    functions = types.ModuleType("azure.functions")
    vars(functions).update(
        FunctionApp=_App, AuthLevel=types.SimpleNamespace(FUNCTION="function"), HttpMethod=types.SimpleNamespace(GET="GET", POST="POST"),
        HttpRequest=_Request, HttpResponse=_Response,
    )  # fmt: skip
    azure = types.ModuleType("azure")
    vars(azure)["functions"] = functions
    monkeypatch.setitem(sys.modules, "azure", azure)
    monkeypatch.setitem(sys.modules, "azure.functions", functions)
    yield importlib.import_module("function_app")
    sys.modules.pop("function_app", None)


def test_one_function_authorized_by_its_key_runs_code(function_app: Any) -> None:
    assert function_app.app.http_auth_level == "function"
    assert len(function_app.app.routes) == 1
    run = {"run_id": "azure", "code": "def main(a):\n    print('x')\n    return a", "inputs": {"a": [1]}}

    async def scenario() -> list[_Response]:
        sandbox = function_app.sandbox
        answers = [
            await sandbox(_Request("POST", "run", json.dumps(run).encode())),
            await sandbox(_Request("POST", "run", json.dumps(run).encode(), Accept="application/x-ndjson")),
            await sandbox(_Request("GET", "health")),
            await sandbox(_Request("GET", "other")),
        ]
        endpoint = await function_app._sandbox.endpoint()
        await endpoint._service.close()
        return answers

    answer, lines, health, other = asyncio.run(scenario())
    assert answer.status_code == 200 and json.loads(answer.body)["result"] == [1]
    assert lines.mimetype == "application/x-ndjson"
    assert [json.loads(line)["event"] for line in lines.body.splitlines()] == ["started", "log", "result"]
    assert json.loads(health.body)["status"] == "ok"
    assert other.status_code == 404


def test_what_is_missing_is_said(function_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ORCHEO_SANDBOX_NETWORK", "true")
    monkeypatch.setenv("ORCHEO_SANDBOX_REQUIRE", "network_namespace")
    answer = asyncio.run(function_app.sandbox(_Request("POST", "run")))
    assert answer.status_code == 503
    assert "network_namespace" in json.loads(answer.body)["error"]["message"]
