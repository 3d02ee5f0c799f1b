"""The resources of AsyncOrcheo.

Written by scripts/generate_clients.py; do not edit.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from .._core.async_driver import AsyncDriver
from .._operations import executions, resources, triggers, workflows
from .._operations.base import UNSET, Unset, WorkflowLike
from ..models import (
    ApiKey,
    ApiKeyCreated,
    AuditEntry,
    Backfill,
    Checkpoint,
    CheckpointSummary,
    Credential,
    CredentialType,
    CronTrigger,
    Event,
    ExecutedDefinition,
    Execution,
    ExecutionStatus,
    Health,
    NodeType,
    Scope,
    ValidationResult,
    Version,
    VersionDiff,
    VersionSummary,
    WebhookTrigger,
    Workflow,
    Workspace,
)
from ..secrets import Secret


class AsyncWorkflowResource:
    """Workflows: drafts that can be changed, run and finalized."""

    def __init__(self, operations: workflows.WorkflowOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        workflow: WorkflowLike | None = None,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        nodes: Sequence[Mapping[str, Any]] | None = None,
        edges: Sequence[Mapping[str, Any]] | None = None,
        settings: Mapping[str, Any] | None = None,
        ui: Mapping[str, Any] | None = None,
        lenient: bool = False,
        idempotency_key: str | None = None,
        **members: Any,
    ) -> Workflow:
        """Creates a workflow from a document, or from its members, or from a document with some members replaced.

        Args:
            workflow: the document: a mapping, a builder, or a workflow that was read.
            lenient: store a draft that has faults of meaning; ``validation_errors`` of the answer names them.
            idempotency_key: of the caller's own, to find the same workflow again; made up otherwise.
            members: further members of the document, such as the read-only ones of a workflow that was read.

        Raises:
            ValidationError: the document has faults; ``errors`` has each.
        """
        return await self._driver.run(self._operations.create(workflow, name=name, description=description, tags=tags, nodes=nodes, edges=edges, settings=settings, ui=ui, lenient=lenient, idempotency_key=idempotency_key, **members))

    async def get(self, workflow_id: str, *, version: int | None = None) -> Workflow:
        """Reads a workflow: its draft, or one of its versions. Its ``etag`` is for :meth:`update` and :meth:`delete`."""
        return await self._driver.run(self._operations.get(workflow_id, version=version))

    def list(
        self,
        *,
        q: str | None = None,
        tag: str | None = None,
        include: Literal["last_execution"] | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[Workflow]:
        """Every workflow, newest first.

        Args:
            q: only those whose name or description has this text.
            tag: only those with this tag.
            include: what else to tell of each; ``last_execution`` needs the scope ``executions:read`` too.
            limit: how many to ask for at once; all are given whatever it is.
        """
        return self._driver.iterate(self._operations.list(q=q, tag=tag, include=include, limit=limit))

    async def update(
        self,
        workflow_id: str,
        workflow: WorkflowLike | None = None,
        *,
        name: str | None = None,
        description: str | None = None,
        tags: Sequence[str] | None = None,
        nodes: Sequence[Mapping[str, Any]] | None = None,
        edges: Sequence[Mapping[str, Any]] | None = None,
        settings: Mapping[str, Any] | None = None,
        ui: Mapping[str, Any] | None = None,
        if_match: str | None = None,
        lenient: bool = False,
        idempotency_key: str | None = None,
    ) -> Workflow:
        """Replaces the draft by a document; or, without one, changes the members that are given and keeps the others.

        Args:
            workflow: the whole new document.
            if_match: the ``etag`` that the workflow must still have. Where only members are given, it is that of the draft which
                they are put into, so that nothing is lost that somebody changed meanwhile.
            lenient: store a draft that has faults of meaning.

        Raises:
            PreconditionFailedError: the workflow has changed since it was read.
        """
        return await self._driver.run(self._operations.update(workflow_id, workflow, name=name, description=description, tags=tags, nodes=nodes, edges=edges, settings=settings, ui=ui, if_match=if_match, lenient=lenient, idempotency_key=idempotency_key))

    async def delete(
        self,
        workflow_id: str,
        *,
        purge: bool = False,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Deletes a workflow: it is not listed and not run any more. With ``purge`` it is removed with its versions."""
        await self._driver.run(self._operations.delete(workflow_id, purge=purge, if_match=if_match, idempotency_key=idempotency_key))

    async def restore(self, workflow_id: str, *, idempotency_key: str | None = None) -> Workflow:
        """Takes the deletion of a workflow back, with its versions and triggers. What was purged is gone."""
        return await self._driver.run(self._operations.restore(workflow_id, idempotency_key=idempotency_key))

    async def validate(self, workflow: WorkflowLike) -> ValidationResult:
        """Asks the server what is wrong with a document, without storing it. :func:`orcheo.validate` does it without a server."""
        return await self._driver.run(self._operations.validate(workflow))


