"""Signatures: vectors that others published, every scheme both ways, and the real ingress."""

from __future__ import annotations

import httpx
import pytest

from orcheo import Orcheo, Secret, WebhookVerificationError, webhooks
from documents import greeting

STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SECRETS = {"standard": STANDARD_SECRET, "github": "It's a Secret to Everybody", "stripe": "whsec_stripe-is-text", "slack": "8f742231b10e8888abcd99yyyzzz85a5"}
SCHEMES = list(SECRETS)


def test_the_vector_of_standard_webhooks() -> None:
    body = b'{"test": 2432232314}'
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v2,x v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,!",
    }
    webhooks.verify(body, headers, STANDARD_SECRET, now=lambda: 1614265330)
    signed = webhooks.sign(body, STANDARD_SECRET, delivery_id=headers["webhook-id"], timestamp=1614265330)
    assert signed["webhook-signature"] in headers["webhook-signature"]


def test_the_vector_of_github() -> None:
    signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    webhooks.verify("Hello, World!", {"X-Hub-Signature-256": signature}, SECRETS["github"], "github")
    assert webhooks.sign("Hello, World!", SECRETS["github"], "github")["X-Hub-Signature-256"] == signature


def test_the_vector_of_slack() -> None:
    body = (
        "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA"
        "&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"
    headers = {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": "1531420618"}
    webhooks.verify(body, headers, SECRETS["slack"], "slack", now=lambda: 1531420618)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_both_ways_and_nothing_else(scheme: webhooks.Scheme) -> None:
    secret, body = SECRETS[scheme], '{"id":"evt_1","text":"ü"}'
    other = "whsec_" + "QUJD" * 8
    headers = webhooks.sign(body, Secret(secret), scheme, timestamp=1_000_000)
    webhooks.verify(body, headers, [other, secret], scheme, now=lambda: 1_000_300)
    for wrong_body, wrong_secret in ((body + " ", secret), (body, other)):
        with pytest.raises(WebhookVerificationError, match="not right"):
            webhooks.verify(wrong_body, headers, wrong_secret, scheme, now=lambda: 1_000_000)
    if scheme != "github":
        for time in (999_699, 1_000_301):
            with pytest.raises(WebhookVerificationError, match="too long ago"):
                webhooks.verify(body, headers, secret, scheme, now=lambda: time)
    for name in headers:
        if name != "X-GitHub-Delivery":
            with pytest.raises(WebhookVerificationError):
                webhooks.verify(body, {key: value for key, value in headers.items() if key != name}, secret, scheme)
            with pytest.raises(WebhookVerificationError):
                webhooks.verify(body, {**headers, name: "sha256=zz,v1=zz,t=1"}, secret, scheme)


@pytest.mark.parametrize(("scheme", "secret"), [("standard", "text"), ("standard", "whsec_"), ("standard", "whsec_?"), ("github", "")])
def test_secrets_that_are_none(scheme: webhooks.Scheme, secret: str) -> None:
    with pytest.raises(ValueError):
        webhooks.sign("", secret, scheme)


def test_an_unknown_scheme() -> None:
    with pytest.raises(ValueError, match="no scheme"):
        webhooks.verify("", {}, "x", "unknown")  # type: ignore[arg-type]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_real_ingress_takes_what_is_signed(client: Orcheo, scheme: webhooks.Scheme) -> None:
    workflow = client.workflows.create(greeting(message="{{ trigger.body.text }}"))
    trigger = client.triggers.webhook.create(workflow.id, scheme=scheme, signing_secret=SECRETS[scheme], response_mode="on_completion")
    body = '{"id":"evt_1","event_id":"evt_1","text":"ü"}'
    headers = {**webhooks.sign(body, SECRETS[scheme], scheme), "Content-Type": "application/json"}
    answer = httpx.post(trigger.url, content=body.encode(), headers=headers)
    assert (answer.status_code, answer.json()) == (200, {"message": "ü"})
    assert httpx.post(trigger.url, content=b"{}", headers=headers).status_code == 401
