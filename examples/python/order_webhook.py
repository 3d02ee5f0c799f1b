"""Webhook → branch → answer: a shop posts signed orders; large ones wait for a second look, and the shop is told at once what became of
its order."""

import json

import httpx

from orcheo import Orcheo, if_, webhooks, workflow
from orcheo.expressions import coalesce, fn, nodes, state, trigger, when
from orcheo.node_types import SetVariable, WebhookTrigger

LIMIT = 1000

with workflow("Order", tags=["cookbook"]) as order:
    hook = WebhookTrigger(
        "hook",
        respond={
            "status": when(state.decision == "accepted", 201, 202),
            "headers": {"X-Decision": state.decision},
            "body": {"order": trigger.body.id, "decision": state.decision, "total": nodes.total.output.total},
        },
    )
    total = SetVariable(
        "total",
        values={"total": coalesce(trigger.body["items"], []).reduce(lambda sum, item: sum + item.price * item.quantity, 0)},
    )
    accept = SetVariable("accept", values={"decision": "accepted"})
    review = SetVariable("review", values={"decision": "in review", "reason": f"{fn.Math.round(state.total)} is a lot"})
    hook >> total >> if_(state.total <= LIMIT, "small").then(accept).else_(review)


def receive(client: Orcheo):
    """Stores the workflow and gives it a URL. The answer has the secret, once."""
    stored = client.workflows.create(order)
    return client.triggers.webhook.create(stored.id, scheme="standard", response_mode="on_completion")


def send(url: str, secret, document: dict, delivery_id: str | None = None) -> httpx.Response:
    """What the shop does: signs and posts. With the same delivery id a repetition starts nothing new."""
    body = json.dumps(document)
    headers = webhooks.sign(body, secret, delivery_id=delivery_id)
    return httpx.post(url, content=body, headers={**headers, "Content-Type": "application/json"}, timeout=30)
