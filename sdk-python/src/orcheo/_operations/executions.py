"""Executions: start them, follow them, run them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from .._core.commands import Flow, Items, Request, Sleep, only
from .._core.session import mutation, path_of
from ..errors import WaitTimeoutError
from ..models import Checkpoint, CheckpointSummary, Event, ExecutedDefinition, Execution, ExecutionStatus
from .base import UNSET, Operations, Unset, WorkflowLike, document_of, given, json_of
from .stream import EventStream

FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
WAIT_MARGIN = 30.0


class ExecutionOperations(Operations):
    """Executions: start, wait, follow, cancel, replay."""

    def create(
        self,
        workflow_id: str | None = None,
        *,
        workflow: WorkflowLike | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        input: Any = None,
        wait: int | None = None,
        test: Mapping[str, Any] | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[Execution]:
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
        body = given(workflow_id=workflow_id, version=version, test=test)
        if workflow is not None:
            document = document_of(workflow)
            body["workflow"] = {name: document[name] for name in ("nodes", "edges", "settings") if name in document}
        if input is not None:
            body["input"] = json_of(input)
        request = mutation(
            "POST",
            "/executions",
            body,
            prefer=f"wait={wait}" if wait else None,
            timeout=wait + WAIT_MARGIN if wait else None,
            idempotency_key=idempotency_key,
        )
        return (yield from self.session.model(Execution, request))

    def run(
        self,
        workflow_id: str | None = None,
        *,
        workflow: WorkflowLike | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        input: Any = None,
        timeout: float | None = None,
        check: bool = False,
        idempotency_key: str | None = None,
    ) -> Flow[Execution]:
        """Starts a workflow and waits until it has ended.

        Args:
            timeout: how many seconds to wait at most.
            check: raise :class:`ExecutionFailedError` unless it succeeds.

        Raises:
            WaitTimeoutError: it did not end in time; it goes on.
        """
        started = yield from self.create(
            workflow_id, workflow=workflow, version=version, input=input, idempotency_key=idempotency_key
        )
        ended = yield from self.wait(started.id, timeout=timeout)
        return ended.raise_for_status() if check else ended

    def get(self, execution_id: str) -> Flow[Execution]:
        """Reads an execution."""
        return (yield from self.session.model(Execution, Request("GET", path_of("executions", execution_id))))

    def definition(self, execution_id: str) -> Flow[ExecutedDefinition]:
        """What an execution runs: the graph as it was when it was started, though the draft may have changed since."""
        request = Request("GET", path_of("executions", execution_id, "definition"))
        return (yield from self.session.model(ExecutedDefinition, request))

    def list(
        self,
        *,
        workflow_id: str | None = None,
        status: ExecutionStatus | None = None,
        trigger_id: str | None = None,
        limit: int | None = None,
    ) -> Items[Execution]:
        """Every execution, newest first; only those of a workflow, with a status, or started by a trigger."""
        filters = {"workflow_id": workflow_id, "status": status, "trigger_id": trigger_id}
        return (yield from self.session.pages(Execution, "/executions", limit, **filters))

    def wait(self, execution_id: str, *, timeout: float | None = None) -> Flow[Execution]:
        """Waits until an execution has ended, whether well or not.

        Raises:
            WaitTimeoutError: it has not ended after ``timeout`` seconds.
        """
        clock, pause = self.session.config.clock, FIRST_PAUSE
        deadline = None if timeout is None else clock() + timeout
        while True:
            execution = yield from self.get(execution_id)
            if execution.ended:
                return execution
            if deadline is not None and timeout is not None:
                if clock() >= deadline:
                    raise WaitTimeoutError(execution, timeout)
                pause = min(pause, max(deadline - clock(), 0.001))
            yield Sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)

    def cancel(self, execution_id: str, *, idempotency_key: str | None = None) -> Flow[Execution]:
        """Asks an execution to end: cooperatively, and after five seconds by force.

        Raises:
            ConflictError: it has ended already.
        """
        request = mutation("POST", path_of("executions", execution_id, "cancel"), idempotency_key=idempotency_key)
        return (yield from self.session.model(Execution, request))

    def replay(
        self,
        execution_id: str,
        *,
        from_node_id: str | None = None,
        version: int | Literal["latest", "draft"] | None = None,
        input: Any | Unset = UNSET,
        mode: Literal["live", "recorded"] | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[Execution]:
        """Runs an execution again, as a new one.

        Args:
            from_node_id: run this node and what is behind it; everything else keeps its recorded result.
            version: another version of the workflow.
            input: another input.
            mode: ``recorded`` answers external calls from the record instead of making them.
        """
        body = given(from_node_id=from_node_id, version=version, mode=mode)
        if not isinstance(input, Unset):
            body["input"] = json_of(input)
        request = mutation("POST", path_of("executions", execution_id, "replay"), body, idempotency_key=idempotency_key)
        return (yield from self.session.model(Execution, request))

    def events(self, execution_id: str, *, after: int = 0, limit: int | None = None) -> Items[Event]:
        """The events that an execution has so far, in order. :meth:`stream` goes on until its end."""
        return (yield from self.session.pages(Event, path_of("executions", execution_id, "events"), limit, after=after or None))

    def stream(
        self, execution_id: str, *, after: int = 0, transport: Literal["auto", "websocket", "sse"] = "auto"
    ) -> Items[Event]:
        """Every event of an execution until its end: those that happened already, then the others as they happen.

        A connection that breaks is made again, and no event is lost or given twice. Events that are only live (``llm_delta``) have
        no ``seq``; of these some may be lost with the connection.

        Args:
            after: only events with a greater ``seq``.
            transport: ``auto`` takes a WebSocket, and server-sent events where that does not get through.
        """
        return (yield from EventStream(self.session, execution_id, after, transport).follow())

    def logs(self, execution_id: str, *, after: int = 0, follow: bool = False) -> Items[Event]:
        """What the nodes of an execution logged; with ``follow`` until its end."""
        flow = self.stream(execution_id, after=after) if follow else self.events(execution_id, after=after)
        return (yield from only(flow, lambda event: event.type == "log"))

    def checkpoints(self, execution_id: str, *, limit: int | None = None) -> Items[CheckpointSummary]:
        """What every node put out, whole, in the order in which they ended."""
        return (yield from self.session.pages(CheckpointSummary, path_of("executions", execution_id, "checkpoints"), limit))

    def checkpoint(self, execution_id: str, checkpoint_id: str) -> Flow[Checkpoint]:
        """A checkpoint with the state after its node."""
        request = Request("GET", path_of("executions", execution_id, "checkpoints", checkpoint_id))
        return (yield from self.session.model(Checkpoint, request))