class AsyncVersionResource:
    """Finalized, immutable versions of workflows."""

    def __init__(self, operations: workflows.VersionOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        workflow_id: str,
        *,
        label: str | None = None,
        notes: str | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Version:
        """Finalizes the draft as the next version."""
        return await self._driver.run(self._operations.create(workflow_id, label=label, notes=notes, if_match=if_match, idempotency_key=idempotency_key))

    async def get(self, workflow_id: str, version: int) -> Version:
        """Reads a version with its workflow."""
        return await self._driver.run(self._operations.get(workflow_id, version))

    def list(self, workflow_id: str, *, limit: int | None = None) -> AsyncIterator[VersionSummary]:
        """Every version of a workflow, newest first, without its nodes and edges."""
        return self._driver.iterate(self._operations.list(workflow_id, limit=limit))

    async def diff(
        self,
        workflow_id: str,
        a: int | Literal["draft"],
        b: int | Literal["draft"] = "draft",
    ) -> VersionDiff:
        """What turns version ``a`` into ``b``: node by node, edge by edge, member by member."""
        return await self._driver.run(self._operations.diff(workflow_id, a, b))


class AsyncExecutionResource:
    """Executions: start, wait, follow, cancel, replay."""

    def __init__(self, operations: executions.ExecutionOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        workflow_id: str | None = None,
        *,
        workflow: WorkflowLike | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        input: Any = None,
        wait: int | None = None,
        test: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Execution:
        """Starts a workflow, by its id or given inline. It is started once, however often the request has to be sent.

        Args:
            workflow_id: which workflow to run.
            workflow: a workflow that is not stored, to run once.
            version: which version; without it the latest finalized one, else the draft.
            input: any JSON value.
            wait: let the server answer when the execution ends, or after so many seconds (at most 60).
            test: makes a test run: ``pinned`` outputs by node id, ``only_node_id``, ``from_execution_id``.
            idempotency_key: of the caller's own: the same key finds the same execution for 24 hours.
        """
        return await self._driver.run(self._operations.create(workflow_id, workflow=workflow, version=version, input=input, wait=wait, test=test, idempotency_key=idempotency_key))

    async def run(
        self,
        workflow_id: str | None = None,
        *,
        workflow: WorkflowLike | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        input: Any = None,
        timeout: float | None = None,
        check: bool = False,
        idempotency_key: str | None = None,
    ) -> Execution:
        """Starts a workflow and waits until it has ended.

        Args:
            timeout: how many seconds to wait at most.
            check: raise :class:`ExecutionFailedError` unless it succeeds.

        Raises:
            WaitTimeoutError: it did not end in time; it goes on.
        """
        return await self._driver.run(self._operations.run(workflow_id, workflow=workflow, version=version, input=input, timeout=timeout, check=check, idempotency_key=idempotency_key))

    async def get(self, execution_id: str) -> Execution:
        """Reads an execution."""
        return await self._driver.run(self._operations.get(execution_id))

    async def definition(self, execution_id: str) -> ExecutedDefinition:
        """What an execution runs: the graph as it was when it was started, though the draft may have changed since."""
        return await self._driver.run(self._operations.definition(execution_id))

    def list(
        self,
        *,
        workflow_id: str | None = None,
        status: ExecutionStatus | None = None,
        trigger_id: str | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[Execution]:
        """Every execution, newest first; only those of a workflow, with a status, or started by a trigger."""
        return self._driver.iterate(self._operations.list(workflow_id=workflow_id, status=status, trigger_id=trigger_id, limit=limit))

    async def wait(self, execution_id: str, *, timeout: float | None = None) -> Execution:
        """Waits until an execution has ended, whether well or not.

        Raises:
            WaitTimeoutError: it has not ended after ``timeout`` seconds.
        """
        return await self._driver.run(self._operations.wait(execution_id, timeout=timeout))

    async def cancel(self, execution_id: str, *, idempotency_key: str | None = None) -> Execution:
        """Asks an execution to end: cooperatively, and after five seconds by force.

        Raises:
            ConflictError: it has ended already.
        """
        return await self._driver.run(self._operations.cancel(execution_id, idempotency_key=idempotency_key))

    async def replay(
        self,
        execution_id: str,
        *,
        from_node_id: str | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        input: Any | Unset = UNSET,
        mode: Literal["live", "recorded"] | None = None,
        idempotency_key: str | None = None,
    ) -> Execution:
        """Runs an execution again, as a new one.

        Args:
            from_node_id: run this node and what is behind it; everything else keeps its recorded result.
            version: another version of the workflow.
            input: another input.
            mode: ``recorded`` answers external calls from the record instead of making them.
        """
        return await self._driver.run(self._operations.replay(execution_id, from_node_id=from_node_id, version=version, input=input, mode=mode, idempotency_key=idempotency_key))

    def events(self, execution_id: str, *, after: int = 0, limit: int | None = None) -> AsyncIterator[Event]:
        """The events that an execution has so far, in order. :meth:`stream` goes on until its end."""
        return self._driver.iterate(self._operations.events(execution_id, after=after, limit=limit))

    def stream(
        self,
        execution_id: str,
        *,
        after: int = 0,
        transport: Literal["auto", "websocket", "sse"] = "auto",
    ) -> AsyncIterator[Event]:
        """Every event of an execution until its end: those that happened already, then the others as they happen.

        A connection that breaks is made again, and no event is lost or given twice. Events that are only live (``llm_delta``) have
        no ``seq``; of these some may be lost with the connection.

        Args:
            after: only events with a greater ``seq``.
            transport: ``auto`` takes a WebSocket, and server-sent events where that does not get through.
        """
        return self._driver.iterate(self._operations.stream(execution_id, after=after, transport=transport))

    def logs(self, execution_id: str, *, after: int = 0, follow: bool = False) -> AsyncIterator[Event]:
        """What the nodes of an execution logged; with ``follow`` until its end."""
        return self._driver.iterate(self._operations.logs(execution_id, after=after, follow=follow))

    def checkpoints(self, execution_id: str, *, limit: int | None = None) -> AsyncIterator[CheckpointSummary]:
        """What every node put out, whole, in the order in which they ended."""
        return self._driver.iterate(self._operations.checkpoints(execution_id, limit=limit))

    async def checkpoint(self, execution_id: str, checkpoint_id: str) -> Checkpoint:
        """A checkpoint with the state after its node."""
        return await self._driver.run(self._operations.checkpoint(execution_id, checkpoint_id))


class AsyncNodeResource:
    """The node types that the server has."""

    def __init__(self, operations: resources.NodeOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    def list(self) -> AsyncIterator[NodeType]:
        """Every node type."""
        return self._driver.iterate(self._operations.list())

    async def get(self, type: str) -> NodeType:
        """A node type with the JSON Schema of its config."""
        return await self._driver.run(self._operations.get(type))


class AsyncCredentialResource:
    """Secrets that nodes use by reference."""

    def __init__(self, operations: resources.CredentialOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        name: str,
        type: CredentialType,
        data: Mapping[str, Any] | Secret[dict[str, Any]],
        *,
        idempotency_key: str | None = None,
    ) -> Credential:
        """Stores a secret, encrypted.

        Args:
            data: by type: ``bearer_token`` ``{token}``, ``api_key`` ``{in, name, value}``, ``basic_auth`` ``{username, password}``,
                ``hmac_secret`` ``{secret}``, ``openai`` ``{api_key, base_url?, organization?}``, ``generic`` anything.
        """
        return await self._driver.run(self._operations.create(name, type, data, idempotency_key=idempotency_key))

    async def get(self, credential_id: str, *, reveal: bool = False) -> Credential:
        """What is known of a credential; with ``reveal`` its secret too, which is audited."""
        return await self._driver.run(self._operations.get(credential_id, reveal=reveal))

    def list(self, *, type: CredentialType | None = None, limit: int | None = None) -> AsyncIterator[Credential]:
        """Every credential, newest first, without its secret; only those of a type."""
        return self._driver.iterate(self._operations.list(type=type, limit=limit))

    async def update(
        self,
        credential_id: str,
        *,
        name: str | None = None,
        data: Mapping[str, Any] | Secret[dict[str, Any]] | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Credential:
        """Renames a credential, or with ``data`` rotates its secret."""
        return await self._driver.run(self._operations.update(credential_id, name=name, data=data, if_match=if_match, idempotency_key=idempotency_key))

    async def delete(
        self,
        credential_id: str,
        *,
        force: bool = False,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> None:
        """Deletes a credential.

        Raises:
            ConflictError: workflows refer to it, and ``force`` was not given.
        """
        await self._driver.run(self._operations.delete(credential_id, force=force, if_match=if_match, idempotency_key=idempotency_key))


class AsyncApiKeyResource:
    """The keys with which callers prove who they are."""

    def __init__(self, operations: resources.ApiKeyOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        name: str,
        scopes: Sequence[Scope],
        *,
        expires_at: datetime | str | None = None,
        idempotency_key: str | None = None,
    ) -> ApiKeyCreated:
        """Makes a key. ``secret_once`` of the answer is the whole key, and cannot be had again."""
        return await self._driver.run(self._operations.create(name, scopes, expires_at=expires_at, idempotency_key=idempotency_key))

    def list(self, *, limit: int | None = None) -> AsyncIterator[ApiKey]:
        """Every key that is valid, newest first."""
        return self._driver.iterate(self._operations.list(limit=limit))

    async def delete(self, api_key_id: str, *, idempotency_key: str | None = None) -> None:
        """Revokes a key, at once."""
        await self._driver.run(self._operations.delete(api_key_id, idempotency_key=idempotency_key))


class AsyncAuditResource:
    """Who changed what."""

    def __init__(self, operations: resources.AuditOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    def list(
        self,
        *,
        resource: str | None = None,
        actor: str | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[AuditEntry]:
        """Every entry, newest first; only those of a resource (an id or a type), or of an actor."""
        return self._driver.iterate(self._operations.list(resource=resource, actor=actor, limit=limit))


class AsyncSystemResource:
    """The server itself."""

    def __init__(self, operations: resources.SystemOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def health(self) -> Health:
        """Whether the server is well; needs no key."""
        return await self._driver.run(self._operations.health())

    async def workspace(self) -> Workspace:
        """The installation, and the key of this client with its scopes."""
        return await self._driver.run(self._operations.workspace())

    async def openapi(self) -> dict[str, Any]:
        """The server's description of its API."""
        return await self._driver.run(self._operations.openapi())


class AsyncCronTriggerResource:
    """Triggers that fire by a schedule."""

    def __init__(self, operations: triggers.CronTriggerOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        workflow_id: str,
        cron: str,
        *,
        timezone: str | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        misfire_policy: Literal["skip", "queue"] | None = None,
        enabled: bool | None = None,
        input: Any = None,
        idempotency_key: str | None = None,
    ) -> CronTrigger:
        """Starts a workflow by a schedule.

        Args:
            cron: Quartz syntax (6 or 7 fields), or a 5-field crontab.
            timezone: an IANA time zone; UTC otherwise.
            misfire_policy: what becomes of times that were missed: ``skip`` or ``queue``.
            input: the input of every execution.
        """
        return await self._driver.run(self._operations.create(workflow_id, cron, timezone=timezone, version=version, misfire_policy=misfire_policy, enabled=enabled, input=input, idempotency_key=idempotency_key))

    async def get(self, trigger_id: str) -> CronTrigger:
        """Reads a trigger, with when it fires next and what it did last."""
        return await self._driver.run(self._operations.get(trigger_id))

    def list(self, *, workflow_id: str | None = None, limit: int | None = None) -> AsyncIterator[CronTrigger]:
        """Every cron trigger, newest first; only those of a workflow."""
        return self._driver.iterate(self._operations.list(workflow_id=workflow_id, limit=limit))

    async def update(
        self,
        trigger_id: str,
        *,
        workflow_id: str | None = None,
        cron: str | None = None,
        timezone: str | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        misfire_policy: Literal["skip", "queue"] | None = None,
        enabled: bool | None = None,
        input: Any | Unset = UNSET,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> CronTrigger:
        """Changes what is given and keeps the rest; fails when the trigger changes at the same time."""
        return await self._driver.run(self._operations.update(trigger_id, workflow_id=workflow_id, cron=cron, timezone=timezone, version=version, misfire_policy=misfire_policy, enabled=enabled, input=input, if_match=if_match, idempotency_key=idempotency_key))

    async def delete(self, trigger_id: str, *, if_match: str | None = None, idempotency_key: str | None = None) -> None:
        """Deletes a trigger. Executions that it started go on."""
        await self._driver.run(self._operations.delete(trigger_id, if_match=if_match, idempotency_key=idempotency_key))

    async def preview(self, cron: str, *, timezone: str | None = None, count: int | None = None) -> Sequence[datetime]:
        """The next times of a schedule."""
        return await self._driver.run(self._operations.preview(cron, timezone=timezone, count=count))

    async def backfill(
        self,
        trigger_id: str,
        start: datetime | str,
        end: datetime | str,
        *,
        idempotency_key: str | None = None,
    ) -> Backfill:
        """Starts the executions of a time that has passed; times that ran already are passed over."""
        return await self._driver.run(self._operations.backfill(trigger_id, start, end, idempotency_key=idempotency_key))


class AsyncWebhookTriggerResource:
    """Triggers that fire when something is posted to their URL."""

    def __init__(self, operations: triggers.WebhookTriggerOperations, driver: AsyncDriver) -> None:
        self._operations = operations
        self._driver = driver

    async def create(
        self,
        workflow_id: str,
        *,
        version: int | Literal["latest", "draft"] | None = None,
        auth: Literal["hmac", "token", "none"] | None = None,
        scheme: Literal["standard", "github", "stripe", "slack"] | None = None,
        response_mode: Literal["immediate", "on_completion"] | None = None,
        rate_limit: Mapping[str, Any] | None = None,
        max_body_bytes: int | None = None,
        enabled: bool | None = None,
        signing_secret: str | Secret[str] | None = None,
        idempotency_key: str | None = None,
    ) -> WebhookTrigger:
        """Gives a workflow a URL. ``signing_secret_once`` of the answer cannot be had again."""
        return await self._driver.run(self._operations.create(workflow_id, version=version, auth=auth, scheme=scheme, response_mode=response_mode, rate_limit=rate_limit, max_body_bytes=max_body_bytes, enabled=enabled, signing_secret=signing_secret, idempotency_key=idempotency_key))

    async def get(self, trigger_id: str) -> WebhookTrigger:
        """Reads a trigger."""
        return await self._driver.run(self._operations.get(trigger_id))

    def list(self, *, workflow_id: str | None = None, limit: int | None = None) -> AsyncIterator[WebhookTrigger]:
        """Every webhook trigger, newest first; only those of a workflow."""
        return self._driver.iterate(self._operations.list(workflow_id=workflow_id, limit=limit))

    async def update(
        self,
        trigger_id: str,
        *,
        workflow_id: str | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        auth: Literal["hmac", "token", "none"] | None = None,
        scheme: Literal["standard", "github", "stripe", "slack"] | None = None,
        response_mode: Literal["immediate", "on_completion"] | None = None,
        rate_limit: Mapping[str, Any] | None = None,
        max_body_bytes: int | None = None,
        enabled: bool | None = None,
        signing_secret: str | Secret[str] | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> WebhookTrigger:
        """Changes what is given and keeps the rest; fails when the trigger changes at the same time."""
        return await self._driver.run(self._operations.update(trigger_id, workflow_id=workflow_id, version=version, auth=auth, scheme=scheme, response_mode=response_mode, rate_limit=rate_limit, max_body_bytes=max_body_bytes, enabled=enabled, signing_secret=signing_secret, if_match=if_match, idempotency_key=idempotency_key))

    async def delete(self, trigger_id: str, *, if_match: str | None = None, idempotency_key: str | None = None) -> None:
        """Deletes a trigger: its URL answers 404."""
        await self._driver.run(self._operations.delete(trigger_id, if_match=if_match, idempotency_key=idempotency_key))

    async def rotate_secret(
        self,
        trigger_id: str,
        *,
        signing_secret: str | Secret[str] | None = None,
        overlap_seconds: int | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> WebhookTrigger:
        """Sets another secret, made up or given; the present one verifies for a day more, or as long as you say."""
        return await self._driver.run(self._operations.rotate_secret(trigger_id, signing_secret=signing_secret, overlap_seconds=overlap_seconds, if_match=if_match, idempotency_key=idempotency_key))
