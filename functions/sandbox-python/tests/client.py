"""A sandbox server as a child process, and a client for it. The server is the one that the local stack runs."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import Any

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
KEY = "a-secret-of-the-tests"
NOBODY = 65533
_ids = itertools.count()


@dataclass
class Answer:
    """An HTTP answer."""

    status: int
    headers: dict[str, str]
    body: Any


class Sandbox:
    """One server. Each thread has a connection of its own."""

    def __init__(self, environment: dict[str, str] | None = None, user: int | None = None, container: bool = False) -> None:
        variables = {"PATH": os.environ.get("PATH", ""), "ORCHEO_SANDBOX_KEY": KEY, **(environment or {})}
        identity: dict[str, Any] = {"user": user, "group": user, "extra_groups": []} if user is not None else {}
        self.program = subprocess.Popen(
            [sys.executable, "-B", "-m", "tests.container" if container else "orcheo_sandbox.server"],
            cwd=ROOT, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **identity,
        )  # fmt: skip
        assert self.program.stdout is not None
        self.first_line: dict[str, Any] = json.loads(self.program.stdout.readline())
        self._local = threading.local()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.first_line["port"])

    def request(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        """Any request, with the key unless `headers` says otherwise."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            return self._exchange(connection, method, path, body, headers)
        finally:
            if threading.current_thread() is not threading.main_thread():
                # Other threads ask once.
                connection.close()
                del self._local.connection

    def _exchange(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: Any, headers: dict[str, str] | None
    ) -> Answer:
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        connection.request(method, path, data, {"x-functions-key": KEY, **(headers or {})})
        response = connection.getresponse()
        text = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        parsed = text.decode() if "ndjson" in found.get("content-type", "") else json.loads(text)
        return Answer(response.status, found, parsed)

    def run(self, code: str, inputs: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
        """Runs code that the protocol accepts."""
        members.setdefault("run_id", f"run-{next(_ids)}")
        members.setdefault("timeout_seconds", 10)
        answer = self.request("POST", "/run", {"code": code, "inputs": inputs or {}, **members})
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.body
        assert found["run_id"] == members["run_id"]
        return found

    def result(self, code: str, inputs: dict[str, Any] | None = None, **members: Any) -> Any:
        """The result of code that is to succeed."""
        answer = self.run(code, inputs, **members)
        assert answer["ok"], answer["error"]
        return answer["result"]

    def error(self, code: str, inputs: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
        """The error of code that is to fail."""
        answer = self.run(code, inputs, **members)
        assert not answer["ok"], answer
        error: dict[str, Any] = answer["error"]
        return error

    def close(self) -> int:
        """Closes standard input, upon which the server ends."""
        assert self.program.stdin is not None and self.program.stdout is not None and self.program.stderr is not None
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
        self.program.stdin.close()
        status = self.program.wait(timeout=20)
        self.program.stdout.close()
        self.program.stderr.close()
        return status
