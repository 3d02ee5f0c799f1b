"""Where the command line remembers the server and the key: a file that only its owner can read."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from .._clients.sync_client import Orcheo
from .._core.config import API_KEY_VARIABLE, BASE_URL_VARIABLE

CONFIG_VARIABLE = "ORCHEO_CONFIG"

base_url_option: str | None = None
"""What ``--base-url`` says; it comes before the environment and the file."""


def path() -> Path:
    """The file: ``$ORCHEO_CONFIG``, else ``orcheo/config.json`` in the user's folder of settings."""
    given = os.environ.get(CONFIG_VARIABLE)
    if given:
        return Path(given)
    folder = os.environ.get("XDG_CONFIG_HOME")
    return (Path(folder) if folder else Path.home() / ".config") / "orcheo" / "config.json"


def load() -> dict[str, Any]:
    """What is remembered; empty when nothing is."""
    try:
        loaded = json.loads(path().read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return loaded if isinstance(loaded, dict) else {}


def save(base_url: str, api_key: str) -> Path:
    """Remembers a server and a key."""
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    # The mode is set before there is anything in it.
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o600)
        json.dump({"base_url": base_url, "api_key": api_key}, stream)
    return file


def client() -> Orcheo:
    """A client by the options, the environment, or what ``orcheo login`` remembered.

    A remembered key goes only to the server that it was remembered for.
    """
    remembered = load()
    base_url = base_url_option or os.environ.get(BASE_URL_VARIABLE) or remembered.get("base_url")
    key = os.environ.get(API_KEY_VARIABLE)
    if key is None and base_url == remembered.get("base_url"):
        key = remembered.get("api_key")
    return Orcheo(base_url=base_url, api_key=key)
