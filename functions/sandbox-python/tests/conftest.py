"""Sandboxes that several tests share: one as the user who runs the tests, and one as nobody where that user is root."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from tests.client import NOBODY, Sandbox  # noqa: E402

# The machine may be busy with other things: a slow example is no finding.
settings.register_profile("sandbox", deadline=None, max_examples=50, database=None)
settings.load_profile("sandbox")
USERS = ["as-root", "as-nobody"] if os.geteuid() == 0 else ["as-user"]


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """A sandbox with the default configuration."""
    server = Sandbox()
    yield server
    server.close()


@pytest.fixture(scope="session", params=USERS)
def any_sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    """The same for each kind of user that can be tried here."""
    server = Sandbox(user=NOBODY if request.param == "as-nobody" else None)
    yield server
    server.close()
