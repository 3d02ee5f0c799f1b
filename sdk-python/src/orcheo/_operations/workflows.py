"""Workflows and their versions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from .._core.commands import Flow, Items, Request
from .._core.session import mutation, path_of, query_of, with_body
from ..models import ValidationResult, Version, VersionDiff, VersionSummary, Workflow
from .base import Operations, WorkflowLike, document_of, given

LENIENT = "handling=lenient"


class WorkflowOperations(Operations):
    """Workflows: drafts that can be changed, run and finalized."""

    def create(
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
    ) -> Flow[Workflow]:
        """Creates a workflow from a document, or from its members, or from a document with some members replaced.

        Args:
            workflow: the document: a mapping, a builder, or a workflow that was read.
            lenient: store a draft that has faults of meaning; ``validation_errors`` of the answer names them.
            idempotency_key: of the caller's own, to find the same workflow again; made up otherwise.
            members: further members of the document, such as the read-only ones of a workflow that was read.

        Raises:
            ValidationError: the document has faults; ``errors`` has each.
        """
        body = {} if workflow is None else document_of(workflow)
        body.update(given(name=name, description=description, tags=tags, nodes=nodes, edges=edges, settings=settings, ui=ui, **members))
        prefer = LENIENT if lenient else None
        request = mutation("POST", "/workflows", body, prefer=prefer, idempotency_key=idempotency_key)
        return (yield from self.session.model(Workflow, request))

    def get(self, workflow_id: str, *, version: int | None = None) -> Flow[Workflow]:
        """Reads a workflow: its draft, or one of its versions. Its ``etag`` is for :meth:`update` and :meth:`delete`."""
        request = Request("GET", path_of("workflows", workflow_id), query_of(version=version))
        return (yield from self.session.model(Workflow, request))

    def list(
        self,
        *,
        q: str | None = None,
        tag: str | None = None,
        include: Literal["last_execution"] | None = None,
        limit: int | None = None,
    ) -> Items[Workflow]:
        """Every workflow, newest first.

        Args:
            q: only those whose name or description has this text.
            tag: only those with this tag.
            include: what else to tell of each; ``last_execution`` needs the scope ``executions:read`` too.
            limit: how many to ask for at once; all are given whatever it is.
        """
        return (yield from self.session.pages(Workflow, "/workflows", limit, q=q, tag=tag, include=include))

    def update(
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
    ) -> Flow[Workflow]:
        """Replaces the draft by a document; or, without one, changes the members that are given and keeps the others.

        Args:
            workflow: the whole new document.
            if_match: the ``etag`` that the workflow must still have. Where only members are given, it is that of the draft which
                they are put into, so that nothing is lost that somebody changed meanwhile.
            lenient: store a draft that has faults of meaning.

        Raises:
            PreconditionFailedError: the workflow has changed since it was read.
        """
        changes = given(name=name, description=description, tags=tags, nodes=nodes, edges=edges, settings=settings, ui=ui)
        if workflow is None:
            present = yield from self.get(workflow_id)
            workflow, if_match = present, if_match or present.etag
        request = mutation(
            "PUT",
            path_of("workflows", workflow_id),
            {**document_of(workflow), **changes},
            if_match=if_match,
            prefer=LENIENT if lenient else None,
            idempotency_key=idempotency_key,
        )
        return (yield from self.session.model(Workflow, request))

    def delete(
        self, workflow_id: str, *, purge: bool = False, if_match: str | None = None, idempotency_key: str | None = None
    ) -> Flow[None]:
        """Deletes a workflow: it is not listed and not run any more. With ``purge`` it is removed with its versions."""
        query = query_of(purge=True) if purge else {}
        path = path_of("workflows", workflow_id)
        yield from self.session.send(mutation("DELETE", path, query=query, if_match=if_match, idempotency_key=idempotency_key))

    def restore(self, workflow_id: str, *, idempotency_key: str | None = None) -> Flow[Workflow]:
        """Takes the deletion of a workflow back, with its versions and triggers. What was purged is gone."""
        request = mutation("POST", path_of("workflows", workflow_id, "restore"), idempotency_key=idempotency_key)
        return (yield from self.session.model(Workflow, request))

    def validate(self, workflow: WorkflowLike) -> Flow[ValidationResult]:
        """Asks the server what is wrong with a document, without storing it. :func:`orcheo.validate` does it without a server."""
        request = with_body(Request("POST", "/workflows/validate"), document_of(workflow))
        return (yield from self.session.model(ValidationResult, request))


class VersionOperations(Operations):
    """Finalized, immutable versions of workflows."""

    def create(
        self,
        workflow_id: str,
        *,
        label: str | None = None,
        notes: str | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[Version]:
        """Finalizes the draft as the next version."""
        path = path_of("workflows", workflow_id, "versions")
        body = given(label=label, notes=notes)
        return (yield from self.session.model(Version, mutation("POST", path, body, if_match=if_match, idempotency_key=idempotency_key)))

    def get(self, workflow_id: str, version: int) -> Flow[Version]:
        """Reads a version with its workflow."""
        return (yield from self.session.model(Version, Request("GET", path_of("workflows", workflow_id, "versions", version))))

    def list(self, workflow_id: str, *, limit: int | None = None) -> Items[VersionSummary]:
        """Every version of a workflow, newest first, without its nodes and edges."""
        return (yield from self.session.pages(VersionSummary, path_of("workflows", workflow_id, "versions"), limit))

    def diff(self, workflow_id: str, a: int | Literal["draft"], b: int | Literal["draft"] = "draft") -> Flow[VersionDiff]:
        """What turns version ``a`` into ``b``: node by node, edge by edge, member by member."""
        path = path_of("workflows", workflow_id, "versions", a, "diff", b)
        return (yield from self.session.model(VersionDiff, Request("GET", path)))
