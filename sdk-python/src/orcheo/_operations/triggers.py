"""What starts executions by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from .._core.commands import Flow, Items, Request
from .._core.session import mutation, path_of, query_of
from .._model import parse_time
from ..models import Backfill, CronTrigger, WebhookTrigger
from ..secrets import Secret
from .base import UNSET, Operations, Unset, given, json_of

CRON = "/triggers/cron"
WEBHOOK = "/triggers/webhook"


class CronTriggerOperations(Operations):
    """Triggers that fire by a schedule."""

    def create(
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
    ) -> Flow[CronTrigger]:
        """Starts a workflow by a schedule.

        Args:
            cron: Quartz syntax (6 or 7 fields), or a 5-field crontab.
            timezone: an IANA time zone; UTC otherwise.
            misfire_policy: what becomes of times that were missed: ``skip`` or ``queue``.
            input: the input of every execution.
        """
        body = given(
            workflow_id=workflow_id,
            cron=cron,
            timezone=timezone,
            version=version,
            misfire_policy=misfire_policy,
            enabled=enabled,
            input=input,
        )
        return (yield from self.session.model(CronTrigger, mutation("POST", CRON, body, idempotency_key=idempotency_key)))

    def get(self, trigger_id: str) -> Flow[CronTrigger]:
        """Reads a trigger, with when it fires next and what it did last."""
        return (yield from self.session.model(CronTrigger, Request("GET", path_of("triggers", "cron", trigger_id))))

    def list(self, *, workflow_id: str | None = None, limit: int | None = None) -> Items[CronTrigger]:
        """Every cron trigger, newest first; only those of a workflow."""
        return (yield from self.session.pages(CronTrigger, CRON, limit, workflow_id=workflow_id))

    def update(
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
    ) -> Flow[CronTrigger]:
        """Changes what is given and keeps the rest; fails when the trigger changes at the same time."""
        present = yield from self.get(trigger_id)
        changes = given(
            workflow_id=workflow_id,
            cron=cron,
            timezone=timezone,
            version=version,
            misfire_policy=misfire_policy,
            enabled=enabled,
        )
        if not isinstance(input, Unset):
            changes["input"] = json_of(input)
        request = mutation(
            "PUT",
            path_of("triggers", "cron", trigger_id),
            {**present.to_json(), **changes},
            if_match=if_match or present.etag,
            idempotency_key=idempotency_key,
        )
        return (yield from self.session.model(CronTrigger, request))

    def delete(self, trigger_id: str, *, if_match: str | None = None, idempotency_key: str | None = None) -> Flow[None]:
        """Deletes a trigger. Executions that it started go on."""
        path = path_of("triggers", "cron", trigger_id)
        yield from self.session.send(mutation("DELETE", path, if_match=if_match, idempotency_key=idempotency_key))

    def preview(self, cron: str, *, timezone: str | None = None, count: int | None = None) -> Flow[Sequence[datetime]]:
        """The next times of a schedule."""
        path = f"{CRON}/preview"
        answer = yield from self.session.send(Request("GET", path, query_of(cron=cron, timezone=timezone, count=count)))
        return [parse_time(time) for time in answer.body["times"]]

    def backfill(
        self, trigger_id: str, start: datetime | str, end: datetime | str, *, idempotency_key: str | None = None
    ) -> Flow[Backfill]:
        """Starts the executions of a time that has passed; times that ran already are passed over."""
        body = {"from": json_of(start), "to": json_of(end)}
        path = path_of("triggers", "cron", trigger_id, "backfill")
        return (yield from self.session.model(Backfill, mutation("POST", path, body, idempotency_key=idempotency_key)))


class WebhookTriggerOperations(Operations):
    """Triggers that fire when something is posted to their URL."""

    def create(
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
    ) -> Flow[WebhookTrigger]:
        """Gives a workflow a URL. ``signing_secret_once`` of the answer cannot be had again."""
        body = given(
            workflow_id=workflow_id,
            version=version,
            auth=auth,
            scheme=scheme,
            response_mode=response_mode,
            rate_limit=rate_limit,
            max_body_bytes=max_body_bytes,
            enabled=enabled,
            signing_secret=signing_secret,
        )
        return (yield from self.session.model(WebhookTrigger, mutation("POST", WEBHOOK, body, idempotency_key=idempotency_key)))

    def get(self, trigger_id: str) -> Flow[WebhookTrigger]:
        """Reads a trigger."""
        return (yield from self.session.model(WebhookTrigger, Request("GET", path_of("triggers", "webhook", trigger_id))))

    def list(self, *, workflow_id: str | None = None, limit: int | None = None) -> Items[WebhookTrigger]:
        """Every webhook trigger, newest first; only those of a workflow."""
        return (yield from self.session.pages(WebhookTrigger, WEBHOOK, limit, workflow_id=workflow_id))

    def update(
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
    ) -> Flow[WebhookTrigger]:
        """Changes what is given and keeps the rest; fails when the trigger changes at the same time."""
        present = yield from self.get(trigger_id)
        changes = given(
            workflow_id=workflow_id,
            version=version,
            auth=auth,
            scheme=scheme,
            response_mode=response_mode,
            rate_limit=rate_limit,
            max_body_bytes=max_body_bytes,
            enabled=enabled,
            signing_secret=signing_secret,
        )
        request = mutation(
            "PUT",
            path_of("triggers", "webhook", trigger_id),
            {**present.to_json(), **changes},
            if_match=if_match or present.etag,
            idempotency_key=idempotency_key,
        )
        return (yield from self.session.model(WebhookTrigger, request))

    def delete(self, trigger_id: str, *, if_match: str | None = None, idempotency_key: str | None = None) -> Flow[None]:
        """Deletes a trigger: its URL answers 404."""
        path = path_of("triggers", "webhook", trigger_id)
        yield from self.session.send(mutation("DELETE", path, if_match=if_match, idempotency_key=idempotency_key))

    def rotate_secret(
        self,
        trigger_id: str,
        *,
        signing_secret: str | Secret[str] | None = None,
        overlap_seconds: int | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Flow[WebhookTrigger]:
        """Sets another secret, made up or given; the present one verifies for a day more, or as long as you say."""
        path = path_of("triggers", "webhook", trigger_id, "rotate-secret")
        body = given(signing_secret=signing_secret, overlap_seconds=overlap_seconds)
        request = mutation("POST", path, body, if_match=if_match, idempotency_key=idempotency_key)
        return (yield from self.session.model(WebhookTrigger, request))
