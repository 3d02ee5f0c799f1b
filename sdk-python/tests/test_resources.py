"""Every resource, against the real stack."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import orcheo
from orcheo import AsyncOrcheo, Orcheo
from documents import double, greeting, slow


def test_health_needs_no_key(stack) -> None:
    with Orcheo(base_url=stack.base_url) as client:
        assert client.health().status == "ok"
        assert client.system.openapi()["info"]["title"] == "Orcheo"
        with pytest.raises(orcheo.AuthenticationError) as caught:
            list(client.workflows.list())
    assert caught.value.status_code == 401
    assert caught.value.code == "ORC4001"


def test_workflow_from_creation_to_deletion(either: Any) -> None:
    created = either.workflows.create(greeting("First"))
    assert created.name == "First" and created.version == 0 and created.etag
    assert created["name"] == "First"

    changed = either.workflows.update(created.id, {**created.to_json(), "name": "Second"}, if_match=created.etag)
    assert changed.name == "Second"
    with pytest.raises(orcheo.PreconditionFailedError) as stale:
        either.workflows.update(created.id, greeting("Third"), if_match=created.etag)
    assert isinstance(stale.value, orcheo.ConflictError) and stale.value.status_code == 412
    assert either.workflows.update(created.id, tags=["a"]).name == "Second"

    version = either.versions.create(created.id, label="one", notes="n")
    assert (version.version, version.label, version.workflow.name) == (1, "one", "Second")
    assert either.versions.get(created.id, 1).checksum == version.checksum
    either.workflows.update(created.id, double("Second"))
    difference = either.versions.diff(created.id, 1)
    assert [node.id for node in difference.nodes.added] == ["double"]
    assert [item.version for item in either.versions.list(created.id)] == [1]
    assert either.workflows.get(created.id, version=1).nodes[0].id == "greet"

    either.workflows.delete(created.id)
    with pytest.raises(orcheo.NotFoundError):
        either.workflows.get(created.id)
    assert either.workflows.restore(created.id).name == "Second"
    either.workflows.delete(created.id, purge=True)
    with pytest.raises(orcheo.NotFoundError):
        either.workflows.restore(created.id)


def test_workflow_from_its_members(either: Any) -> None:
    document = greeting("Members")
    assert either.workflows.create(**document).name == "Members"
    assert either.workflows.create(document, name="Other").name == "Other"


def test_lists_give_every_page(either: Any) -> None:
    tag = uuid.uuid4().hex
    names = [f"page {number}" for number in range(5)]
    for name in names:
        either.workflows.create({**greeting(name), "tags": [tag]})
    assert [item.name for item in either.workflows.list(tag=tag, limit=2)] == names[::-1]
    assert next(either.workflows.list(tag=tag)).name == names[-1]


def test_validation_names_every_fault(either: Any) -> None:
    wrong = {"name": "Wrong", "nodes": [{"id": "a", "type": "http_reqest"}], "edges": [{"source_node_id": "a", "target_node_id": "b"}]}
    result = either.workflows.validate(wrong)
    assert not result.valid
    assert [(fault.code, fault.pointer) for fault in result.errors] == [("ORC2004", "/nodes/0/type"), ("ORC2002", "/edges/0/target_node_id")]
    with pytest.raises(orcheo.ValidationError) as caught:
        either.workflows.create(wrong)
    assert caught.value.code == "ORC2000" and len(caught.value.errors) == 2
    assert "/nodes/0/type" in str(caught.value)
    lenient = either.workflows.create(wrong, lenient=True)
    assert lenient.validation_errors and lenient.validation_errors[0].code == "ORC2004"


def test_run_wait_and_read_an_execution(either: Any) -> None:
    workflow = either.workflows.create(greeting())
    execution = either.executions.create(workflow_id=workflow.id, input={"name": "Ada"})
    ended = either.executions.wait(execution.id, timeout=30)
    assert ended.succeeded and ended.output == {"message": "Hello Ada"}
    assert ended.created_at.tzinfo is timezone.utc and isinstance(ended.stats.duration_ms, (int, float))
    assert either.executions.create(workflow_id=workflow.id, wait=20).ended
    assert either.executions.run(workflow=greeting(), input={"name": "Inline"}, check=True).output == {"message": "Hello Inline"}
    assert [event.type for event in either.executions.events(execution.id)][-1] == "execution_end"
    assert [node.id for node in either.executions.definition(execution.id).nodes] == ["greet"]
    checkpoint = next(either.executions.checkpoints(execution.id))
    assert either.executions.checkpoint(execution.id, checkpoint.id).state_snapshot == {"message": "Hello Ada"}
    assert execution.id in [item.id for item in either.executions.list(workflow_id=workflow.id, status="succeeded")]
    with pytest.raises(orcheo.ConflictError):
        either.executions.cancel(execution.id)
    again = either.executions.replay(execution.id, mode="recorded", input={"name": "Bob"}, from_node_id=None)
    assert either.executions.wait(again.id).output == {"message": "Hello Bob"}
    assert again.replay_of == execution.id


def test_a_test_run_takes_what_is_pinned(either: Any) -> None:
    workflow = either.workflows.create(double())
    run = either.executions.create(workflow.id, version="draft", test={"pinned": {"greet": {"message": "pinned"}}}, wait=20)
    assert run.output == {"twice": "pinnedpinned"} and run.test is not None and run.test.pinned == ["greet"]
    listed = next(either.workflows.list(include="last_execution"))
    assert listed.last_execution is not None and listed.last_execution.id == run.id
    assert listed.to_json()["last_execution"]["status"] == "succeeded"


def test_cancel_and_time_out(either: Any) -> None:
    execution = either.executions.create(workflow=slow(60))
    with pytest.raises(orcheo.WaitTimeoutError) as late:
        either.executions.wait(execution.id, timeout=0.2)
    assert late.value.execution.id == execution.id
    either.executions.cancel(execution.id)
    ended = either.executions.wait(execution.id, timeout=30)
    assert ended.status == "cancelled"
    with pytest.raises(orcheo.ExecutionFailedError, match="cancelled"):
        ended.raise_for_status()


def test_a_failed_execution_says_where(either: Any) -> None:
    with pytest.raises(orcheo.ExecutionFailedError, match="in node 'greet'.*ORC3005"):
        either.executions.run(workflow=greeting(message="{{ input.a.b }}"), input={}, check=True)


def test_credentials_never_show_their_secret(either: Any) -> None:
    created = either.credentials.create("Shop", "bearer_token", {"token": "s3cret-of-the-shop"})
    assert created.data is None
    revealed = either.credentials.get(created.id, reveal=True)
    assert revealed.data is not None and revealed.data.reveal() == {"token": "s3cret-of-the-shop"}
    assert "s3cret" not in repr(revealed) + str(revealed) + json.dumps(revealed.to_json())
    assert revealed.to_json(reveal=True)["data"] == {"token": "s3cret-of-the-shop"}
    rotated = either.credentials.update(created.id, name="Shop 2", data=orcheo.Secret({"token": "other-secret"}), if_match=created.etag)
    assert rotated.name == "Shop 2"
    assert created.id in [item.id for item in either.credentials.list(type="bearer_token")]
    either.credentials.delete(created.id, force=True)
    with pytest.raises(orcheo.NotFoundError):
        either.credentials.get(created.id)


def test_api_keys(either: Any, stack) -> None:
    tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
    key = either.api_keys.create("Reader", ["workflows:read"], expires_at=tomorrow)
    assert key.secret_once.reveal().startswith(key.prefix)
    assert key.secret_once.reveal() not in repr(key)
    assert key.expires_at is not None and abs(key.expires_at - tomorrow) < timedelta(seconds=1)
    with Orcheo(api_key=key.secret_once, base_url=stack.base_url) as reader:
        list(reader.workflows.list(limit=1))
        with pytest.raises(orcheo.PermissionDeniedError, match="workflows:write"):
            reader.workflows.create(greeting())
        either.api_keys.delete(key.id)
        with pytest.raises(orcheo.AuthenticationError):
            next(reader.workflows.list())
    assert key.id not in [item.id for item in either.api_keys.list()]


def test_cron_triggers(either: Any) -> None:
    workflow = either.workflows.create(greeting())
    trigger = either.triggers.cron.create(workflow.id, "0 9 * * 1-5", timezone="Europe/Berlin", input={"name": "Cron"})
    assert trigger.next_fire_at is not None
    changed = either.triggers.cron.update(trigger.id, enabled=False, input=None)
    assert changed.status == "disabled" and changed.cron == "0 9 * * 1-5" and changed.input is None
    assert [item.id for item in either.triggers.cron.list(workflow_id=workflow.id)] == [trigger.id]
    assert list(either.executions.list(trigger_id=trigger.id)) == []
    assert len(either.triggers.cron.preview("0 9 * * *", count=3)) == 3
    past = datetime(2026, 1, 5, tzinfo=timezone.utc)
    assert either.triggers.cron.backfill(trigger.id, past, past + timedelta(days=2)).started == 2
    either.triggers.cron.delete(trigger.id, if_match=changed.etag)
    with pytest.raises(orcheo.NotFoundError):
        either.triggers.cron.get(trigger.id)
    with pytest.raises(ValueError, match="time zone"):
        either.triggers.cron.backfill(trigger.id, datetime(2026, 1, 5), past)


def test_webhook_triggers(either: Any) -> None:
    workflow = either.workflows.create(greeting())
    trigger = either.triggers.webhook.create(workflow.id, scheme="standard", rate_limit={"per_second": 5, "burst": 5})
    assert trigger.signing_secret_once is not None and trigger.signing_secret_once.reveal().startswith("whsec_")
    assert trigger.token.reveal() not in repr(trigger) and trigger.token.reveal() in trigger.url
    changed = either.triggers.webhook.update(trigger.id, response_mode="on_completion")
    assert changed.rate_limit is not None and changed.rate_limit.burst == 5
    rotated = either.triggers.webhook.rotate_secret(trigger.id, signing_secret=orcheo.Secret("whsec_" + "QUJD" * 8), overlap_seconds=60)
    assert rotated.previous_secret_expires_at is not None
    assert [item.id for item in either.triggers.webhook.list(workflow_id=workflow.id)] == [trigger.id]
    either.triggers.webhook.delete(trigger.id)
    with pytest.raises(orcheo.NotFoundError):
        either.triggers.webhook.get(trigger.id)


def test_nodes_and_audit(either: Any) -> None:
    types = [node.type for node in either.nodes.list()]
    assert "http_request" in types
    assert either.system.workspace().key["type"] == "admin_key"
    assert either.nodes.get("delay").config_schema["type"] == "object"
    workflow = either.workflows.create(greeting())
    entry = next(either.audit.list(resource=workflow.id, actor="admin"))
    assert (entry.action, entry.resource.id, entry.actor.type) == ("workflow.create", workflow.id, "admin_key")


def test_ids_cannot_lead_elsewhere(either: Any) -> None:
    with pytest.raises(orcheo.ValidationError, match="ORC1006"):
        either.executions.get("../workflows")
    with pytest.raises(ValueError):
        either.executions.get("")


async def test_everything_is_there_for_asyncio(async_client: AsyncOrcheo) -> None:
    client = async_client
    assert (await client.health()).status == "ok"
    workflow = await client.workflows.create(greeting("Async"))
    assert workflow.id in [item.id async for item in client.workflows.list(limit=2)]
    execution = await client.executions.run(workflow.id, input={"name": "Ada"}, check=True)
    assert execution.output == {"message": "Hello Ada"}
    assert [event.seq async for event in client.executions.events(execution.id)] == list(range(1, 1 + await _last(client, execution.id)))
    with pytest.raises(orcheo.NotFoundError):
        await client.workflows.get("wf_01k3z5w8q7m2n4p6r8t0v2x4y6")
    trigger = await client.triggers.cron.create(workflow.id, "0 9 * * *")
    await client.triggers.cron.delete(trigger.id)
    await client.workflows.delete(workflow.id)


async def _last(client: AsyncOrcheo, execution_id: str) -> int:
    return [event async for event in client.executions.events(execution_id)][-1].seq
