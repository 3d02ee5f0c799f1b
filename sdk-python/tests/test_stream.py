"""Events of an execution until its end: over both transports, over connections that break, and what the logic does with odd servers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

import orcheo
from orcheo import AsyncOrcheo, Orcheo
from documents import row, slow
from proxy import CuttingProxy
from stack import Stack

BOTH = ["websocket", "sse"]
TRANSPORTS = [*BOTH, "auto"]
RUNS = 100
"""In all for each transport: half of them by threads, half by asyncio."""
SIDE_BY_SIDE = 10
NODES = 6
EVENTS = 2 * NODES + 2
SHARE = 0.12


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_every_event_until_the_end(client: Orcheo, transport: str) -> None:
    execution = client.executions.create(workflow=row(4, 0.02))
    events = list(client.executions.stream(execution.id, transport=transport))
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[-1].type == "execution_end"
    assert events == list(client.executions.events(execution.id))
    # Of an execution that has ended: the whole of it, a part, and nothing.
    assert list(client.executions.stream(execution.id, transport=transport)) == events
    assert list(client.executions.stream(execution.id, after=5, transport=transport)) == events[5:]
    assert list(client.executions.stream(execution.id, after=len(events), transport=transport)) == []


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_every_event_until_the_end_by_asyncio(async_client: AsyncOrcheo, transport: str) -> None:
    execution = await async_client.executions.create(workflow=row(4, 0.02))
    events = [event async for event in async_client.executions.stream(execution.id, transport=transport)]
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert events[-1].type == "execution_end"


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_leaving_the_loop_early_closes_the_connection(client: Orcheo, transport: str) -> None:
    execution = client.executions.create(workflow=slow(60))
    events: Iterator[orcheo.models.Event] = client.executions.stream(execution.id, transport=transport)
    assert next(events).type == "execution_start"
    events.close()  # type: ignore[attr-defined]
    client.executions.cancel(execution.id)
    assert client.executions.wait(execution.id, timeout=30).status == "cancelled"


def test_a_stream_of_nothing_is_an_error(client: Orcheo) -> None:
    for transport in TRANSPORTS:
        with pytest.raises(orcheo.NotFoundError):
            list(client.executions.stream("exe_01k3z5w8q7m2n4p6r8t0v2x4y6", transport=transport))


def check(seen: list[int | None]) -> None:
    """Every event of the execution, once and in order."""
    assert seen == list(range(1, EVENTS + 1))


@pytest.mark.parametrize("transport", BOTH)
def test_no_event_is_lost_or_repeated_when_connections_break(stack: Stack, transport: str) -> None:
    with CuttingProxy(stack.base_url, SHARE, seed=3) as proxy, Orcheo(api_key=stack.api_key, base_url=proxy.base_url, max_retries=40) as broken:
        broken._driver._sleep = lambda seconds: time.sleep(seconds / 50)
        with Orcheo(api_key=stack.api_key, base_url=stack.base_url) as direct, ThreadPoolExecutor(SIDE_BY_SIDE) as threads:

            def follow(_: int) -> list[int | None]:
                # Followed from its start, so that most of its events are seen as they happen.
                execution = direct.executions.create(workflow=row(NODES, 0.02))
                return [event.seq for event in broken.executions.stream(execution.id, transport=transport)]

            for seen in threads.map(follow, range(RUNS // 2)):
                check(seen)
        assert proxy.cuts >= RUNS // 5


@pytest.mark.parametrize("transport", BOTH)
async def test_no_event_is_lost_or_repeated_by_asyncio(stack: Stack, transport: str) -> None:
    with CuttingProxy(stack.base_url, SHARE, seed=4) as proxy:
        async with AsyncOrcheo(api_key=stack.api_key, base_url=proxy.base_url, max_retries=40) as broken, AsyncOrcheo(
            api_key=stack.api_key, base_url=stack.base_url
        ) as direct:
            broken._driver._sleep = lambda seconds: asyncio.sleep(seconds / 50)

            async def follow() -> list[int | None]:
                execution = await direct.executions.create(workflow=row(NODES, 0.02))
                return [event.seq async for event in broken.executions.stream(execution.id, transport=transport)]

            for _ in range(RUNS // 2 // SIDE_BY_SIDE):
                for seen in await asyncio.gather(*[follow() for _ in range(SIDE_BY_SIDE)]):
                    check(seen)
        assert proxy.cuts >= RUNS // 5


def test_logs_are_the_events_of_that_type(client: Orcheo) -> None:
    execution = client.executions.run(workflow=row(2))
    assert list(client.executions.logs(execution.id)) == list(client.executions.logs(execution.id, follow=True)) == []
    with pytest.raises(orcheo.NotFoundError):
        list(client.executions.logs("exe_01k3z5w8q7m2n4p6r8t0v2x4y6"))


def test_the_address_of_a_websocket_that_nobody_serves() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/negotiate"):
            return httpx.Response(200, json={"url": "http://127.0.0.1:9/hubs/executions", "accessToken": "t"})
        return httpx.Response(404, json={"code": "ORC4004", "detail": "no"})

    client = Orcheo(api_key="k", http_client=httpx.Client(transport=httpx.MockTransport(answer)), max_retries=1)
    client._driver._sleep = lambda seconds: None
    with pytest.raises(orcheo.APIConnectionError):
        list(client.executions.stream("exe_1", transport="websocket"))
    # Falls back to server-sent events, and is told there.
    with pytest.raises(orcheo.NotFoundError):
        list(client.executions.stream("exe_1"))
