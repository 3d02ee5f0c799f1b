"""Verifies incoming webhooks and signs outgoing ones, by the schemes that webhook triggers take.

::

    from orcheo import webhooks

    webhooks.verify(request.body, request.headers, secret)              # raises WebhookVerificationError
    headers = webhooks.sign(body, secret, scheme="github")              # to send with the body

Schemes: ``standard`` (Standard Webhooks), ``github``, ``stripe``, ``slack``. Verify the bytes that arrived, not JSON that was parsed
and written again.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Union

from .errors import WebhookVerificationError
from .secrets import Secret, reveal

__all__ = ["Scheme", "TOLERANCE_SECONDS", "WebhookVerificationError", "sign", "verify"]

Scheme = Literal["standard", "github", "stripe", "slack"]

TOLERANCE_SECONDS = 300
"""How far the time of the sender may be from ours, where the scheme signs a time."""

SecretText = Union[str, Secret[str]]

_PREFIX = "whsec_"
_MOST_SIGNATURES = 16


@dataclass(frozen=True)
class _Claim:
    prefix: bytes
    signatures: list[bytes]
    signed_at: int | None


def verify(
    body: bytes | str,
    headers: Mapping[str, str],
    secret: SecretText | Iterable[SecretText],
    scheme: Scheme = "standard",
    *,
    tolerance: float = TOLERANCE_SECONDS,
    now: Callable[[], float] = time.time,
) -> None:
    """Verifies a delivery.

    Args:
        body: the body exactly as it arrived.
        headers: the headers, by names in any case.
        secret: the secret, or several while one is rotated: one of them must have signed.
        scheme: how the sender signs.
        tolerance: how many seconds old or early it may be.
        now: the present time, in seconds since 1970.

    Raises:
        WebhookVerificationError: it is not signed, not by one of the secrets, or too old.
    """
    content = body.encode("utf-8") if isinstance(body, str) else body
    claim = _read(scheme, {name.lower(): value for name, value in headers.items()})
    secrets = [secret] if isinstance(secret, (str, Secret)) else list(secret)
    # Every signature is compared with every secret, so that the time does not tell which was right.
    signed = False
    for item in secrets:
        expected = _mac(_key(scheme, reveal(item)), claim.prefix, content)
        for signature in claim.signatures:
            signed |= hmac.compare_digest(signature, expected)
    if not signed:
        raise WebhookVerificationError("The signature is not right.")
    # After the signature: who cannot sign learns nothing of our clock.
    if claim.signed_at is not None and abs(now() - claim.signed_at) > tolerance:
        raise WebhookVerificationError("It was signed too long ago, or in the future.")


def sign(
    body: bytes | str,
    secret: SecretText,
    scheme: Scheme = "standard",
    *,
    delivery_id: str | None = None,
    timestamp: int | None = None,
) -> dict[str, str]:
    """The headers that sign a body.

    Args:
        body: the body exactly as it is sent.
        delivery_id: names the delivery; sending it again with the same one starts nothing new. Made up otherwise.
        timestamp: when it is signed, in seconds since 1970; now otherwise.
    """
    content = body.encode("utf-8") if isinstance(body, str) else body
    key, at = _key(scheme, reveal(secret)), str(int(time.time()) if timestamp is None else timestamp)
    if scheme == "standard":
        name = delivery_id or f"msg_{uuid.uuid4().hex}"
        signature = base64.b64encode(_mac(key, f"{name}.{at}.".encode(), content)).decode()
        return {"webhook-id": name, "webhook-timestamp": at, "webhook-signature": f"v1,{signature}"}
    if scheme == "github":
        name = delivery_id or str(uuid.uuid4())
        return {"X-Hub-Signature-256": f"sha256={_mac(key, b'', content).hex()}", "X-GitHub-Delivery": name}
    if scheme == "stripe":
        return {"Stripe-Signature": f"t={at},v1={_mac(key, f'{at}.'.encode(), content).hex()}"}
    signature = _mac(key, f"v0:{at}:".encode(), content).hex()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}


def _mac(key: bytes, prefix: bytes, body: bytes) -> bytes:
    return hmac.new(key, prefix + body, hashlib.sha256).digest()


def _key(scheme: Scheme, secret: str) -> bytes:
    if scheme != "standard":
        if not secret:
            raise ValueError("The secret must not be empty.")
        return secret.encode("utf-8")
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True) if secret.startswith(_PREFIX) else b""
    except binascii.Error:
        key = b""
    if not key:
        raise ValueError(f"A secret of the standard scheme is '{_PREFIX}' and the base64 of the key.")
    return key


def _read(scheme: Scheme, headers: Mapping[str, str]) -> _Claim:
    if scheme == "standard":
        claim = _read_standard(headers)
    elif scheme == "github":
        claim = _Claim(b"", _hexadecimal([headers.get("x-hub-signature-256", "")], "sha256="), None)
    elif scheme == "stripe":
        claim = _read_stripe(headers)
    elif scheme == "slack":
        at = headers.get("x-slack-request-timestamp", "")
        claim = _Claim(f"v0:{at}:".encode(), _hexadecimal([headers.get("x-slack-signature", "")], "v0="), _time(at))
    else:
        raise ValueError(f"There is no scheme {scheme!r}.")
    if not claim.signatures:
        raise WebhookVerificationError("It is not signed.")
    return claim


def _read_standard(headers: Mapping[str, str]) -> _Claim:
    name, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    signatures = []
    for part in headers.get("webhook-signature", "").split()[:_MOST_SIGNATURES]:
        # Other versions than v1 are passed over: a sender may send several during a change.
        if part.startswith("v1,"):
            try:
                signatures.append(base64.b64decode(part[3:], validate=True))
            except binascii.Error:
                continue
    return _Claim(f"{name}.{at}.".encode(), signatures if name else [], _time(at))


def _read_stripe(headers: Mapping[str, str]) -> _Claim:
    parts = [part.strip() for part in headers.get("stripe-signature", "").split(",")[:_MOST_SIGNATURES]]
    at = next((part[2:] for part in parts if part.startswith("t=")), "")
    return _Claim(f"{at}.".encode(), _hexadecimal(parts, "v1="), _time(at))


def _hexadecimal(texts: Iterable[str], prefix: str) -> list[bytes]:
    found = []
    for text in texts:
        if text.startswith(prefix):
            try:
                found.append(bytes.fromhex(text[len(prefix) :]))
            except ValueError:
                continue
    return found


def _time(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise WebhookVerificationError("It is not signed.")
    return int(text)
