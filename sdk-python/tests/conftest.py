"""What the tests share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from blocking import blocking
from orcheo import AsyncOrcheo, Orcheo
from stack import Stack, started


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of whoever runs it."""
    for name in ("ORCHEO_API_KEY", "ORCHEO_BASE_URL", "ORCHEO_CONFIG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """The real local stack."""
    with started() as running:
        yield running


@pytest.fixture
def client(stack: Stack) -> Iterator[Orcheo]:
    """A blocking client of the stack."""
    with Orcheo(api_key=stack.api_key, base_url=stack.base_url) as orcheo:
        yield orcheo


@pytest.fixture(params=["sync", "asyncio"])
def either(request: pytest.FixtureRequest, stack: Stack) -> Iterator[Any]:
    """Both clients of the stack, one after the other; that for asyncio looks like the other."""
    if request.param == "sync":
        with Orcheo(api_key=stack.api_key, base_url=stack.base_url) as orcheo:
            yield orcheo
        return
    loop = asyncio.new_event_loop()
    wrapped = blocking(AsyncOrcheo(api_key=stack.api_key, base_url=stack.base_url), loop)
    yield wrapped
    wrapped.close()
    loop.close()


@pytest_asyncio.fixture
async def async_client(stack: Stack) -> AsyncIterator[AsyncOrcheo]:
    """An asyncio client of the stack."""
    async with AsyncOrcheo(api_key=stack.api_key, base_url=stack.base_url) as orcheo:
        yield orcheo
