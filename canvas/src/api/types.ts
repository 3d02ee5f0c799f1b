import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Workflow = Schemas['Workflow'];
export type WorkflowInput = Schemas['WorkflowInput'];
export type WorkflowNode = Schemas['Node'];
export type WorkflowEdge = Schemas['Edge'];
export type WorkflowSettings = Schemas['Settings'];
export type RetryPolicy = Schemas['Retry'];
export type NodeType = Schemas['NodeType'];
export type Fault = Schemas['ProblemError'];
export type Problem = Schemas['Problem'];
export type Version = Schemas['Version'];
export type VersionSummary = Schemas['VersionSummary'];
export type VersionDiff = Schemas['VersionDiff'];
export type Execution = Schemas['Execution'];
export type ExecutionStatus = Schemas['ExecutionStatus'];
/** A recorded event. What a model says as it says it (`llm_delta`) has no `seq` and is not one. */
export type ExecutionEvent = Schemas['Event'] & { seq: number };
export type LiveDelta = Schemas['Event'];
export type Checkpoint = Schemas['Checkpoint'];
export type CheckpointSummary = Schemas['CheckpointSummary'];
export type Credential = Schemas['Credential'];
export type CredentialInput = Schemas['CredentialInput'];
export type ApiKey = Schemas['ApiKey'];
export type Scope = Schemas['Scope'];
export type AuditEntry = Schemas['AuditEntry'];
export type CronTrigger = Schemas['CronTrigger'];
export type WebhookTrigger = Schemas['WebhookTrigger'];

/** Any JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type ExecutionSummary = Schemas['ExecutionSummary'];
export type CredentialType = Schemas['CredentialType'];
export type ApiKeyCreated = Schemas['ApiKeyCreated'];
export type CronTriggerInput = Schemas['CronTriggerInput'];
export type WebhookTriggerInput = Schemas['WebhookTriggerInput'];
export type Workspace = Schemas['Workspace'];
