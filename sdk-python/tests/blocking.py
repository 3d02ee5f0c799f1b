"""An asyncio client that looks like the blocking one, so that the same tests run with both."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from typing import Any

from orcheo import AsyncOrcheo


class Blocking:
    """Every method waits for its coroutine; every asynchronous iterator is an ordinary one."""

    def __init__(self, target: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._target = target
        self._loop = loop

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if inspect.ismethod(value):
            return lambda *arguments, **named: self._wait(value(*arguments, **named))
        return Blocking(value, self._loop) if hasattr(value, "__dict__") else value

    def _wait(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._loop.run_until_complete(value)
        return self._iterate(value) if isinstance(value, AsyncIterator) else value

    def _iterate(self, items: Any) -> Iterator[Any]:
        try:
            while True:
                try:
                    yield self._loop.run_until_complete(items.__anext__())
                except StopAsyncIteration:
                    return
        finally:
            self._loop.run_until_complete(items.aclose())


def blocking(client: AsyncOrcheo, loop: asyncio.AbstractEventLoop) -> Any:
    """The client, blocking."""
    return Blocking(client, loop)
