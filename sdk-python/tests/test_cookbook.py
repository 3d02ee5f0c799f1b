"""The recipes of examples/python, run against the real stack, a small shop and the scripted model server."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from orcheo import Orcheo, WorkflowDocument
from orcheo.cli.files import load
from stack import ROOT

RECIPES = ROOT / "examples" / "python"
SALES = [{"product": "pen", "price": 1.5, "quantity": 4}, {"product": "ink", "price": 5, "quantity": 3}]
TICKET = {"from": "ada@example.com", "order": "A-17", "body": "Hello,\n\n where is my order?\n"}


class Shop(BaseHTTPRequestHandler):
    """Tickets, orders and sales, and a place to send notes to."""

    notes: list[Any] = []

    def do_GET(self) -> None:
        answers = {"/sales": SALES, "/tickets/1": TICKET, "/orders/A-17": {"status": "shipped"}}
        self._answer(200 if self.path in answers else 404, answers.get(self.path))

    def do_POST(self) -> None:
        self.notes.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self._answer(200, {"ok": True})

    def _answer(self, status: int, value: Any) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def shop() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Shop.notes.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@contextmanager
def model_server() -> Iterator[str]:
    """The scripted server of the examples."""
    folder = ROOT / "examples" / "model-server"
    command = [sys.executable, str(folder / "model_server.py"), "--port", "0", "--scripts", str(folder / "scripts.json")]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        yield line.split()[-1]
    finally:
        child.terminate()
        child.wait()
        child.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def recipes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(RECIPES))


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.py")), ids=lambda path: path.stem)
def test_recipes_are_valid_and_go_there_and_back(path: Path, client: Orcheo) -> None:
    document = load(path)[0]
    assert document.validate() == [] and client.workflows.validate(document).errors == []
    scope: dict[str, Any] = {}
    exec(document.to_python(), scope)
    assert scope["document"] == document == WorkflowDocument.from_json(document.to_json())


def test_support(client: Orcheo, shop: str, recipes: None) -> None:
    import support

    with model_server() as model:
        given = {"api": shop, "ticket": 1, "model": "scripted-support", "model_url": model}
        execution = client.executions.run(workflow=support.support, input=given, check=True, timeout=60)
    assert Shop.notes == [{"channel": "urgent", "to": "ada", "text": Shop.notes[0]["text"]}] and "A-17" in Shop.notes[0]["text"]
    assert execution.stats.tokens_out > 0
    assert support.ticket(TICKET) == {"order": "A-17", "customer": "ada", "text": "Hello, where is my order?"}


def test_daily_report(client: Orcheo, shop: str, recipes: None) -> None:
    import daily_report

    trigger = daily_report.schedule(client, shop)
    assert trigger.next_fire_at is not None and trigger.cron == "0 7 * * 1-5"
    filled = client.triggers.cron.backfill(trigger.id, "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z")
    for id in filled.execution_ids:
        client.executions.wait(id, timeout=60).raise_for_status()
    assert Shop.notes == [{"due": "2026-01-05T06:00:00.000Z", "text": "Sales: 21\nink: 15.00; pen: 6.00"}]
    client.triggers.cron.delete(trigger.id)
    # The source does not answer: the run reports that, and succeeds.
    broken = json.loads(json.dumps(daily_report.report.build()).replace("}}/sales", "}}/nothing"))
    client.executions.run(workflow=broken, input={}, timeout=60)


def test_order_webhook(client: Orcheo, recipes: None) -> None:
    import order_webhook

    hook = order_webhook.receive(client)
    small = {"id": 17, "items": [{"price": 3, "quantity": 4}]}
    answer = order_webhook.send(hook.url, hook.signing_secret_once, small, "order-17")
    assert (answer.status_code, answer.json()) == (201, {"order": 17, "decision": "accepted", "total": 12})
    assert answer.headers["x-decision"] == "accepted"
    large = order_webhook.send(hook.url, hook.signing_secret_once, {"id": 18, "items": [{"price": 600, "quantity": 2}]})
    assert (large.status_code, large.json()["decision"]) == (202, "in review")
    assert order_webhook.send(hook.url, hook.signing_secret_once, small, "order-17").json()["duplicate"] is True
    assert httpx.post(hook.url, json=small).status_code == 401
