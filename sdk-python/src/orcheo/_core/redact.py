"""Takes secrets out of what is logged."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..secrets import MASK

_SECRET_HEADERS = re.compile(r"authorization|cookie|signature|token|secret|api-?key|idempotency-key", re.IGNORECASE)
_SECRET_PARAMETERS = re.compile(r"([?&](?:access_token|token|key|secret)=)[^&\s]+", re.IGNORECASE)
_TOKENS = re.compile(r"\b(orc_[A-Za-z0-9]{8})_[A-Za-z0-9_-]+|\bwhsec_[A-Za-z0-9+/=]+")
_HOOKS = re.compile(r"(/hooks/)[^/?\s]+")


def redact_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers, with a mask for those that prove who is calling."""
    return {name: MASK if _SECRET_HEADERS.search(name) else redact(value) for name, value in headers.items()}


def redact(text: str) -> str:
    """A text without anything that looks like a key of Orcheo."""
    text = _SECRET_PARAMETERS.sub(rf"\g<1>{MASK}", text)
    text = _HOOKS.sub(rf"\g<1>{MASK}", text)
    return _TOKENS.sub(lambda match: f"{match[1]}_{MASK}" if match[1] else MASK, text)
