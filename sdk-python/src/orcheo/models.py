"""The answers of the API, as shared/schemas/openapi.json has them.

Written by scripts/generate_models.py; do not edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Union

from ._execution import ExecutionMethods
from ._model import Model
from .secrets import Secret


__all__ = [
    "ApiKey",
    "ApiKeyCreated",
    "AuditActor",
    "AuditEntry",
    "AuditResource",
    "Backfill",
    "Checkpoint",
    "CheckpointSummary",
    "Credential",
    "CredentialType",
    "CronPreview",
    "CronTrigger",
    "DeliveryAccepted",
    "Edge",
    "EdgeDiff",
    "Event",
    "ExecutedDefinition",
    "Execution",
    "ExecutionError",
    "ExecutionStats",
    "ExecutionStatus",
    "ExecutionSummary",
    "ExecutionTrigger",
    "Fault",
    "FieldChange",
    "Health",
    "HealthPart",
    "HealthSandbox",
    "ItemChange",
    "Node",
    "NodeDiff",
    "NodeType",
    "Retry",
    "Scope",
    "Settings",
    "StreamAccess",
    "TestRun",
    "ValidationResult",
    "Version",
    "VersionDiff",
    "VersionOrDraft",
    "VersionSummary",
    "WebhookRateLimit",
    "WebhookTrigger",
    "Workflow",
    "Workspace",
    "WorkspaceRate",
]

ExecutionStatus = Literal["queued", "running", "waiting", "succeeded", "failed", "cancelling", "cancelled"]
"""Every ExecutionStatus."""

VersionOrDraft = Union[int, Literal["draft"]]
"""A finalized version by its number, or the draft."""

Scope = Literal["workflows:read", "workflows:write", "executions:read", "executions:run", "credentials:manage", "credentials:reveal", "triggers:manage", "keys:manage", "audit:read"]
"""What a key may do."""

CredentialType = Literal["bearer_token", "api_key", "basic_auth", "hmac_secret", "openai", "generic"]
"""Every CredentialType."""



@dataclass(frozen=True, kw_only=True)
class Fault(Model):
    """One fault.

    Attributes:
        pointer: RFC 6901 JSON Pointer into the request body; empty for the whole document.
    """
    code: str
    message: str
    pointer: str
    node_id: str | None = None
    edge_id: str | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class HealthPart(Model):
    """HealthPart.

    Attributes:
        provider: Which implementation it is.
    """
    status: Literal["ok", "unavailable"]
    provider: str
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class HealthSandbox(Model):
    """What runs Python code. Orcheo serves without it.

    Attributes:
        status: `stopped`: it starts when it is needed.
        layers: The layers of isolation by name, and whether each holds; absent while that is not known.
        message: Why it is unavailable.
    """
    status: Literal["ok", "starting", "stopped", "unavailable"]
    provider: Literal["child", "remote", "none"]
    layers: dict[str, Any] | None = None
    message: str | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Health(Model):
    """Health."""
    status: Literal["ok", "unavailable"]
    version: str
    storage: HealthPart
    durable: HealthPart
    sandbox: HealthSandbox
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class WorkspaceRate(Model):
    """WorkspaceRate."""
    per_second: int
    burst: int
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Workspace(Model):
    """The installation, as far as any key may know it, and the key itself.

    Attributes:
        storage: Which store holds the rows.
        durable: What runs executions.
        key: The key of this request.
        retention: How many days ended executions, their events and the audit log are kept.
    """
    version: str
    storage: str
    durable: str
    key: dict[str, Any]
    limits: dict[str, Any]
    retention: dict[str, Any]
    http: dict[str, Any]
    cron: dict[str, Any]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class NodeType(Model):
    """NodeType.

    Attributes:
        config_schema: JSON Schema of the config.
        output_schema: JSON Schema of the output.
        handles: The branches by which edges may leave; empty for the ordinary one.
        effect: What running the node twice means.
    """
    type: str
    version: int
    name: str
    category: Literal["trigger", "action", "logic", "data", "code", "ai"]
    description: str
    config_schema: dict[str, Any]
    output_schema: dict[str, Any] | bool
    handles: list[str]
    credential_types: list[str]
    default_timeout_seconds: float
    effect: Literal["pure", "idempotent", "unsafe"]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Retry(Model):
    """Absent members take the value of the enclosing policy, then the default."""
    max_attempts: int | None = None
    initial_interval_seconds: float | None = None
    backoff_coefficient: float | None = None
    max_interval_seconds: float | None = None
    jitter: bool | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Settings(Model):
    """Settings.

    Attributes:
        timeout_seconds: The time limit of a whole execution.
    """
    retry: Retry | None = None
    timeout_seconds: float | None = None
    max_concurrent_runs: int | None = None
    event_retention_days: int | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Node(Model):
    """Node.

    Attributes:
        config: As the type's `config_schema`; any string may hold `{{ expression }}` templates.
        timeout_seconds: The time limit of one attempt; the type's default when absent.
        ui: Free, up to 4 KiB (positions: `x`, `y`).
    """
    id: str
    type: str
    name: str | None = None
    config: dict[str, Any] | None = None
    credentials_ref: str | None = None
    timeout_seconds: float | None = None
    retry: Retry | None = None
    on_error: Literal["fail", "continue", "route"] | None = None
    ui: dict[str, Any] | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Edge(Model):
    """Edge.

    Attributes:
        id: Made up when absent on input.
        source_handle: A branch of the source, e.g. `true`, `false`, `error`.
        condition: A bare boolean expression.
    """
    id: str | None = None
    source_node_id: str
    target_node_id: str
    source_handle: str | None = None
    condition: str | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Workflow(Model):
    """Workflow.

    Attributes:
        id: The workflow.
        ui: Free, up to 4 KiB.
        version: The latest finalized version; 0 for none.
        created_at: When it was created.
        updated_at: When its draft last changed.
        validation_errors: The faults of a draft that was saved with `Prefer: handling=lenient`.
        last_execution: Only in a list that was asked for with `include=last_execution`; null when it never ran.
    """
    id: str
    name: str
    description: str | None = None
    tags: list[str]
    schema_version: int
    nodes: list[Node]
    edges: list[Edge]
    settings: Settings
    ui: dict[str, Any] | None = None
    version: int
    created_at: datetime
    updated_at: datetime
    validation_errors: list[Fault] | None = None
    last_execution: ExecutionSummary | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ValidationResult(Model):
    """ValidationResult."""
    valid: bool
    errors: list[Fault]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class VersionSummary(Model):
    """A finalized version without its workflow.

    Attributes:
        workflow_id: The workflow.
        checksum: Of what it runs; the same for the same nodes, edges and settings.
        created_at: When it was finalized.
    """
    workflow_id: str
    version: int
    label: str | None = None
    notes: str | None = None
    checksum: str
    created_at: datetime
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Version(Model):
    """A finalized, immutable version.

    Attributes:
        workflow_id: The workflow.
        checksum: Of what it runs; the same for the same nodes, edges and settings.
        created_at: When it was finalized.
        workflow: The workflow as it was finalized.
    """
    workflow_id: str
    version: int
    label: str | None = None
    notes: str | None = None
    checksum: str
    created_at: datetime
    workflow: Workflow
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ExecutionError(Model):
    """ExecutionError.

    Attributes:
        details: Further values.
    """
    code: str
    message: str
    node_id: str | None = None
    edge_id: str | None = None
    details: Any = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ExecutionStats(Model):
    """ExecutionStats."""
    nodes_total: int
    nodes_succeeded: int
    nodes_failed: int
    nodes_skipped: int
    duration_ms: float
    queue_ms: float
    tokens_in: int
    tokens_out: int
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ExecutionTrigger(Model):
    """ExecutionTrigger."""
    type: Literal["api", "cron", "webhook", "replay", "workflow", "agent"]
    id: str | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class TestRun(Model):
    """What makes the execution a test run.

    Attributes:
        only_node_id: The node that was to be run; nothing behind it is part of the run.
        pinned: The nodes that were not run, because their output was given.
    """
    only_node_id: str | None = None
    pinned: list[str]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ExecutionSummary(Model):
    """An execution without its input and output.

    Attributes:
        id: The execution.
        workflow_version: 0 for the draft.
        created_at: When it was asked for.
    """
    id: str
    workflow_version: int | None = None
    status: ExecutionStatus
    trigger: ExecutionTrigger
    test: TestRun | None = None
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Execution(ExecutionMethods, Model):
    """Execution.

    Attributes:
        id: The execution.
        workflow_id: Null for an inline run.
        workflow_version: 0 for the draft, null for an inline run.
        output: The output of the one terminal node that succeeded, or `{node_id: output}` when several did.
        created_at: When it was asked for.
    """
    id: str
    workflow_id: str | None
    workflow_version: int | None
    status: ExecutionStatus
    trigger: ExecutionTrigger
    input: Any
    output: Any
    error: ExecutionError | None = None
    stats: ExecutionStats
    replay_of: str | None = None
    test: TestRun | None = None
    created_at: datetime
    started_at: datetime | None = None
    completed_at: datetime | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ExecutedDefinition(Model):
    """What an execution runs.

    Attributes:
        trigger: The payload of the trigger with its type, as expressions see it.
    """
    nodes: list[Node]
    edges: list[Edge]
    settings: Settings
    trigger: dict[str, Any]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Event(Model):
    """Event.

    Attributes:
        id: The event.
        execution_id: The execution.
        seq: 1, 2, 3, … without gaps in an execution. Every event that is stored has one.
        ts: When it happened.
        type: `llm_delta` is shown live only: it is not stored and has no `seq`.
        payload: By type. An output over 32 KiB is cut and marked `truncated: true`; the whole is in the checkpoint.
    """
    id: str
    execution_id: str
    seq: int | None = None
    ts: datetime
    type: Literal["execution_start", "node_start", "node_end", "node_skipped", "log", "state_change", "error", "execution_end", "llm_delta"]
    node_id: str | None = None
    payload: dict[str, Any]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class StreamAccess(Model):
    """StreamAccess.

    Attributes:
        url: Where the SignalR client connects.
        accessToken: What it shows there. It can be used for 60 minutes, and for this execution only.
    """
    url: str
    accessToken: str
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class CheckpointSummary(Model):
    """CheckpointSummary.

    Attributes:
        id: The checkpoint.
        execution_id: The execution.
        seq: The seq of the node's `node_end` event.
        ts: When it was written.
        output: The whole output of the node.
    """
    id: str
    execution_id: str
    node_id: str
    seq: int
    ts: datetime
    output: Any = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Checkpoint(Model):
    """Checkpoint.

    Attributes:
        id: The checkpoint.
        execution_id: The execution.
        seq: The seq of the node's `node_end` event.
        ts: When it was written.
        output: The whole output of the node.
        state_snapshot: `state` after the node.
    """
    id: str
    execution_id: str
    node_id: str
    seq: int
    ts: datetime
    output: Any = None
    state_snapshot: dict[str, Any]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class FieldChange(Model):
    """A value that differs. `before` is missing where there was none, `after` where there is none any more.

    Attributes:
        pointer: RFC 6901 JSON Pointer into the node, the edge or the settings.
        before: Any JSON value.
        after: Any JSON value.
    """
    pointer: str
    before: Any = None
    after: Any = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ItemChange(Model):
    """A node or an edge that is in both and differs.

    Attributes:
        changes: By pointer, in the order of the members.
    """
    id: str
    changes: list[FieldChange]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class NodeDiff(Model):
    """NodeDiff.

    Attributes:
        added: Those that only `b` has, whole.
        removed: Those that only `a` has, whole.
    """
    added: list[Node]
    removed: list[Node]
    changed: list[ItemChange]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class EdgeDiff(Model):
    """EdgeDiff.

    Attributes:
        added: Those that only `b` has, whole.
        removed: Those that only `a` has, whole.
    """
    added: list[Edge]
    removed: list[Edge]
    changed: list[ItemChange]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class VersionDiff(Model):
    """What turns `a` into `b`. Nodes and edges are told apart by id; their order is not compared."""
    a: VersionOrDraft
    b: VersionOrDraft
    nodes: NodeDiff
    edges: EdgeDiff
    settings: list[FieldChange]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ApiKey(Model):
    """ApiKey.

    Attributes:
        id: The API key.
        prefix: What the key begins with, to tell keys apart.
        created_at: When it was created.
        expires_at: From when on it is refused; absent where it does not expire.
        last_used_at: When it was last used, within a minute or so; absent where it never was.
    """
    id: str
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class ApiKeyCreated(Model):
    """The new key; the only answer that shows its secret.

    Attributes:
        id: The API key.
        prefix: What the key begins with, to tell keys apart.
        created_at: When it was created.
        expires_at: From when on it is refused; absent where it does not expire.
        secret_once: The whole bearer token. It is not stored and cannot be shown again.
    """
    id: str
    name: str
    prefix: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime | None = None
    secret_once: Secret[str]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Credential(Model):
    """Credential.

    Attributes:
        id: The credential.
        created_at: When it was created.
        updated_at: When it was last changed.
        last_used_at: When a node last used it, within a minute or so; absent where none has.
        data: The secret; only with `?reveal=true`.
    """
    id: str
    name: str
    type: CredentialType
    created_at: datetime
    updated_at: datetime
    last_used_at: datetime | None = None
    data: Secret[dict[str, Any]] | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class AuditActor(Model):
    """AuditActor."""
    type: Literal["admin_key", "api_key", "webhook_sender"]
    id: str
    name: str
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class AuditResource(Model):
    """AuditResource.

    Attributes:
        type: E.g. `workflow`, `version`, `execution`, `credential`, `api_key`.
    """
    type: str
    id: str
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class AuditEntry(Model):
    """One effect of one request. Never holds a secret.

    Attributes:
        id: The entry.
        ts: When it was done.
        action: E.g. `workflow.update`, `credential.reveal`, `api_key.revoke`.
        ip: The address of the caller.
        request_id: The `x-request-id` of the answer.
        details: By action.
    """
    id: str
    ts: datetime
    actor: AuditActor
    action: str
    resource: AuditResource
    ip: str
    request_id: str
    details: dict[str, Any]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class CronTrigger(Model):
    """CronTrigger.

    Attributes:
        id: The cron trigger.
        workflow_id: Which workflow it starts.
        version: Which version it starts; without it the latest finalized one, else the draft.
        cron: Quartz syntax (6 or 7 fields), or a 5-field crontab, in which Monday is 1 and Sunday 0 or 7.
        timezone: An IANA time zone.
        misfire_policy: What becomes of times that were missed: `skip` drops them, `queue` starts all, oldest first, at most
            the newest 100.
        input: Any JSON value: the input of every execution.
        status: Whether it fires: `finished` has no time to come, `workflow_deleted` nothing to start any more.
        next_fire_at: When it starts next; absent while it is disabled or has no time to come.
        last_fire_at: The due time that it started last.
        last_status: The status of the execution that it started last.
        last_error: Why the last due time started nothing; absent when it did.
        fire_count: How many executions it has started.
        missed_count: How many due times were missed and dropped.
        created_at: When it was created.
        updated_at: When it was last changed.
    """
    id: str
    workflow_id: str
    version: int | Literal["latest", "draft"] | None = None
    cron: str
    timezone: str
    misfire_policy: Literal["skip", "queue"]
    enabled: bool
    input: Any = None
    status: Literal["active", "disabled", "finished", "workflow_deleted"]
    next_fire_at: datetime | None = None
    last_fire_at: datetime | None = None
    last_execution_id: str | None = None
    last_status: ExecutionStatus | None = None
    last_error: ExecutionError | None = None
    fire_count: int
    missed_count: int
    created_at: datetime
    updated_at: datetime
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class CronPreview(Model):
    """CronPreview.

    Attributes:
        times: The next times, ascending.
    """
    times: list[datetime]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Backfill(Model):
    """Backfill.

    Attributes:
        skipped: Times that had run already.
        execution_ids: Those that were started, oldest first.
    """
    started: int
    skipped: int
    execution_ids: list[str]
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class WebhookRateLimit(Model):
    """WebhookRateLimit."""
    per_second: float
    burst: int
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class WebhookTrigger(Model):
    """WebhookTrigger.

    Attributes:
        id: The webhook trigger.
        workflow_id: Which workflow it starts.
        version: Which version it starts; without it the latest finalized one, else the draft.
        auth: How a delivery proves where it is from: a signature by `scheme`, the secret as `Authorization: Bearer` or
            `X-Webhook-Token`, or nothing but the URL.
        scheme: With `auth: hmac`: how deliveries are signed; absent otherwise.
        max_body_bytes: The largest body, in bytes; without it the limit of all requests.
        status: Whether deliveries are taken.
        url: Where deliveries are sent; absolute.
        token: The last part of `url`.
        signing_secret_once: The secret; only in the answer that made or changed it.
        previous_secret_expires_at: Until when the secret before the present one verifies too; absent when there is none.
        last_fire_at: When it last started an execution.
        last_status: The status of the execution that it started last.
        fire_count: How many executions it has started.
        rejected_count: How many deliveries were rejected.
        created_at: When it was created.
        updated_at: When it was last changed.
    """
    id: str
    workflow_id: str
    version: int | Literal["latest", "draft"] | None = None
    auth: Literal["hmac", "token", "none"]
    scheme: Literal["standard", "github", "stripe", "slack"] | None = None
    response_mode: Literal["immediate", "on_completion"]
    rate_limit: WebhookRateLimit | None = None
    max_body_bytes: int | None = None
    enabled: bool
    status: Literal["active", "disabled", "workflow_deleted"]
    url: str = field(repr=False)
    token: Secret[str]
    signing_secret_once: Secret[str] | None = None
    previous_secret_expires_at: datetime | None = None
    last_fire_at: datetime | None = None
    last_execution_id: str | None = None
    last_status: ExecutionStatus | None = None
    fire_count: int
    rejected_count: int
    created_at: datetime
    updated_at: datetime
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class DeliveryAccepted(Model):
    """DeliveryAccepted.

    Attributes:
        execution_id: The execution that was started.
        duplicate: True where the delivery came before.
    """
    execution_id: str
    duplicate: bool | None = None
    _raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
