"""A network that breaks: a proxy between the client and the real stack cuts connections at random."""

from __future__ import annotations

import asyncio
import time
import uuid

from orcheo import AsyncOrcheo, Orcheo
from documents import greeting
from proxy import CuttingProxy
from stack import Stack

RUNS = 100
SHARE = 0.2
SPEED = 50.0
"""The waits between attempts are shortened: they are the client's, not the server's."""


def test_no_create_is_made_twice(stack: Stack) -> None:
    tag = uuid.uuid4().hex
    with CuttingProxy(stack.base_url, SHARE, seed=1) as proxy, Orcheo(
        api_key=stack.api_key, base_url=proxy.base_url, max_retries=40
    ) as client:
        client._driver._sleep = lambda seconds: time.sleep(seconds / SPEED)
        names = [f"run {number}" for number in range(RUNS // 2)]
        created = [client.workflows.create({**greeting(name), "tags": [tag]}).id for name in names]
        execution = [client.executions.create(created[0], input={"name": name}).id for name in names]
        assert proxy.cuts > RUNS / 10
    with Orcheo(api_key=stack.api_key, base_url=stack.base_url) as direct:
        assert [item.id for item in direct.workflows.list(tag=tag)] == created[::-1]
        assert sorted(item.id for item in direct.executions.list(workflow_id=created[0])) == sorted(execution)


async def test_no_create_is_made_twice_by_asyncio(stack: Stack) -> None:
    tag = uuid.uuid4().hex
    with CuttingProxy(stack.base_url, SHARE, seed=2) as proxy:
        async with AsyncOrcheo(api_key=stack.api_key, base_url=proxy.base_url, max_retries=40) as client:
            client._driver._sleep = lambda seconds: asyncio.sleep(seconds / SPEED)
            documents = [{**greeting(f"run {number}"), "tags": [tag]} for number in range(RUNS)]
            created = [item.id for batch in range(0, RUNS, 10) for item in await asyncio.gather(*map(client.workflows.create, documents[batch : batch + 10]))]
        assert proxy.cuts > RUNS / 10
    with Orcheo(api_key=stack.api_key, base_url=stack.base_url) as direct:
        assert sorted(item.id for item in direct.workflows.list(tag=tag)) == sorted(created)
