// Generated from shared/schemas/openapi.json by `npm run types`. Do not edit.

export interface paths {
    "/{tenant}/hooks/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deliver to a webhook
         * @description Needs no API key: the trigger's `auth` decides. Any query parameter and any content type is taken; JSON, form and text reach the workflow parsed, other bodies as base64. What the trigger does not know is 404, what is not signed right 401. With `on_completion` the answer may be anything that the trigger node's `respond` says: any status from 200, headers and content type.
         */
        post: operations["receiveWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys, newest first */
        get: operations["listApiKeys"];
        put?: never;
        /** Make an API key */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, newest first */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Credentials, newest first */
        get: operations["listCredentials"];
        put?: never;
        /** Store a credential */
        post: operations["createCredential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/credentials/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One credential
         * @description With `?reveal=true` the answer has the secret in `data`. That takes a key with `credentials:reveal` besides `credentials:manage`, and writes the audit entry `credential.reveal`.
         */
        get: operations["getCredential"];
        /** Rename a credential, or rotate its secret */
        put: operations["updateCredential"];
        post?: never;
        /**
         * Delete a credential
         * @description Refused with 409 (ORC4010), naming the workflows, while a draft or a finalized version refers to it, unless `?force=true`.
         */
        delete: operations["deleteCredential"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Executions, newest first */
        get: operations["listExecutions"];
        put?: never;
        /** Start an execution, by workflow id or inline */
        post: operations["startExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One execution */
        get: operations["getExecution"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel an execution: cooperatively, then by force */
        post: operations["cancelExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Checkpoints of an execution, ascending by seq */
        get: operations["listCheckpoints"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/checkpoints/{cid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One checkpoint, with the state after its node */
        get: operations["getCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/definition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an execution runs
         * @description The graph as it was when the execution was started, though the draft may have changed since; of a test run of one node, the part that it runs. `trigger` is what expressions see by that name.
         */
        get: operations["getExecutionDefinition"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events of an execution, ascending by seq; as a list, or as a live stream
         * @description With `Accept: text/event-stream` the answer is a stream of server-sent events: those after `after` or `Last-Event-ID`, then each as it happens, until `execution_end`. `id` is the `seq`, `event` the type, `data` the event. Comments show that the stream lives. A client that does not keep up is dropped and may resume. A stream has no pages.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run an execution again, from any node
         * @description Results upstream of `from_node_id` are reused, not run again. The replayed execution must have ended; it is not changed.
         */
        post: operations["replayExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/executions/{id}/stream/negotiate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where a SignalR client watches the execution, with a token for it
         * @description A SignalR client pointed at `/executions/{id}/stream` calls this by itself. Its method `event` gets each event that happens from its connection on; earlier ones are read by `after=seq`.
         */
        post: operations["negotiateStream"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service and what it stands on are well */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every node type */
        get: operations["listNodes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{type}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One node type */
        get: operations["getNode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/cron": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Cron triggers, newest first */
        get: operations["listCronTriggers"];
        put?: never;
        /** Make a cron trigger */
        post: operations["createCronTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/cron/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One cron trigger */
        get: operations["getCronTrigger"];
        /** Replace a cron trigger */
        put: operations["updateCronTrigger"];
        post?: never;
        /** Delete a cron trigger */
        delete: operations["deleteCronTrigger"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/cron/{id}/backfill": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start the times between two that have not run
         * @description A time that has run already, by the schedule or by a backfill, is skipped.
         */
        post: operations["backfillCronTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/cron/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next times of a cron expression */
        get: operations["previewCron"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhook triggers, newest first */
        get: operations["listWebhookTriggers"];
        put?: never;
        /** Make a webhook trigger */
        post: operations["createWebhookTrigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/webhook/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One webhook trigger */
        get: operations["getWebhookTrigger"];
        /** Replace a webhook trigger */
        put: operations["updateWebhookTrigger"];
        post?: never;
        /** Delete a webhook trigger */
        delete: operations["deleteWebhookTrigger"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/triggers/webhook/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook trigger another secret
         * @description Both secrets verify until `previous_secret_expires_at`, so that the sender can be changed meanwhile. At most two verify: a second rotation within the overlap ends the oldest.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Workflows, newest first */
        get: operations["listWorkflows"];
        put?: never;
        /**
         * Create a workflow
         * @description Strict by default: any fault → 400 and nothing stored. With `Prefer: handling=lenient` a draft whose only faults are semantic is stored, and `validation_errors` lists them.
         */
        post: operations["createWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One workflow: its draft, or a finalized version */
        get: operations["getWorkflow"];
        /** Replace the draft of a workflow */
        put: operations["updateWorkflow"];
        post?: never;
        /** Delete a workflow; softly unless purged */
        delete: operations["deleteWorkflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the deletion of a workflow back
         * @description With its versions and triggers as they were. A purged workflow cannot be restored. May be repeated.
         */
        post: operations["restoreWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions, newest first */
        get: operations["listVersions"];
        put?: never;
        /**
         * Finalize the draft as the next version
         * @description Immutable. A draft with faults is refused with 400 and its faults.
         */
        post: operations["createVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/versions/{a}/diff/{b}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What differs between two versions, or a version and the draft */
        get: operations["diffVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/{id}/versions/{n}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One version */
        get: operations["getVersion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workflows/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a workflow without storing it */
        post: operations["validateWorkflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/workspace": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The installation, and the key of this request */
        get: operations["getWorkspace"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ApiKey: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From when on it is refused; absent where it does not expire.
             */
            expires_at?: string | null;
            /** @description The API key. */
            id: string;
            /**
             * Format: date-time
             * @description When it was last used, within a minute or so; absent where it never was.
             */
            last_used_at?: string | null;
            name: string;
            /** @description What the key begins with, to tell keys apart. */
            prefix: string;
            scopes: components["schemas"]["Scope"][];
        };
        /** @description The new key; the only answer that shows its secret. */
        ApiKeyCreated: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description From when on it is refused; absent where it does not expire.
             */
            expires_at?: string | null;
            /** @description The API key. */
            id: string;
            name: string;
            /** @description What the key begins with, to tell keys apart. */
            prefix: string;
            scopes: components["schemas"]["Scope"][];
            /** @description The whole bearer token. It is not stored and cannot be shown again. */
            secret_once: string;
        };
        ApiKeyData: {
            /**
             * @description Where it is sent.
             * @enum {string}
             */
            in: "header" | "query";
            /** @description The name of the header or query parameter. */
            name: string;
            /** @description The key. */
            value: string;
        } | {
            name?: unknown;
        } | {
            /** @enum {unknown} */
            in?: "query";
            name?: unknown;
        };
        ApiKeyInput: {
            /**
             * Format: date-time
             * @description From when on it is refused: a time to come, RFC 3339. Without it the key does not expire.
             */
            expires_at?: string | null;
            name: string;
            /** @description None that the caller's own key lacks. */
            scopes: components["schemas"]["Scope"][];
        };
        /** @description Newest first; without those that were revoked. */
        ApiKeyList: {
            items: components["schemas"]["ApiKey"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        AuditActor: {
            id: string;
            name: string;
            /** @enum {string} */
            type: "admin_key" | "api_key" | "webhook_sender";
        };
        /** @description One effect of one request. Never holds a secret. */
        AuditEntry: {
            /** @description E.g. `workflow.update`, `credential.reveal`, `api_key.revoke`. */
            action: string;
            actor: components["schemas"]["AuditActor"];
            /** @description By action. */
            details: {
                [key: string]: unknown;
            };
            /** @description The entry. */
            id: string;
            /** @description The address of the caller. */
            ip: string;
            /** @description The `x-request-id` of the answer. */
            request_id: string;
            resource: components["schemas"]["AuditResource"];
            /**
             * Format: date-time
             * @description When it was done.
             */
            ts: string;
        };
        /** @description Newest first. */
        AuditList: {
            items: components["schemas"]["AuditEntry"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        AuditResource: {
            id: string;
            /** @description E.g. `workflow`, `version`, `execution`, `credential`, `api_key`. */
            type: string;
        };
        Backfill: {
            /** @description Those that were started, oldest first. */
            execution_ids: string[];
            /** @description Times that had run already. */
            skipped: number;
            started: number;
        };
        BackfillInput: {
            /**
             * Format: date-time
             * @description The first time, RFC 3339.
             */
            from: string;
            /**
             * Format: date-time
             * @description The time before which it ends, RFC 3339.
             */
            to: string;
        };
        BasicAuthData: {
            /** @description The password. */
            password: string;
            username: string;
        };
        BearerTokenData: {
            /** @description Sent as `Authorization: Bearer …`. */
            token: string;
        };
        Checkpoint: {
            /** @description The execution. */
            execution_id: string;
            /** @description The checkpoint. */
            id: string;
            node_id: string;
            /** @description The whole output of the node. */
            output?: unknown;
            /** @description The seq of the node's `node_end` event. */
            seq: number;
            /** @description `state` after the node. */
            state_snapshot: Record<string, unknown>;
            /**
             * Format: date-time
             * @description When it was written.
             */
            ts: string;
        };
        /** @description Ascending by seq; without snapshots. */
        CheckpointList: {
            items: components["schemas"]["CheckpointSummary"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        CheckpointSummary: {
            /** @description The execution. */
            execution_id: string;
            /** @description The checkpoint. */
            id: string;
            node_id: string;
            /** @description The whole output of the node. */
            output?: unknown;
            /** @description The seq of the node's `node_end` event. */
            seq: number;
            /**
             * Format: date-time
             * @description When it was written.
             */
            ts: string;
        };
        Credential: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description The secret; only with `?reveal=true`. */
            data?: {
                [key: string]: unknown;
            };
            /** @description The credential. */
            id: string;
            /**
             * Format: date-time
             * @description When a node last used it, within a minute or so; absent where none has.
             */
            last_used_at?: string | null;
            name: string;
            type: components["schemas"]["CredentialType"];
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        CredentialInput: {
            /** @description The secret, by type. At most 64 KiB. */
            data: Record<string, unknown>;
            name: string;
            type: components["schemas"]["CredentialType"];
        } & (unknown & unknown & unknown & unknown & unknown & unknown);
        /** @description Newest first; never with secrets. */
        CredentialList: {
            items: components["schemas"]["Credential"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        /** @enum {string} */
        CredentialType: "bearer_token" | "api_key" | "basic_auth" | "hmac_secret" | "openai" | "generic";
        /** @description What is given is replaced. The read-only members of a Credential are accepted and ignored, so that what was read can be sent back. */
        CredentialUpdate: {
            /** @description Ignored. */
            created_at?: unknown;
            /** @description The new secret, by type: rotates it. At most 64 KiB. */
            data?: Record<string, unknown>;
            /** @description Ignored. */
            id?: unknown;
            /** @description Ignored. */
            last_used_at?: unknown;
            name?: string | null;
            /** @description Accepted where it is the type that the credential has. */
            type?: components["schemas"]["CredentialType"] | null;
            /** @description Ignored. */
            updated_at?: unknown;
        } & (unknown & unknown & unknown & unknown & unknown & unknown);
        CronPreview: {
            /** @description The next times, ascending. */
            times: string[];
        };
        CronTrigger: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @description Quartz syntax (6 or 7 fields), or a 5-field crontab, in which Monday is 1 and Sunday 0 or 7. */
            cron: string;
            /** @default true */
            enabled: boolean;
            /** @description How many executions it has started. */
            fire_count: number;
            /** @description The cron trigger. */
            id: string;
            /** @description Any JSON value: the input of every execution. */
            input?: unknown;
            /** @description Why the last due time started nothing; absent when it did. */
            last_error?: components["schemas"]["ExecutionError"] | null;
            last_execution_id?: string | null;
            /**
             * Format: date-time
             * @description The due time that it started last.
             */
            last_fire_at?: string | null;
            /** @description The status of the execution that it started last. */
            last_status?: components["schemas"]["ExecutionStatus"] | null;
            /**
             * @description What becomes of times that were missed: `skip` drops them, `queue` starts all, oldest first, at most the newest 100.
             * @default skip
             * @enum {string}
             */
            misfire_policy: "skip" | "queue";
            /** @description How many due times were missed and dropped. */
            missed_count: number;
            /**
             * Format: date-time
             * @description When it starts next; absent while it is disabled or has no time to come.
             */
            next_fire_at?: string | null;
            /**
             * @description Whether it fires: `finished` has no time to come, `workflow_deleted` nothing to start any more.
             * @enum {string}
             */
            status: "active" | "disabled" | "finished" | "workflow_deleted";
            /**
             * @description An IANA time zone.
             * @default UTC
             */
            timezone: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Which version it starts; without it the latest finalized one, else the draft. */
            version?: number | ("latest" | "draft");
            /** @description Which workflow it starts. */
            workflow_id: string;
        };
        /** @description The read-only members of a CronTrigger are accepted and ignored, so that what was read can be sent back. */
        CronTriggerInput: {
            /** @description Ignored. */
            created_at?: unknown;
            /** @description Quartz syntax (6 or 7 fields), or a 5-field crontab, in which Monday is 1 and Sunday 0 or 7. */
            cron: string;
            /** @default true */
            enabled?: boolean | null;
            /** @description Ignored. */
            fire_count?: unknown;
            /** @description Ignored. */
            id?: unknown;
            /** @description Any JSON value up to 64 KiB: the input of every execution. */
            input?: unknown;
            /** @description Ignored. */
            last_error?: unknown;
            /** @description Ignored. */
            last_execution_id?: unknown;
            /** @description Ignored. */
            last_fire_at?: unknown;
            /** @description Ignored. */
            last_status?: unknown;
            /**
             * @description What becomes of times that were missed: `skip` drops them, `queue` starts all, oldest first, at most the newest 100.
             * @default skip
             * @enum {string|null}
             */
            misfire_policy?: "skip" | "queue" | null;
            /** @description Ignored. */
            missed_count?: unknown;
            /** @description Ignored. */
            next_fire_at?: unknown;
            /** @description Ignored. */
            status?: unknown;
            /**
             * @description An IANA time zone.
             * @default UTC
             */
            timezone?: string | null;
            /** @description Ignored. */
            updated_at?: unknown;
            /** @description Which version it starts; without it the latest finalized one, else the draft. */
            version?: number | ("latest" | "draft") | null;
            /** @description Which workflow it starts. */
            workflow_id: string;
        };
        /** @description Newest first. */
        CronTriggerList: {
            items: components["schemas"]["CronTrigger"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        DeliveryAccepted: {
            /** @description True where the delivery came before. */
            duplicate?: boolean;
            /** @description The execution that was started. */
            execution_id: string;
        };
        DeliveryFailed: {
            error?: {
                code: string;
                message: string;
            };
            execution_id: string;
            status: components["schemas"]["ExecutionStatus"];
        };
        Edge: {
            /** @description A bare boolean expression. */
            condition?: string | null;
            /** @description Made up when absent on input. */
            id?: string | null;
            /** @description A branch of the source, e.g. `true`, `false`, `error`. */
            source_handle?: string | null;
            source_node_id: string;
            target_node_id: string;
        };
        EdgeDiff: {
            /** @description Those that only `b` has, whole. */
            added: components["schemas"]["Edge"][];
            changed: components["schemas"]["ItemChange"][];
            /** @description Those that only `a` has, whole. */
            removed: components["schemas"]["Edge"][];
        };
        Event: {
            /** @description The execution. */
            execution_id: string;
            /** @description The event. */
            id: string;
            node_id?: string | null;
            /** @description By type. An output over 32 KiB is cut and marked `truncated: true`; the whole is in the checkpoint. */
            payload: Record<string, unknown>;
            /** @description 1, 2, 3, … without gaps in an execution. Every event that is stored has one. */
            seq?: number;
            /**
             * Format: date-time
             * @description When it happened.
             */
            ts: string;
            /**
             * @description `llm_delta` is shown live only: it is not stored and has no `seq`.
             * @enum {string}
             */
            type: "execution_start" | "node_start" | "node_end" | "node_skipped" | "log" | "state_change" | "error" | "execution_end" | "llm_delta";
        } & (unknown & unknown & unknown & unknown & unknown);
        /** @description Ascending by seq. */
        EventList: {
            items: components["schemas"]["Event"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        /** @description What an execution runs. */
        ExecutedDefinition: {
            edges: components["schemas"]["Edge"][];
            nodes: components["schemas"]["Node"][];
            settings: components["schemas"]["Settings"];
            /** @description The payload of the trigger with its type, as expressions see it. */
            trigger: Record<string, unknown>;
        };
        Execution: {
            /** Format: date-time */
            completed_at?: string | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            error?: components["schemas"]["ExecutionError"] | null;
            /** @description The execution. */
            id: string;
            input: unknown;
            /** @description The output of the one terminal node that succeeded, or `{node_id: output}` when several did. */
            output: unknown;
            replay_of?: string | null;
            /** Format: date-time */
            started_at?: string | null;
            stats: components["schemas"]["ExecutionStats"];
            status: components["schemas"]["ExecutionStatus"];
            test?: components["schemas"]["TestRun"];
            trigger: components["schemas"]["ExecutionTrigger"];
            /** @description Null for an inline run. */
            workflow_id: string | null;
            /** @description 0 for the draft, null for an inline run. */
            workflow_version: number | null;
        };
        ExecutionError: {
            code: string;
            /** @description Further values. */
            details?: unknown;
            edge_id?: string;
            message: string;
            node_id?: string;
        };
        /** @description Either `workflow_id` or `workflow`. */
        ExecutionInput: {
            /** @description Any JSON value; what the entry nodes put out. */
            input?: unknown;
            test?: components["schemas"]["TestInput"];
            /** @description Default: the latest finalized version, else the draft. */
            version?: number | ("latest" | "draft");
            workflow?: components["schemas"]["WorkflowDefinition"];
            /** @description Which workflow to run. */
            workflow_id?: string | null;
        } & ({
            workflow_id: string;
        } | unknown);
        /** @description Newest first. */
        ExecutionList: {
            items: components["schemas"]["Execution"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        ExecutionStats: {
            duration_ms: number;
            nodes_failed: number;
            nodes_skipped: number;
            nodes_succeeded: number;
            nodes_total: number;
            queue_ms: number;
            tokens_in: number;
            tokens_out: number;
        };
        /** @enum {string} */
        ExecutionStatus: "queued" | "running" | "waiting" | "succeeded" | "failed" | "cancelling" | "cancelled";
        /** @description An execution without its input and output. */
        ExecutionSummary: {
            /** Format: date-time */
            completed_at?: string | null;
            /**
             * Format: date-time
             * @description When it was asked for.
             */
            created_at: string;
            /** @description The execution. */
            id: string;
            /** Format: date-time */
            started_at?: string | null;
            status: components["schemas"]["ExecutionStatus"];
            test?: components["schemas"]["TestRun"];
            trigger: components["schemas"]["ExecutionTrigger"];
            /** @description 0 for the draft. */
            workflow_version?: number | null;
        };
        ExecutionTrigger: {
            id?: string | null;
            /** @enum {string} */
            type: "api" | "cron" | "webhook" | "replay" | "workflow" | "agent";
        };
        /** @description A value that differs. `before` is missing where there was none, `after` where there is none any more. */
        FieldChange: {
            /** @description Any JSON value. */
            after?: unknown;
            /** @description Any JSON value. */
            before?: unknown;
            /** @description RFC 6901 JSON Pointer into the node, the edge or the settings. */
            pointer: string;
        };
        /** @description Any object of at least one member. */
        GenericData: Record<string, unknown>;
        Health: {
            durable: components["schemas"]["HealthPart"];
            sandbox: components["schemas"]["HealthSandbox"];
            /** @enum {string} */
            status: "ok" | "unavailable";
            storage: components["schemas"]["HealthPart"];
            version: string;
        };
        HealthPart: {
            /** @description Which implementation it is. */
            provider: string;
            /** @enum {string} */
            status: "ok" | "unavailable";
        };
        /** @description What runs Python code. Orcheo serves without it. */
        HealthSandbox: {
            /** @description The layers of isolation by name, and whether each holds; absent while that is not known. */
            layers?: {
                [key: string]: boolean;
            };
            /** @description Why it is unavailable. */
            message?: string;
            /** @enum {string} */
            provider: "child" | "remote" | "none";
            /**
             * @description `stopped`: it starts when it is needed.
             * @enum {string}
             */
            status: "ok" | "starting" | "stopped" | "unavailable";
        };
        HmacSecretData: {
            /** @description The key of the HMAC. */
            secret: string;
        };
        /** @description A node or an edge that is in both and differs. */
        ItemChange: {
            /** @description By pointer, in the order of the members. */
            changes: components["schemas"]["FieldChange"][];
            id: string;
        };
        Node: {
            /** @description As the type's `config_schema`; any string may hold `{{ expression }}` templates. */
            config?: Record<string, unknown>;
            credentials_ref?: string | null;
            id: string;
            name?: string | null;
            /**
             * @default fail
             * @enum {string|null}
             */
            on_error?: "fail" | "continue" | "route" | null;
            retry?: components["schemas"]["Retry"];
            /** @description The time limit of one attempt; the type's default when absent. */
            timeout_seconds?: number | null;
            type: string;
            /** @description Free, up to 4 KiB (positions: `x`, `y`). */
            ui?: Record<string, unknown>;
        };
        NodeDiff: {
            /** @description Those that only `b` has, whole. */
            added: components["schemas"]["Node"][];
            changed: components["schemas"]["ItemChange"][];
            /** @description Those that only `a` has, whole. */
            removed: components["schemas"]["Node"][];
        };
        NodeType: {
            /** @enum {string} */
            category: "trigger" | "action" | "logic" | "data" | "code" | "ai";
            /** @description JSON Schema of the config. */
            config_schema: Record<string, unknown>;
            credential_types: string[];
            default_timeout_seconds: number;
            description: string;
            /**
             * @description What running the node twice means.
             * @enum {string}
             */
            effect: "pure" | "idempotent" | "unsafe";
            /** @description The branches by which edges may leave; empty for the ordinary one. */
            handles: string[];
            name: string;
            /** @description JSON Schema of the output. */
            output_schema: Record<string, unknown> | boolean;
            type: string;
            version: number;
        };
        /** @description Every node type, in one page. */
        NodeTypeList: {
            items: components["schemas"]["NodeType"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        OpenAiData: {
            /** @description The key. */
            api_key: string;
            /** @description Of a compatible service, with the version path (`…/v1`). */
            base_url?: string;
            organization?: string;
        };
        /** @description RFC 9457 problem document. */
        Problem: {
            /** @description The stable error code; docs/errors has a page for each. */
            code: string;
            detail?: string;
            /** @description Every fault, where there are places to name. */
            errors?: components["schemas"]["ProblemError"][];
            instance?: string;
            status: number;
            title: string;
            trace_id: string;
            type: string;
        };
        /** @description One fault. */
        ProblemError: {
            code: string;
            edge_id?: string | null;
            message: string;
            node_id?: string | null;
            /** @description RFC 6901 JSON Pointer into the request body; empty for the whole document. */
            pointer: string;
        };
        /** @description How to run it again; all of it may be left out. */
        ReplayInput: {
            /** @description Run this node and what is behind it; everything else keeps the result that the replayed execution recorded. Without it every node runs. */
            from_node_id?: string | null;
            /** @description Any JSON value; without it the input of the replayed execution. */
            input?: unknown;
            /**
             * @description `recorded` answers external calls from the record of the replayed execution, and fails a node whose call the record lacks (ORC3016).
             * @default live
             * @enum {string|null}
             */
            mode?: "live" | "recorded" | null;
            /** @description Another version to run; without it the definition that the replayed execution ran. */
            version?: number | ("latest" | "draft");
        };
        /** @description Absent members take the value of the enclosing policy, then the default. */
        Retry: {
            /** @default 2 */
            backoff_coefficient?: number | null;
            /** @default 1 */
            initial_interval_seconds?: number | null;
            /** @default true */
            jitter?: boolean | null;
            /** @default 3 */
            max_attempts?: number | null;
            /** @default 30 */
            max_interval_seconds?: number | null;
        };
        /**
         * @description What a key may do.
         * @enum {string}
         */
        Scope: "workflows:read" | "workflows:write" | "executions:read" | "executions:run" | "credentials:manage" | "credentials:reveal" | "triggers:manage" | "keys:manage" | "audit:read";
        SecretRotation: {
            /**
             * @description How long the secret before it verifies yet.
             * @default 86400
             */
            overlap_seconds?: number | null;
            /** @description Where the sender fixes it; made up otherwise. */
            signing_secret?: string | null;
        };
        Settings: {
            event_retention_days?: number | null;
            max_concurrent_runs?: number | null;
            retry?: components["schemas"]["Retry"];
            /** @description The time limit of a whole execution. */
            timeout_seconds?: number | null;
        };
        StreamAccess: {
            /** @description What it shows there. It can be used for 60 minutes, and for this execution only. */
            accessToken: string;
            /** @description Where the SignalR client connects. */
            url: string;
        };
        /** @description Makes a test run. */
        TestInput: {
            /** @description An ended execution whose trigger, and input unless another is given, are taken; with `only_node_id` also the results of the nodes before it. The new execution is a replay of it. */
            from_execution_id?: string | null;
            /** @description Run this node, pinned or not, with what leads to it; nothing behind it. Only this part has to be valid. A node before it keeps its result from `from_execution_id`, or is run where it has none. */
            only_node_id?: string | null;
            /** @description Outputs of nodes, by node id, at most 90: such a node is not run, its output is recorded as it is given. The branch of `if_else` and the variables of `set_variable` follow from the output. */
            pinned?: {
                [key: string]: unknown;
            };
        };
        /** @description What makes the execution a test run. */
        TestRun: {
            /** @description The node that was to be run; nothing behind it is part of the run. */
            only_node_id?: string | null;
            /** @description The nodes that were not run, because their output was given. */
            pinned: string[];
        };
        ValidationResult: {
            errors: components["schemas"]["ProblemError"][];
            valid: boolean;
        };
        /** @description A finalized, immutable version. */
        Version: {
            /** @description Of what it runs; the same for the same nodes, edges and settings. */
            checksum: string;
            /**
             * Format: date-time
             * @description When it was finalized.
             */
            created_at: string;
            label?: string | null;
            notes?: string | null;
            version: number;
            /** @description The workflow as it was finalized. */
            workflow: components["schemas"]["Workflow"];
            /** @description The workflow. */
            workflow_id: string;
        };
        /** @description What turns `a` into `b`. Nodes and edges are told apart by id; their order is not compared. */
        VersionDiff: {
            a: components["schemas"]["VersionOrDraft"];
            b: components["schemas"]["VersionOrDraft"];
            edges: components["schemas"]["EdgeDiff"];
            nodes: components["schemas"]["NodeDiff"];
            settings: components["schemas"]["FieldChange"][];
        };
        VersionInput: {
            label?: string | null;
            notes?: string | null;
        };
        /** @description Newest first. */
        VersionList: {
            items: components["schemas"]["VersionSummary"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        /** @description A finalized version by its number, or the draft. */
        VersionOrDraft: number | "draft";
        /** @description A finalized version without its workflow. */
        VersionSummary: {
            /** @description Of what it runs; the same for the same nodes, edges and settings. */
            checksum: string;
            /**
             * Format: date-time
             * @description When it was finalized.
             */
            created_at: string;
            label?: string | null;
            notes?: string | null;
            version: number;
            /** @description The workflow. */
            workflow_id: string;
        };
        WebhookRateLimit: {
            burst: number;
            per_second: number;
        };
        WebhookTrigger: {
            /**
             * @description How a delivery proves where it is from: a signature by `scheme`, the secret as `Authorization: Bearer` or `X-Webhook-Token`, or nothing but the URL.
             * @default hmac
             * @enum {string}
             */
            auth: "hmac" | "token" | "none";
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            /** @default true */
            enabled: boolean;
            /** @description How many executions it has started. */
            fire_count: number;
            /** @description The webhook trigger. */
            id: string;
            last_execution_id?: string | null;
            /**
             * Format: date-time
             * @description When it last started an execution.
             */
            last_fire_at?: string | null;
            /** @description The status of the execution that it started last. */
            last_status?: components["schemas"]["ExecutionStatus"] | null;
            /** @description The largest body, in bytes; without it the limit of all requests. */
            max_body_bytes?: number;
            /**
             * Format: date-time
             * @description Until when the secret before the present one verifies too; absent when there is none.
             */
            previous_secret_expires_at?: string | null;
            rate_limit?: components["schemas"]["WebhookRateLimit"];
            /** @description How many deliveries were rejected. */
            rejected_count: number;
            /**
             * @default immediate
             * @enum {string}
             */
            response_mode: "immediate" | "on_completion";
            /**
             * @description With `auth: hmac`: how deliveries are signed; absent otherwise.
             * @enum {string}
             */
            scheme?: "standard" | "github" | "stripe" | "slack";
            /** @description The secret; only in the answer that made or changed it. */
            signing_secret_once?: string;
            /**
             * @description Whether deliveries are taken.
             * @enum {string}
             */
            status: "active" | "disabled" | "workflow_deleted";
            /** @description The last part of `url`. */
            token: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
            /** @description Where deliveries are sent; absolute. */
            url: string;
            /** @description Which version it starts; without it the latest finalized one, else the draft. */
            version?: number | ("latest" | "draft");
            /** @description Which workflow it starts. */
            workflow_id: string;
        };
        WebhookTriggerInput: {
            /**
             * @description How a delivery proves where it is from: a signature by `scheme`, the secret as `Authorization: Bearer` or `X-Webhook-Token`, or nothing but the URL.
             * @default hmac
             * @enum {string|null}
             */
            auth?: "hmac" | "token" | "none" | null;
            /** @default true */
            enabled?: boolean | null;
            /** @description The largest body, in bytes; without it the limit of all requests. */
            max_body_bytes?: number | null;
            rate_limit?: components["schemas"]["WebhookRateLimit"];
            /**
             * @default immediate
             * @enum {string|null}
             */
            response_mode?: "immediate" | "on_completion" | null;
            /**
             * @description With `auth: hmac`: how deliveries are signed.
             * @default standard
             * @enum {string|null}
             */
            scheme?: "standard" | "github" | "stripe" | "slack" | null;
            /** @description Where the sender fixes it; made up otherwise. In a PUT a new one rotates it: for a day both verify. */
            signing_secret?: string | null;
            /** @description Which version it starts; without it the latest finalized one, else the draft. */
            version?: number | ("latest" | "draft") | null;
            /** @description Which workflow it starts. */
            workflow_id: string;
        };
        /** @description Newest first. */
        WebhookTriggerList: {
            items: components["schemas"]["WebhookTrigger"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        /** @description What the trigger is to do from now on; what is left out gets its default. The read-only members of a WebhookTrigger are accepted and ignored, so that what was read can be sent back. */
        WebhookTriggerUpdate: {
            /**
             * @description How a delivery proves where it is from: a signature by `scheme`, the secret as `Authorization: Bearer` or `X-Webhook-Token`, or nothing but the URL.
             * @default hmac
             * @enum {string|null}
             */
            auth?: "hmac" | "token" | "none" | null;
            /** @description Ignored. */
            created_at?: unknown;
            /** @default true */
            enabled?: boolean | null;
            /** @description Ignored. */
            fire_count?: unknown;
            /** @description Ignored. */
            id?: unknown;
            /** @description Ignored. */
            last_execution_id?: unknown;
            /** @description Ignored. */
            last_fire_at?: unknown;
            /** @description Ignored. */
            last_status?: unknown;
            /** @description The largest body, in bytes; without it the limit of all requests. */
            max_body_bytes?: number | null;
            /** @description Ignored. */
            previous_secret_expires_at?: unknown;
            rate_limit?: components["schemas"]["WebhookRateLimit"];
            /** @description Ignored. */
            rejected_count?: unknown;
            /**
             * @default immediate
             * @enum {string|null}
             */
            response_mode?: "immediate" | "on_completion" | null;
            /**
             * @description With `auth: hmac`: how deliveries are signed.
             * @default standard
             * @enum {string|null}
             */
            scheme?: "standard" | "github" | "stripe" | "slack" | null;
            /** @description Where the sender fixes it; made up otherwise. In a PUT a new one rotates it: for a day both verify. */
            signing_secret?: string | null;
            /** @description Ignored. */
            signing_secret_once?: unknown;
            /** @description Ignored. */
            status?: unknown;
            /** @description Ignored. */
            token?: unknown;
            /** @description Ignored. */
            updated_at?: unknown;
            /** @description Ignored. */
            url?: unknown;
            /** @description Which version it starts; without it the latest finalized one, else the draft. */
            version?: number | ("latest" | "draft") | null;
            /** @description Which workflow it starts. */
            workflow_id: string;
        };
        Workflow: {
            /**
             * Format: date-time
             * @description When it was created.
             */
            created_at: string;
            description?: string;
            edges: components["schemas"]["Edge"][];
            /** @description The workflow. */
            id: string;
            /** @description Only in a list that was asked for with `include=last_execution`; null when it never ran. */
            last_execution?: components["schemas"]["ExecutionSummary"] | null;
            name: string;
            nodes: components["schemas"]["Node"][];
            /** @default 1 */
            schema_version: number;
            settings: components["schemas"]["Settings"];
            tags: string[];
            /** @description Free, up to 4 KiB. */
            ui?: Record<string, unknown>;
            /**
             * Format: date-time
             * @description When its draft last changed.
             */
            updated_at: string;
            /** @description The faults of a draft that was saved with `Prefer: handling=lenient`. */
            validation_errors?: components["schemas"]["ProblemError"][];
            /** @description The latest finalized version; 0 for none. */
            version: number;
        };
        /** @description What an inline execution runs. */
        WorkflowDefinition: {
            edges?: components["schemas"]["Edge"][];
            nodes: components["schemas"]["Node"][];
            settings?: components["schemas"]["Settings"];
        };
        /** @description The read-only members of a Workflow are accepted and ignored, so that what was read can be sent back. */
        WorkflowInput: {
            /** @description Ignored. */
            created_at?: unknown;
            description?: string | null;
            edges?: components["schemas"]["Edge"][];
            /** @description Ignored. */
            id?: unknown;
            /** @description Ignored. */
            last_execution?: unknown;
            name: string;
            nodes: components["schemas"]["Node"][];
            /** @default 1 */
            schema_version?: number | null;
            settings?: components["schemas"]["Settings"];
            tags?: string[];
            /** @description Free, up to 4 KiB. */
            ui?: Record<string, unknown>;
            /** @description Ignored. */
            updated_at?: unknown;
            /** @description Ignored. */
            validation_errors?: unknown;
            /** @description Ignored. */
            version?: unknown;
        };
        /** @description Newest first. */
        WorkflowList: {
            items: components["schemas"]["Workflow"][];
            limit: number;
            /** @description Pass as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
            /** @description The page that was asked for by number; 1 where a cursor was given. */
            page: number;
        };
        /** @description The installation, as far as any key may know it, and the key itself. */
        Workspace: {
            cron: {
                max_queued_misfires: number;
                tick_seconds: number;
            };
            /** @description What runs executions. */
            durable: string;
            http: {
                /** @description Whether nodes may call private networks. */
                allow_private_networks: boolean;
            };
            /** @description The key of this request. */
            key: {
                id: string;
                name: string;
                scopes: components["schemas"]["Scope"][];
                /** @enum {string} */
                type: "api_key" | "admin_key";
            };
            limits: {
                /** @description The largest request body. */
                body_bytes: number;
                per_ip: components["schemas"]["WorkspaceRate"];
                per_key: components["schemas"]["WorkspaceRate"];
                /** @description The most pinned nodes of a test run. */
                pinned_nodes: number;
            };
            /** @description How many days ended executions, their events and the audit log are kept. */
            retention: {
                audit_days: number;
                event_days: number;
                execution_days: number;
            };
            /** @description Which store holds the rows. */
            storage: string;
            version: string;
        };
        WorkspaceRate: {
            burst: number;
            per_second: number;
        };
    };
    responses: {
        /** @description The request is malformed or the document has faults; each is listed. */
        BadRequest: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource is not in a state that allows this, is in use, or a request with this `Idempotency-Key` is still being served. */
        Conflict: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfterInFlight"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key lacks the scope, which is named. */
        Forbidden: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4003",
                 *       "title": "Missing scope",
                 *       "status": 403,
                 *       "detail": "The key lacks the scope workflows:write.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC4003",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description This `Idempotency-Key` came before with another request. */
        IdempotencyMismatch: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4013",
                 *       "title": "Idempotency key used for another request",
                 *       "status": 422,
                 *       "detail": "This Idempotency-Key was used for another request. Use a new key for a new request.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC4013",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No such resource. */
        NotFound: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4004",
                 *       "title": "Not found",
                 *       "status": 404,
                 *       "detail": "There is no workflow 'wf_01k3z5w8q7m2n4p6r8t0v2x4y6'.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC4004",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource has changed since it was read; nothing was done. */
        PreconditionFailed: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4012",
                 *       "title": "Precondition failed",
                 *       "status": 412,
                 *       "detail": "It has changed since it was read. Nothing was written: get it again, apply your change to it and send it with the new ETag.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC4012",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Orcheo itself failed; the log has the trace id. */
        ServerError: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC5000",
                 *       "title": "Unexpected failure",
                 *       "status": 500,
                 *       "detail": "Orcheo failed unexpectedly. The log has more under this trace id.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC5000",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the limit (1 MiB unless configured). */
        TooLarge: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC1008",
                 *       "title": "Body too large",
                 *       "status": 413,
                 *       "detail": "The body is larger than 1048576 bytes (setting Orcheo__Limits__BodyBytes).",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC1008",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description More requests than the key or the address may send. */
        TooManyRequests: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "Retry-After": components["headers"]["RetryAfter"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4029",
                 *       "title": "Too many requests",
                 *       "status": 429,
                 *       "detail": "More requests than the limit of this key allows; try again after 1 s.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC4029",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or one that is not valid, has expired or was revoked. */
        Unauthenticated: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4001",
                 *       "title": "Unauthenticated",
                 *       "status": 401,
                 *       "detail": "A valid key is needed: send it as 'Authorization: Bearer <key>'.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC4001",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store cannot be reached, or the master key cannot be read. */
        Unavailable: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC5001",
                 *       "title": "Storage unavailable",
                 *       "status": 503,
                 *       "detail": "The store cannot be reached.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC5001",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not `application/json`. */
        UnsupportedMediaType: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC1009",
                 *       "title": "Unsupported media type",
                 *       "status": 415,
                 *       "detail": "The content type 'text/plain' is not read here; send 'Content-Type: application/json'.",
                 *       "instance": "/api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                 *       "code": "ORC1009",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The delivery does not prove where it is from: no signature or token, one that is not right, or signed too long ago. */
        WebhookRejected: {
            headers: {
                RateLimit: components["headers"]["RateLimit"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                "WWW-Authenticate": components["headers"]["WwwAuthenticate"];
                "x-request-id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                /**
                 * @example {
                 *       "type": "/docs/errors/ORC4015",
                 *       "title": "Webhook rejected",
                 *       "status": 401,
                 *       "detail": "The signature or token of the delivery is not right.",
                 *       "instance": "/api/default/hooks/not-a-real-token",
                 *       "code": "ORC4015",
                 *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                 *     }
                 */
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /**
         * @description Only events with a greater seq.
         * @example 2
         */
        After: number;
        /**
         * @description The API key.
         * @example key_01k3z5w0a1b2c3d4e5f6g7h8n1
         */
        ApiKeyId: string;
        /**
         * @description Only what this actor did: the id of an API key, or `admin`.
         * @example key_01k3z5w0a1b2c3d4e5f6g7h8n1
         */
        AuditActor: string;
        /**
         * @description Only what was done to this resource: an id, or a type such as `workflow`.
         * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
         */
        AuditResource: string;
        /**
         * @description The checkpoint.
         * @example ckp_01k3z5x0a1b2c3d4e5f6g7h8m1
         */
        CheckpointId: string;
        /**
         * @description The credential.
         * @example cred_01k3z5w0a1b2c3d4e5f6g7h8p1
         */
        CredentialId: string;
        /**
         * @description Only credentials of this type.
         * @example bearer_token
         */
        CredentialTypeQuery: components["schemas"]["CredentialType"];
        /**
         * @description Quartz syntax (6 or 7 fields), or a 5-field crontab.
         * @example 0 0 9 ? * MON-FRI
         */
        CronExpression: string;
        /**
         * @description The cron trigger.
         * @example cron_01k3z5w0a1b2c3d4e5f6g7h8r1
         */
        CronTriggerId: string;
        /**
         * @description The `next_cursor` of the previous page; not together with `page`.
         * @example NGozZzR1cTVzOHg
         */
        Cursor: string;
        /**
         * @description The execution.
         * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
         */
        ExecutionId: string;
        /**
         * @description Whether to delete it although workflows refer to it.
         * @example false
         */
        Force: boolean;
        /**
         * @description The trigger's token, from its `url`.
         * @example not-a-real-token
         */
        HookToken: string;
        /**
         * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
         * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
         */
        IdempotencyKey: string;
        /**
         * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
         * @example "5d41402abc4b2a76b9719d91"
         */
        IfMatch: string;
        /**
         * @description What else to tell of each workflow: `last_execution` (needs the scope `executions:read` too).
         * @example last_execution
         */
        Include: "last_execution";
        /**
         * @description For a stream: the `id` of the last event that the client has. It goes before `after`.
         * @example 2
         */
        LastEventId: number;
        /**
         * @description The most items in a page.
         * @example 50
         */
        Limit: number;
        /**
         * @description The node type.
         * @example delay
         */
        NodeType: string;
        /**
         * @description A page by number, from 1; not together with `cursor`.
         * @example 1
         */
        Page: number;
        /**
         * @description `handling=lenient` stores a draft with semantic faults (RFC 7240).
         * @example handling=lenient
         */
        PreferHandling: string;
        /**
         * @description `wait=N`: answer when the execution ends, or after N seconds (at most 60) (RFC 7240).
         * @example wait=10
         */
        PreferWait: string;
        /**
         * @description How many times to give.
         * @example 5
         */
        PreviewCount: number;
        /**
         * @description Whether to remove it for good, with its versions.
         * @example true
         */
        Purge: boolean;
        /**
         * @description Only workflows whose name or description holds this text, in any case.
         * @example greet
         */
        Q: string;
        /**
         * @description Whether to show the secret too. Needs the scope `credentials:reveal` besides `credentials:manage`, and is audited.
         * @example false
         */
        Reveal: boolean;
        /**
         * @description Only executions with this status.
         * @example succeeded
         */
        StatusQuery: components["schemas"]["ExecutionStatus"];
        /**
         * @description Only workflows with this tag.
         * @example tour
         */
        Tag: string;
        /**
         * @description The tenant.
         * @example default
         */
        TenantName: string;
        /**
         * @description An IANA time zone.
         * @example Europe/Berlin
         */
        TimeZone: string;
        /**
         * @description Only executions that this cron trigger or webhook has started.
         * @example cron_01k3z5w8q7m2n4p6r8t0v2x4y6
         */
        TriggerIdQuery: string;
        /**
         * @description The one to compare from: a version, or `draft`.
         * @example 1
         */
        VersionA: components["schemas"]["VersionOrDraft"];
        /**
         * @description The one to compare to: a version, or `draft`.
         * @example draft
         */
        VersionB: components["schemas"]["VersionOrDraft"];
        /**
         * @description The version.
         * @example 1
         */
        VersionNumber: number;
        /**
         * @description The finalized version to give instead of the draft.
         * @example 1
         */
        VersionQuery: number;
        /**
         * @description The webhook trigger.
         * @example hook_01k3z5w0a1b2c3d4e5f6g7h8s1
         */
        WebhookTriggerId: string;
        /**
         * @description The workflow.
         * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
         */
        WorkflowId: string;
        /**
         * @description Only triggers of this workflow.
         * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
         */
        WorkflowIdOfTriggers: string;
        /**
         * @description Only executions of this workflow.
         * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
         */
        WorkflowIdQuery: string;
    };
    requestBodies: never;
    headers: {
        /**
         * @description `no-store`: the answer holds a secret.
         * @example no-store
         */
        CacheControl: "no-store";
        /**
         * @description Changes with every change of the resource; send back as `If-Match`.
         * @example "5d41402abc4b2a76b9719d91"
         */
        ETag: string;
        /**
         * @description Of the draft: changes with every change of it; send back as `If-Match`. A finalized version has none.
         * @example "5d41402abc4b2a76b9719d91"
         */
        ETagOfDraft: string;
        /**
         * @description `true` where this is the answer to an earlier request with the same `Idempotency-Key`.
         * @example true
         */
        IdempotencyReplayed: "true";
        /**
         * @description Where the resource is.
         * @example /api/workflows/wf_01k3z5w8q7m2n4p6r8t0v2x4y6
         */
        Location: string;
        /**
         * @description Which preference was followed.
         * @example wait=10
         */
        PreferenceApplied: string;
        /**
         * @description What is left of each limit that applies: `r` requests now, `t` seconds until more (IETF draft RateLimit header fields for HTTP).
         * @example "key";r=988;t=1
         */
        RateLimit: string;
        /**
         * @description The limits that apply: a quota of `q` requests in a window of `w` seconds (IETF draft RateLimit header fields for HTTP).
         * @example "key";q=1000;w=2
         */
        RateLimitPolicy: string;
        /**
         * @description Identifies the request in logs: the caller's own `x-request-id` where it is a harmless one.
         * @example 0HNABCDEF123
         */
        RequestId: string;
        /**
         * @description After how many whole seconds to try again.
         * @example 1
         */
        RetryAfter: number;
        /**
         * @description With code ORC4014: after how many whole seconds to try again.
         * @example 1
         */
        RetryAfterInFlight: number;
        /**
         * @description `Bearer`.
         * @example Bearer realm="orcheo"
         */
        WwwAuthenticate: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    receiveWebhook: {
        parameters: {
            query?: {
                /**
                 * @description Any query parameters; they reach the workflow.
                 * @example {
                 *       "source": "docs"
                 *     }
                 */
                query?: {
                    [key: string]: string;
                };
            };
            header?: never;
            path: {
                /**
                 * @description The tenant.
                 * @example default
                 */
                tenant: components["parameters"]["TenantName"];
                /**
                 * @description The trigger's token, from its `url`.
                 * @example not-a-real-token
                 */
                token: components["parameters"]["HookToken"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example text */
                "*/*": unknown;
                "application/json": unknown;
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description With `on_completion` the output of the execution, or what the trigger node's `respond` says; or, for a delivery that came before, its execution with `duplicate: true`. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Accepted: the execution was started, or did not end within 25 seconds. */
            202: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9"
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryAccepted"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["WebhookRejected"];
            404: components["responses"]["NotFound"];
            /** @description With `on_completion`: the execution was cancelled; or the workflow of the webhook cannot be started. */
            409: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "status": "cancelled",
                     *       "error": {
                     *         "code": "ORC3010",
                     *         "message": "The execution was cancelled."
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryFailed"];
                    /**
                     * @example {
                     *       "type": "/docs/errors/ORC4009",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "detail": "The workflow of this webhook is not valid and cannot be started.",
                     *       "instance": "/api/default/hooks/not-a-real-token",
                     *       "code": "ORC4009",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["TooLarge"];
            429: components["responses"]["TooManyRequests"];
            /** @description With `on_completion`: the execution failed, or its answer could not be made. */
            500: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "status": "failed",
                     *       "error": {
                     *         "code": "ORC3003",
                     *         "message": "The request failed."
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["DeliveryFailed"];
                    /**
                     * @example {
                     *       "type": "/docs/errors/ORC5000",
                     *       "title": "Unexpected failure",
                     *       "status": 500,
                     *       "detail": "Orcheo failed unexpectedly. The log has more under this trace id.",
                     *       "instance": "/api/default/hooks/not-a-real-token",
                     *       "code": "ORC5000",
                     *       "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "key_01k3z5w0a1b2c3d4e5f6g7h8n1",
                     *           "name": "CI",
                     *           "prefix": "orc_4f9zk2pq",
                     *           "scopes": [
                     *             "workflows:read",
                     *             "executions:run"
                     *           ],
                     *           "created_at": "2026-01-31T09:15:00.000Z",
                     *           "expires_at": "2099-12-31T00:00:00.000Z",
                     *           "last_used_at": "2026-01-31T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiKeyInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Created, with its secret, which is shown this once. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "key_01k3z5w0a1b2c3d4e5f6g7h8n1",
                     *       "name": "CI",
                     *       "prefix": "orc_4f9zk2pq",
                     *       "scopes": [
                     *         "workflows:read",
                     *         "executions:run"
                     *       ],
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "expires_at": "2099-12-31T00:00:00.000Z",
                     *       "secret_once": "orc_4f9zk2pq_not-a-real-secret-0123456789abcdef"
                     *     }
                     */
                    "application/json": components["schemas"]["ApiKeyCreated"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The API key.
                 * @example key_01k3z5w0a1b2c3d4e5f6g7h8n1
                 */
                id: components["parameters"]["ApiKeyId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Revoked: it is refused from now on. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /**
                 * @description Only what this actor did: the id of an API key, or `admin`.
                 * @example key_01k3z5w0a1b2c3d4e5f6g7h8n1
                 */
                actor?: components["parameters"]["AuditActor"];
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only what was done to this resource: an id, or a type such as `workflow`.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                resource?: components["parameters"]["AuditResource"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "aud_01k3z5w0a1b2c3d4e5f6g7h8q1",
                     *           "ts": "2026-01-31T09:15:00.000Z",
                     *           "actor": {
                     *             "type": "api_key",
                     *             "id": "key_01k3z5w0a1b2c3d4e5f6g7h8n1",
                     *             "name": "CI"
                     *           },
                     *           "action": "workflow.update",
                     *           "resource": {
                     *             "type": "workflow",
                     *             "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6"
                     *           },
                     *           "ip": "203.0.113.7",
                     *           "request_id": "0HNABCDEF123",
                     *           "details": {}
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["AuditList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCredentials: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only credentials of this type.
                 * @example bearer_token
                 */
                type?: components["parameters"]["CredentialTypeQuery"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "cred_01k3z5w0a1b2c3d4e5f6g7h8p1",
                     *           "name": "GitHub",
                     *           "type": "bearer_token",
                     *           "created_at": "2026-01-31T09:15:00.000Z",
                     *           "updated_at": "2026-01-31T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["CredentialList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCredential: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Created; without the secret. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cred_01k3z5w0a1b2c3d4e5f6g7h8p1",
                     *       "name": "GitHub",
                     *       "type": "bearer_token",
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCredential: {
        parameters: {
            query?: {
                /**
                 * @description Whether to show the secret too. Needs the scope `credentials:reveal` besides `credentials:manage`, and is audited.
                 * @example false
                 */
                reveal?: components["parameters"]["Reveal"];
            };
            header?: never;
            path: {
                /**
                 * @description The credential.
                 * @example cred_01k3z5w0a1b2c3d4e5f6g7h8p1
                 */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The credential. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateCredential: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The credential.
                 * @example cred_01k3z5w0a1b2c3d4e5f6g7h8p1
                 */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CredentialUpdate"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Changed; without the secret. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cred_01k3z5w0a1b2c3d4e5f6g7h8p1",
                     *       "name": "GitHub (bot)",
                     *       "type": "bearer_token",
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Credential"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCredential: {
        parameters: {
            query?: {
                /**
                 * @description Whether to delete it although workflows refer to it.
                 * @example false
                 */
                force?: components["parameters"]["Force"];
            };
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The credential.
                 * @example cred_01k3z5w0a1b2c3d4e5f6g7h8p1
                 */
                id: components["parameters"]["CredentialId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Deleted. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listExecutions: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only executions with this status.
                 * @example succeeded
                 */
                status?: components["parameters"]["StatusQuery"];
                /**
                 * @description Only executions that this cron trigger or webhook has started.
                 * @example cron_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                trigger_id?: components["parameters"]["TriggerIdQuery"];
                /**
                 * @description Only executions of this workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                workflow_id?: components["parameters"]["WorkflowIdQuery"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *           "workflow_version": 1,
                     *           "status": "succeeded",
                     *           "trigger": {
                     *             "type": "api"
                     *           },
                     *           "input": {
                     *             "name": "Ada"
                     *           },
                     *           "output": {
                     *             "text": "Hello Ada"
                     *           },
                     *           "stats": {
                     *             "nodes_total": 2,
                     *             "nodes_succeeded": 2,
                     *             "nodes_failed": 0,
                     *             "nodes_skipped": 0,
                     *             "duration_ms": 8,
                     *             "queue_ms": 1,
                     *             "tokens_in": 0,
                     *             "tokens_out": 0
                     *           },
                     *           "created_at": "2026-01-31T09:15:00.000Z",
                     *           "started_at": "2026-01-31T09:15:00.000Z",
                     *           "completed_at": "2026-01-31T09:15:00.012Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    startExecution: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `wait=N`: answer when the execution ends, or after N seconds (at most 60) (RFC 7240).
                 * @example wait=10
                 */
                Prefer?: components["parameters"]["PreferWait"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExecutionInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Ended in the time that `Prefer: wait` gave. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    "Preference-Applied": components["headers"]["PreferenceApplied"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "workflow_version": 1,
                     *       "status": "succeeded",
                     *       "trigger": {
                     *         "type": "api"
                     *       },
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "output": {
                     *         "text": "Hello Ada"
                     *       },
                     *       "stats": {
                     *         "nodes_total": 2,
                     *         "nodes_succeeded": 2,
                     *         "nodes_failed": 0,
                     *         "nodes_skipped": 0,
                     *         "duration_ms": 8,
                     *         "queue_ms": 1,
                     *         "tokens_in": 0,
                     *         "tokens_out": 0
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "started_at": "2026-01-31T09:15:00.000Z",
                     *       "completed_at": "2026-01-31T09:15:00.012Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Execution"];
                };
            };
            /** @description Accepted. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "workflow_version": 1,
                     *       "status": "queued",
                     *       "trigger": {
                     *         "type": "api"
                     *       },
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "output": null,
                     *       "stats": {
                     *         "nodes_total": 2,
                     *         "nodes_succeeded": 0,
                     *         "nodes_failed": 0,
                     *         "nodes_skipped": 0,
                     *         "duration_ms": 0,
                     *         "queue_ms": 0,
                     *         "tokens_in": 0,
                     *         "tokens_out": 0
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getExecution: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The execution. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "workflow_version": 1,
                     *       "status": "succeeded",
                     *       "trigger": {
                     *         "type": "api"
                     *       },
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "output": {
                     *         "text": "Hello Ada"
                     *       },
                     *       "stats": {
                     *         "nodes_total": 2,
                     *         "nodes_succeeded": 2,
                     *         "nodes_failed": 0,
                     *         "nodes_skipped": 0,
                     *         "duration_ms": 8,
                     *         "queue_ms": 1,
                     *         "tokens_in": 0,
                     *         "tokens_out": 0
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "started_at": "2026-01-31T09:15:00.000Z",
                     *       "completed_at": "2026-01-31T09:15:00.012Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelExecution: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Cancelling. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "workflow_version": 1,
                     *       "status": "cancelling",
                     *       "trigger": {
                     *         "type": "api"
                     *       },
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "output": null,
                     *       "stats": {
                     *         "nodes_total": 2,
                     *         "nodes_succeeded": 0,
                     *         "nodes_failed": 0,
                     *         "nodes_skipped": 0,
                     *         "duration_ms": 0,
                     *         "queue_ms": 0,
                     *         "tokens_in": 0,
                     *         "tokens_out": 0
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "started_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listCheckpoints: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
            };
            header?: never;
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "ckp_01k3z5x0a1b2c3d4e5f6g7h8m1",
                     *           "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "node_id": "greet",
                     *           "seq": 3,
                     *           "ts": "2026-01-31T09:15:00.012Z",
                     *           "output": {
                     *             "text": "Hello Ada"
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["CheckpointList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCheckpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The checkpoint.
                 * @example ckp_01k3z5x0a1b2c3d4e5f6g7h8m1
                 */
                cid: components["parameters"]["CheckpointId"];
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The checkpoint. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "ckp_01k3z5x0a1b2c3d4e5f6g7h8m1",
                     *       "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "node_id": "greet",
                     *       "seq": 3,
                     *       "ts": "2026-01-31T09:15:00.012Z",
                     *       "output": {
                     *         "text": "Hello Ada"
                     *       },
                     *       "state_snapshot": {
                     *         "text": "Hello Ada"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Checkpoint"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getExecutionDefinition: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Its definition. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "nodes": [
                     *         {
                     *           "id": "start",
                     *           "type": "manual_trigger",
                     *           "config": {},
                     *           "ui": {
                     *             "x": 0,
                     *             "y": 0
                     *           }
                     *         },
                     *         {
                     *           "id": "greet",
                     *           "type": "set_variable",
                     *           "config": {
                     *             "values": {
                     *               "text": "Hello {{ input.name }}"
                     *             }
                     *           },
                     *           "ui": {
                     *             "x": 280,
                     *             "y": 0
                     *           }
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "id": "e1",
                     *           "source_node_id": "start",
                     *           "target_node_id": "greet"
                     *         }
                     *       ],
                     *       "settings": {},
                     *       "trigger": {
                     *         "type": "api"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ExecutedDefinition"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /**
                 * @description Only events with a greater seq.
                 * @example 2
                 */
                after?: components["parameters"]["After"];
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
            };
            header?: {
                /**
                 * @description For a stream: the `id` of the last event that the client has. It goes before `after`.
                 * @example 2
                 */
                "Last-Event-ID"?: components["parameters"]["LastEventId"];
            };
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page, or the stream. */
            200: {
                headers: {
                    /** @description `no-cache, no-store`, on a stream. */
                    "Cache-Control"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    /** @description `no`, on a stream: a proxy must not hold events back. */
                    "X-Accel-Buffering"?: string;
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "evt_01k3z5x0a1b2c3d4e5f6g7h8k1",
                     *           "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "seq": 1,
                     *           "ts": "2026-01-31T09:15:00.000Z",
                     *           "type": "execution_start",
                     *           "payload": {}
                     *         },
                     *         {
                     *           "id": "evt_01k3z5x0a1b2c3d4e5f6g7h8k2",
                     *           "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "seq": 2,
                     *           "ts": "2026-01-31T09:15:00.000Z",
                     *           "type": "node_start",
                     *           "node_id": "greet",
                     *           "payload": {}
                     *         },
                     *         {
                     *           "id": "evt_01k3z5x0a1b2c3d4e5f6g7h8k3",
                     *           "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "seq": 3,
                     *           "ts": "2026-01-31T09:15:00.012Z",
                     *           "type": "node_end",
                     *           "node_id": "greet",
                     *           "payload": {
                     *             "status": "succeeded",
                     *             "output": {
                     *               "text": "Hello Ada"
                     *             },
                     *             "duration_ms": 2,
                     *             "attempt": 1
                     *           }
                     *         },
                     *         {
                     *           "id": "evt_01k3z5x0a1b2c3d4e5f6g7h8k4",
                     *           "execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "seq": 4,
                     *           "ts": "2026-01-31T09:15:00.012Z",
                     *           "type": "state_change",
                     *           "node_id": "greet",
                     *           "payload": {
                     *             "patch": {
                     *               "text": "Hello Ada"
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["EventList"];
                    /**
                     * @example id: 3
                     *     event: node_end
                     *     data: {"id":"evt_01k3z5x0a1b2c3d4e5f6g7h8k3","execution_id":"exe_01k3z5x0a1b2c3d4e5f6g7h8j9","seq":3,"ts":"2026-01-31T09:15:00.012Z","type":"node_end","node_id":"greet","payload":{"status":"succeeded","output":{"text":"Hello Ada"},"duration_ms":2,"attempt":1}}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    replayExecution: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ReplayInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Accepted: a new execution. */
            202: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "exe_01k3z5y0a1b2c3d4e5f6g7h8j9",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "workflow_version": 1,
                     *       "status": "queued",
                     *       "trigger": {
                     *         "type": "replay",
                     *         "id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9"
                     *       },
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "output": null,
                     *       "stats": {
                     *         "nodes_total": 2,
                     *         "nodes_succeeded": 0,
                     *         "nodes_failed": 0,
                     *         "nodes_skipped": 0,
                     *         "duration_ms": 0,
                     *         "queue_ms": 0,
                     *         "tokens_in": 0,
                     *         "tokens_out": 0
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "replay_of": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9"
                     *     }
                     */
                    "application/json": components["schemas"]["Execution"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    negotiateStream: {
        parameters: {
            query?: {
                /**
                 * @description What SignalR clients send; it makes no difference.
                 * @example 1
                 */
                negotiateVersion?: number;
                /**
                 * @description What SignalR clients send; it makes no difference.
                 * @example true
                 */
                useStatefulReconnect?: boolean;
            };
            header?: never;
            path: {
                /**
                 * @description The execution.
                 * @example exe_01k3z5x0a1b2c3d4e5f6g7h8j9
                 */
                id: components["parameters"]["ExecutionId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Where to connect. */
            200: {
                headers: {
                    /** @description `no-store`: the token is for this client. */
                    "Cache-Control"?: string;
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "url": "http://localhost:7071/hubs/executions",
                     *       "accessToken": "eyJ0ZW5hbnQiOiJkZWZhdWx0In0.c2lnbmF0dXJl"
                     *     }
                     */
                    "application/json": components["schemas"]["StreamAccess"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Well. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "version": "0.1.0",
                     *       "storage": {
                     *         "status": "ok",
                     *         "provider": "Sqlite"
                     *       },
                     *       "durable": {
                     *         "status": "ok",
                     *         "provider": "embedded"
                     *       },
                     *       "sandbox": {
                     *         "status": "ok",
                     *         "provider": "child",
                     *         "layers": {
                     *           "seccomp": true,
                     *           "landlock": true,
                     *           "pid_namespace": true
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
            /** @description The store cannot be reached. */
            503: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "unavailable",
                     *       "version": "0.1.0",
                     *       "storage": {
                     *         "status": "unavailable",
                     *         "provider": "AzureTables"
                     *       },
                     *       "durable": {
                     *         "status": "ok",
                     *         "provider": "embedded"
                     *       },
                     *       "sandbox": {
                     *         "status": "starting",
                     *         "provider": "child"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    listNodes: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The catalogue. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "type": "delay",
                     *           "version": 1,
                     *           "name": "Delay",
                     *           "category": "logic",
                     *           "description": "Waits for a time, durably.",
                     *           "config_schema": {
                     *             "type": "object"
                     *           },
                     *           "output_schema": {
                     *             "type": "object"
                     *           },
                     *           "handles": [],
                     *           "credential_types": [],
                     *           "default_timeout_seconds": 60,
                     *           "effect": "pure"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 200
                     *     }
                     */
                    "application/json": components["schemas"]["NodeTypeList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getNode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The node type.
                 * @example delay
                 */
                type: components["parameters"]["NodeType"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The node type. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "delay",
                     *       "version": 1,
                     *       "name": "Delay",
                     *       "category": "logic",
                     *       "description": "Waits for a time, durably.",
                     *       "config_schema": {
                     *         "type": "object"
                     *       },
                     *       "output_schema": {
                     *         "type": "object"
                     *       },
                     *       "handles": [],
                     *       "credential_types": [],
                     *       "default_timeout_seconds": 60,
                     *       "effect": "pure"
                     *     }
                     */
                    "application/json": components["schemas"]["NodeType"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOpenApi: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The OpenAPI document. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "openapi": "3.1.0",
                     *       "info": {
                     *         "title": "Orcheo",
                     *         "version": "0.1.0"
                     *       },
                     *       "paths": {},
                     *       "components": {}
                     *     }
                     */
                    "application/json": {
                        components: Record<string, unknown>;
                        info: Record<string, unknown>;
                        openapi: string;
                        paths: Record<string, unknown>;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            429: components["responses"]["TooManyRequests"];
        };
    };
    listCronTriggers: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only triggers of this workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                workflow_id?: components["parameters"]["WorkflowIdOfTriggers"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "cron_01k3z5w0a1b2c3d4e5f6g7h8r1",
                     *           "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *           "version": "latest",
                     *           "cron": "0 0 9 ? * MON-FRI",
                     *           "timezone": "Europe/Berlin",
                     *           "misfire_policy": "skip",
                     *           "enabled": true,
                     *           "input": {
                     *             "name": "Ada"
                     *           },
                     *           "status": "active",
                     *           "next_fire_at": "2026-02-02T08:00:00.000Z",
                     *           "last_fire_at": "2026-01-30T08:00:00.000Z",
                     *           "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "last_status": "succeeded",
                     *           "fire_count": 12,
                     *           "missed_count": 0,
                     *           "created_at": "2026-01-31T09:15:00.000Z",
                     *           "updated_at": "2026-01-31T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["CronTriggerList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createCronTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CronTriggerInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Created. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cron_01k3z5w0a1b2c3d4e5f6g7h8r1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "cron": "0 0 9 ? * MON-FRI",
                     *       "timezone": "Europe/Berlin",
                     *       "misfire_policy": "skip",
                     *       "enabled": true,
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "status": "active",
                     *       "next_fire_at": "2026-02-02T08:00:00.000Z",
                     *       "fire_count": 0,
                     *       "missed_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CronTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getCronTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The cron trigger.
                 * @example cron_01k3z5w0a1b2c3d4e5f6g7h8r1
                 */
                id: components["parameters"]["CronTriggerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The trigger. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cron_01k3z5w0a1b2c3d4e5f6g7h8r1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "cron": "0 0 9 ? * MON-FRI",
                     *       "timezone": "Europe/Berlin",
                     *       "misfire_policy": "skip",
                     *       "enabled": true,
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "status": "active",
                     *       "next_fire_at": "2026-02-02T08:00:00.000Z",
                     *       "last_fire_at": "2026-01-30T08:00:00.000Z",
                     *       "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "last_status": "succeeded",
                     *       "fire_count": 12,
                     *       "missed_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CronTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateCronTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The cron trigger.
                 * @example cron_01k3z5w0a1b2c3d4e5f6g7h8r1
                 */
                id: components["parameters"]["CronTriggerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CronTriggerInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Replaced. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "cron_01k3z5w0a1b2c3d4e5f6g7h8r1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "cron": "0 0 9 ? * MON-FRI",
                     *       "timezone": "Europe/Berlin",
                     *       "misfire_policy": "skip",
                     *       "enabled": true,
                     *       "input": {
                     *         "name": "Ada"
                     *       },
                     *       "status": "active",
                     *       "next_fire_at": "2026-02-02T08:00:00.000Z",
                     *       "last_fire_at": "2026-01-30T08:00:00.000Z",
                     *       "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "last_status": "succeeded",
                     *       "fire_count": 12,
                     *       "missed_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CronTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteCronTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The cron trigger.
                 * @example cron_01k3z5w0a1b2c3d4e5f6g7h8r1
                 */
                id: components["parameters"]["CronTriggerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Deleted. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    backfillCronTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The cron trigger.
                 * @example cron_01k3z5w0a1b2c3d4e5f6g7h8r1
                 */
                id: components["parameters"]["CronTriggerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BackfillInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Started. */
            200: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "started": 1,
                     *       "skipped": 4,
                     *       "execution_ids": [
                     *         "exe_01k3z5x0a1b2c3d4e5f6g7h8j9"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Backfill"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewCron: {
        parameters: {
            query: {
                /**
                 * @description How many times to give.
                 * @example 5
                 */
                count?: components["parameters"]["PreviewCount"];
                /**
                 * @description Quartz syntax (6 or 7 fields), or a 5-field crontab.
                 * @example 0 0 9 ? * MON-FRI
                 */
                cron: components["parameters"]["CronExpression"];
                /**
                 * @description An IANA time zone.
                 * @example Europe/Berlin
                 */
                timezone?: components["parameters"]["TimeZone"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The times. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "times": [
                     *         "2026-02-02T08:00:00.000Z",
                     *         "2026-02-03T08:00:00.000Z"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CronPreview"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhookTriggers: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only triggers of this workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                workflow_id?: components["parameters"]["WorkflowIdOfTriggers"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "hook_01k3z5w0a1b2c3d4e5f6g7h8s1",
                     *           "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *           "version": "latest",
                     *           "auth": "hmac",
                     *           "scheme": "standard",
                     *           "response_mode": "immediate",
                     *           "rate_limit": {
                     *             "per_second": 50,
                     *             "burst": 100
                     *           },
                     *           "enabled": true,
                     *           "status": "active",
                     *           "url": "http://localhost:7071/api/default/hooks/not-a-real-token",
                     *           "token": "not-a-real-token",
                     *           "last_fire_at": "2026-01-31T09:15:00.000Z",
                     *           "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *           "last_status": "succeeded",
                     *           "fire_count": 3,
                     *           "rejected_count": 0,
                     *           "created_at": "2026-01-31T09:15:00.000Z",
                     *           "updated_at": "2026-01-31T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTriggerList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhookTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookTriggerInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Created. */
            201: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "hook_01k3z5w0a1b2c3d4e5f6g7h8s1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "auth": "hmac",
                     *       "scheme": "standard",
                     *       "response_mode": "immediate",
                     *       "rate_limit": {
                     *         "per_second": 50,
                     *         "burst": 100
                     *       },
                     *       "enabled": true,
                     *       "status": "active",
                     *       "url": "http://localhost:7071/api/default/hooks/not-a-real-token",
                     *       "token": "not-a-real-token",
                     *       "fire_count": 0,
                     *       "rejected_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z",
                     *       "signing_secret_once": "whsec_bm90LWEtcmVhbC1zZWNyZXQ="
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhookTrigger: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The webhook trigger.
                 * @example hook_01k3z5w0a1b2c3d4e5f6g7h8s1
                 */
                id: components["parameters"]["WebhookTriggerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The trigger. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "hook_01k3z5w0a1b2c3d4e5f6g7h8s1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "auth": "hmac",
                     *       "scheme": "standard",
                     *       "response_mode": "immediate",
                     *       "rate_limit": {
                     *         "per_second": 50,
                     *         "burst": 100
                     *       },
                     *       "enabled": true,
                     *       "status": "active",
                     *       "url": "http://localhost:7071/api/default/hooks/not-a-real-token",
                     *       "token": "not-a-real-token",
                     *       "last_fire_at": "2026-01-31T09:15:00.000Z",
                     *       "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "last_status": "succeeded",
                     *       "fire_count": 3,
                     *       "rejected_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWebhookTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The webhook trigger.
                 * @example hook_01k3z5w0a1b2c3d4e5f6g7h8s1
                 */
                id: components["parameters"]["WebhookTriggerId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookTriggerUpdate"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Replaced. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "hook_01k3z5w0a1b2c3d4e5f6g7h8s1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "auth": "hmac",
                     *       "scheme": "standard",
                     *       "response_mode": "immediate",
                     *       "rate_limit": {
                     *         "per_second": 50,
                     *         "burst": 100
                     *       },
                     *       "enabled": true,
                     *       "status": "active",
                     *       "url": "http://localhost:7071/api/default/hooks/not-a-real-token",
                     *       "token": "not-a-real-token",
                     *       "last_fire_at": "2026-01-31T09:15:00.000Z",
                     *       "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "last_status": "succeeded",
                     *       "fire_count": 3,
                     *       "rejected_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhookTrigger: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The webhook trigger.
                 * @example hook_01k3z5w0a1b2c3d4e5f6g7h8s1
                 */
                id: components["parameters"]["WebhookTriggerId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Deleted. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The webhook trigger.
                 * @example hook_01k3z5w0a1b2c3d4e5f6g7h8s1
                 */
                id: components["parameters"]["WebhookTriggerId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SecretRotation"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Rotated. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "hook_01k3z5w0a1b2c3d4e5f6g7h8s1",
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": "latest",
                     *       "auth": "hmac",
                     *       "scheme": "standard",
                     *       "response_mode": "immediate",
                     *       "rate_limit": {
                     *         "per_second": 50,
                     *         "burst": 100
                     *       },
                     *       "enabled": true,
                     *       "status": "active",
                     *       "url": "http://localhost:7071/api/default/hooks/not-a-real-token",
                     *       "token": "not-a-real-token",
                     *       "last_fire_at": "2026-01-31T09:15:00.000Z",
                     *       "last_execution_id": "exe_01k3z5x0a1b2c3d4e5f6g7h8j9",
                     *       "last_status": "succeeded",
                     *       "fire_count": 3,
                     *       "rejected_count": 0,
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z",
                     *       "signing_secret_once": "whsec_bm90LWEtcmVhbC1zZWNyZXQ=",
                     *       "previous_secret_expires_at": "2026-02-01T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["WebhookTrigger"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWorkflows: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description What else to tell of each workflow: `last_execution` (needs the scope `executions:read` too).
                 * @example last_execution
                 */
                include?: components["parameters"]["Include"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
                /**
                 * @description Only workflows whose name or description holds this text, in any case.
                 * @example greet
                 */
                q?: components["parameters"]["Q"];
                /**
                 * @description Only workflows with this tag.
                 * @example tour
                 */
                tag?: components["parameters"]["Tag"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *           "name": "Greeting",
                     *           "description": "Says hello.",
                     *           "tags": [
                     *             "tour"
                     *           ],
                     *           "version": 1,
                     *           "schema_version": 1,
                     *           "nodes": [
                     *             {
                     *               "id": "start",
                     *               "type": "manual_trigger",
                     *               "config": {},
                     *               "ui": {
                     *                 "x": 0,
                     *                 "y": 0
                     *               }
                     *             },
                     *             {
                     *               "id": "greet",
                     *               "type": "set_variable",
                     *               "config": {
                     *                 "values": {
                     *                   "text": "Hello {{ input.name }}"
                     *                 }
                     *               },
                     *               "ui": {
                     *                 "x": 240,
                     *                 "y": 0
                     *               }
                     *             }
                     *           ],
                     *           "edges": [
                     *             {
                     *               "id": "e1",
                     *               "source_node_id": "start",
                     *               "target_node_id": "greet"
                     *             }
                     *           ],
                     *           "settings": {
                     *             "retry": {
                     *               "max_attempts": 3
                     *             }
                     *           },
                     *           "created_at": "2026-01-31T09:15:00.000Z",
                     *           "updated_at": "2026-01-31T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["WorkflowList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description `handling=lenient` stores a draft with semantic faults (RFC 7240).
                 * @example handling=lenient
                 */
                Prefer?: components["parameters"]["PreferHandling"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Created. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "name": "Greeting",
                     *       "description": "Says hello.",
                     *       "tags": [
                     *         "tour"
                     *       ],
                     *       "version": 0,
                     *       "schema_version": 1,
                     *       "nodes": [
                     *         {
                     *           "id": "start",
                     *           "type": "manual_trigger",
                     *           "config": {},
                     *           "ui": {
                     *             "x": 0,
                     *             "y": 0
                     *           }
                     *         },
                     *         {
                     *           "id": "greet",
                     *           "type": "set_variable",
                     *           "config": {
                     *             "values": {
                     *               "text": "Hello {{ input.name }}"
                     *             }
                     *           },
                     *           "ui": {
                     *             "x": 240,
                     *             "y": 0
                     *           }
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "id": "e1",
                     *           "source_node_id": "start",
                     *           "target_node_id": "greet"
                     *         }
                     *       ],
                     *       "settings": {
                     *         "retry": {
                     *           "max_attempts": 3
                     *         }
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWorkflow: {
        parameters: {
            query?: {
                /**
                 * @description The finalized version to give instead of the draft.
                 * @example 1
                 */
                version?: components["parameters"]["VersionQuery"];
            };
            header?: never;
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The workflow. */
            200: {
                headers: {
                    ETag: components["headers"]["ETagOfDraft"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "name": "Greeting",
                     *       "description": "Says hello.",
                     *       "tags": [
                     *         "tour"
                     *       ],
                     *       "version": 1,
                     *       "schema_version": 1,
                     *       "nodes": [
                     *         {
                     *           "id": "start",
                     *           "type": "manual_trigger",
                     *           "config": {},
                     *           "ui": {
                     *             "x": 0,
                     *             "y": 0
                     *           }
                     *         },
                     *         {
                     *           "id": "greet",
                     *           "type": "set_variable",
                     *           "config": {
                     *             "values": {
                     *               "text": "Hello {{ input.name }}"
                     *             }
                     *           },
                     *           "ui": {
                     *             "x": 240,
                     *             "y": 0
                     *           }
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "id": "e1",
                     *           "source_node_id": "start",
                     *           "target_node_id": "greet"
                     *         }
                     *       ],
                     *       "settings": {
                     *         "retry": {
                     *           "max_attempts": 3
                     *         }
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
                /**
                 * @description `handling=lenient` stores a draft with semantic faults (RFC 7240).
                 * @example handling=lenient
                 */
                Prefer?: components["parameters"]["PreferHandling"];
            };
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Replaced. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "name": "Greeting",
                     *       "description": "Says hello.",
                     *       "tags": [
                     *         "tour"
                     *       ],
                     *       "version": 1,
                     *       "schema_version": 1,
                     *       "nodes": [
                     *         {
                     *           "id": "start",
                     *           "type": "manual_trigger",
                     *           "config": {},
                     *           "ui": {
                     *             "x": 0,
                     *             "y": 0
                     *           }
                     *         },
                     *         {
                     *           "id": "greet",
                     *           "type": "set_variable",
                     *           "config": {
                     *             "values": {
                     *               "text": "Hello {{ input.name }}"
                     *             }
                     *           },
                     *           "ui": {
                     *             "x": 240,
                     *             "y": 0
                     *           }
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "id": "e1",
                     *           "source_node_id": "start",
                     *           "target_node_id": "greet"
                     *         }
                     *       ],
                     *       "settings": {
                     *         "retry": {
                     *           "max_attempts": 3
                     *         }
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWorkflow: {
        parameters: {
            query?: {
                /**
                 * @description Whether to remove it for good, with its versions.
                 * @example true
                 */
                purge?: components["parameters"]["Purge"];
            };
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Deleted. */
            204: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    restoreWorkflow: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The workflow, as it was before it was deleted; as it is when it was not. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "name": "Greeting",
                     *       "description": "Says hello.",
                     *       "tags": [
                     *         "tour"
                     *       ],
                     *       "version": 1,
                     *       "schema_version": 1,
                     *       "nodes": [
                     *         {
                     *           "id": "start",
                     *           "type": "manual_trigger",
                     *           "config": {},
                     *           "ui": {
                     *             "x": 0,
                     *             "y": 0
                     *           }
                     *         },
                     *         {
                     *           "id": "greet",
                     *           "type": "set_variable",
                     *           "config": {
                     *             "values": {
                     *               "text": "Hello {{ input.name }}"
                     *             }
                     *           },
                     *           "ui": {
                     *             "x": 240,
                     *             "y": 0
                     *           }
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "id": "e1",
                     *           "source_node_id": "start",
                     *           "target_node_id": "greet"
                     *         }
                     *       ],
                     *       "settings": {
                     *         "retry": {
                     *           "max_attempts": 3
                     *         }
                     *       },
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "updated_at": "2026-01-31T09:15:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Workflow"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    listVersions: {
        parameters: {
            query?: {
                /**
                 * @description The `next_cursor` of the previous page; not together with `page`.
                 * @example NGozZzR1cTVzOHg
                 */
                cursor?: components["parameters"]["Cursor"];
                /**
                 * @description The most items in a page.
                 * @example 50
                 */
                limit?: components["parameters"]["Limit"];
                /**
                 * @description A page by number, from 1; not together with `cursor`.
                 * @example 1
                 */
                page?: components["parameters"]["Page"];
            };
            header?: never;
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description A page. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *           "version": 1,
                     *           "label": "first",
                     *           "notes": "Reviewed.",
                     *           "checksum": "5f2b51ca2fdc5baa31ec02e002f69aec5f2b51ca2fdc5baa31ec02e002f69aec",
                     *           "created_at": "2026-01-31T09:15:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "page": 1,
                     *       "limit": 50
                     *     }
                     */
                    "application/json": components["schemas"]["VersionList"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    createVersion: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description 1 to 255 visible ASCII characters, made up by the caller for this request. The same key with the same request again, within 24 hours, gives the first answer again and does nothing; with another request it is refused (422).
                 * @example 4f7c0c3e-6c1b-4c55-9d7a-0a6f3f0c2b11
                 */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The ETag that the resource must still have, or `*`; without it the change is made whatever has changed since.
                 * @example "5d41402abc4b2a76b9719d91"
                 */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["VersionInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Finalized. */
            201: {
                headers: {
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    Location: components["headers"]["Location"];
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": 1,
                     *       "label": "first",
                     *       "notes": "Reviewed.",
                     *       "checksum": "5f2b51ca2fdc5baa31ec02e002f69aec5f2b51ca2fdc5baa31ec02e002f69aec",
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "workflow": {
                     *         "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *         "name": "Greeting",
                     *         "description": "Says hello.",
                     *         "tags": [
                     *           "tour"
                     *         ],
                     *         "version": 1,
                     *         "schema_version": 1,
                     *         "nodes": [
                     *           {
                     *             "id": "start",
                     *             "type": "manual_trigger",
                     *             "config": {},
                     *             "ui": {
                     *               "x": 0,
                     *               "y": 0
                     *             }
                     *           },
                     *           {
                     *             "id": "greet",
                     *             "type": "set_variable",
                     *             "config": {
                     *               "values": {
                     *                 "text": "Hello {{ input.name }}"
                     *               }
                     *             },
                     *             "ui": {
                     *               "x": 240,
                     *               "y": 0
                     *             }
                     *           }
                     *         ],
                     *         "edges": [
                     *           {
                     *             "id": "e1",
                     *             "source_node_id": "start",
                     *             "target_node_id": "greet"
                     *           }
                     *         ],
                     *         "settings": {
                     *           "retry": {
                     *             "max_attempts": 3
                     *           }
                     *         },
                     *         "created_at": "2026-01-31T09:15:00.000Z",
                     *         "updated_at": "2026-01-31T09:15:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyMismatch"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    diffVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The one to compare from: a version, or `draft`.
                 * @example 1
                 */
                a: components["parameters"]["VersionA"];
                /**
                 * @description The one to compare to: a version, or `draft`.
                 * @example draft
                 */
                b: components["parameters"]["VersionB"];
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The difference. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "a": 1,
                     *       "b": "draft",
                     *       "nodes": {
                     *         "added": [
                     *           {
                     *             "id": "log",
                     *             "type": "set_variable",
                     *             "config": {
                     *               "values": {
                     *                 "done": true
                     *               }
                     *             }
                     *           }
                     *         ],
                     *         "removed": [],
                     *         "changed": [
                     *           {
                     *             "id": "greet",
                     *             "changes": [
                     *               {
                     *                 "pointer": "/config/values/text",
                     *                 "before": "Hello {{ input.name }}",
                     *                 "after": "Good day {{ input.name }}"
                     *               },
                     *               {
                     *                 "pointer": "/timeout_seconds",
                     *                 "after": 5
                     *               }
                     *             ]
                     *           }
                     *         ]
                     *       },
                     *       "edges": {
                     *         "added": [
                     *           {
                     *             "id": "e2",
                     *             "source_node_id": "greet",
                     *             "target_node_id": "log"
                     *           }
                     *         ],
                     *         "removed": [],
                     *         "changed": []
                     *       },
                     *       "settings": [
                     *         {
                     *           "pointer": "/retry/max_attempts",
                     *           "before": 3,
                     *           "after": 5
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["VersionDiff"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getVersion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The workflow.
                 * @example wf_01k3z5w8q7m2n4p6r8t0v2x4y6
                 */
                id: components["parameters"]["WorkflowId"];
                /**
                 * @description The version.
                 * @example 1
                 */
                n: components["parameters"]["VersionNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The version. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "workflow_id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *       "version": 1,
                     *       "label": "first",
                     *       "notes": "Reviewed.",
                     *       "checksum": "5f2b51ca2fdc5baa31ec02e002f69aec5f2b51ca2fdc5baa31ec02e002f69aec",
                     *       "created_at": "2026-01-31T09:15:00.000Z",
                     *       "workflow": {
                     *         "id": "wf_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *         "name": "Greeting",
                     *         "description": "Says hello.",
                     *         "tags": [
                     *           "tour"
                     *         ],
                     *         "version": 1,
                     *         "schema_version": 1,
                     *         "nodes": [
                     *           {
                     *             "id": "start",
                     *             "type": "manual_trigger",
                     *             "config": {},
                     *             "ui": {
                     *               "x": 0,
                     *               "y": 0
                     *             }
                     *           },
                     *           {
                     *             "id": "greet",
                     *             "type": "set_variable",
                     *             "config": {
                     *               "values": {
                     *                 "text": "Hello {{ input.name }}"
                     *               }
                     *             },
                     *             "ui": {
                     *               "x": 240,
                     *               "y": 0
                     *             }
                     *           }
                     *         ],
                     *         "edges": [
                     *           {
                     *             "id": "e1",
                     *             "source_node_id": "start",
                     *             "target_node_id": "greet"
                     *           }
                     *         ],
                     *         "settings": {
                     *           "retry": {
                     *             "max_attempts": 3
                     *           }
                     *         },
                     *         "created_at": "2026-01-31T09:15:00.000Z",
                     *         "updated_at": "2026-01-31T09:15:00.000Z"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Version"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    validateWorkflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkflowInput"];
            };
        };
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description Valid, or every fault at once. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": false,
                     *       "errors": [
                     *         {
                     *           "code": "ORC2002",
                     *           "message": "The edge 'e1' enters 'gone', which does not exist.",
                     *           "pointer": "/edges/0/target_node_id",
                     *           "edge_id": "e1"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ValidationResult"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWorkspace: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            "5XX": components["responses"]["ServerError"];
            /** @description The installation. */
            200: {
                headers: {
                    RateLimit: components["headers"]["RateLimit"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    "x-request-id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "0.1.0",
                     *       "storage": "Sqlite",
                     *       "durable": "embedded",
                     *       "key": {
                     *         "type": "api_key",
                     *         "id": "key_01k3z5w8q7m2n4p6r8t0v2x4y6",
                     *         "name": "Runner",
                     *         "scopes": [
                     *           "executions:read",
                     *           "executions:run"
                     *         ]
                     *       },
                     *       "limits": {
                     *         "body_bytes": 1048576,
                     *         "pinned_nodes": 90,
                     *         "per_key": {
                     *           "per_second": 500,
                     *           "burst": 1000
                     *         },
                     *         "per_ip": {
                     *           "per_second": 1000,
                     *           "burst": 2000
                     *         }
                     *       },
                     *       "retention": {
                     *         "execution_days": 30,
                     *         "event_days": 30,
                     *         "audit_days": 365
                     *       },
                     *       "http": {
                     *         "allow_private_networks": false
                     *       },
                     *       "cron": {
                     *         "tick_seconds": 1,
                     *         "max_queued_misfires": 100
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthenticated"];
            429: components["responses"]["TooManyRequests"];
            503: components["responses"]["Unavailable"];
        };
    };
}
