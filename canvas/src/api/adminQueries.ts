import { api, fetchApi, unwrap, unwrapTagged } from './client';
import type { ExecutionStatus } from './types';

/** Reading what the pages beside the editor show. Lists that grow are read a page at a time: `usePages(…)`. */
export interface PageOf<Item> {
  items: Item[];
  next_cursor: string | null;
}

const PAGE = 50;

export const workflowPages = (filter: { q?: string; tag?: string }) => ({
  queryKey: ['workflows', 'pages', filter] as const,
  queryFn: async (cursor: string | undefined) =>
    unwrap(
      await api.GET('/workflows', {
        params: { query: { ...filter, limit: PAGE, cursor, include: 'last_execution' } },
      }),
    ),
});

export const auditPages = (filter: { resource?: string; actor?: string }) => ({
  queryKey: ['audit', 'pages', filter] as const,
  queryFn: async (cursor: string | undefined) =>
    unwrap(await api.GET('/audit', { params: { query: { ...filter, limit: PAGE, cursor } } })),
});

/** Every workflow's id and name, for those whose key may read them. */
export const workflowNamesQuery = () => ({
  queryKey: ['workflows', 'names'] as const,
  queryFn: async () => unwrap(await api.GET('/workflows', { params: { query: { limit: 200 } } })).items,
});

export const webhooksQuery = (workflowId?: string) => ({
  queryKey: ['triggers', 'webhook', 'list', workflowId] as const,
  queryFn: async () =>
    unwrap(await api.GET('/triggers/webhook', { params: { query: { workflow_id: workflowId, limit: 200 } } })).items,
});

export const cronsQuery = (workflowId?: string) => ({
  queryKey: ['triggers', 'cron', 'list', workflowId] as const,
  queryFn: async () =>
    unwrap(await api.GET('/triggers/cron', { params: { query: { workflow_id: workflowId, limit: 200 } } })).items,
});

/** A trigger as it now is, with the ETag that changing it needs. */
export const readWebhook = async (id: string) =>
  unwrapTagged(await api.GET('/triggers/webhook/{id}', { params: { path: { id } } }));
export const readCron = async (id: string) =>
  unwrapTagged(await api.GET('/triggers/cron/{id}', { params: { path: { id } } }));

export const cronPreviewQuery = (cron: string, timezone: string) => ({
  queryKey: ['triggers', 'preview', cron, timezone] as const,
  queryFn: async () =>
    unwrap(await api.GET('/triggers/cron/preview', { params: { query: { cron, timezone, count: 5 } } })).times,
  retry: false,
  enabled: cron.trim() !== '',
});

/** What a trigger has started, newest first. */
export const firesQuery = (triggerId: string, status?: ExecutionStatus) => ({
  queryKey: ['executions', 'of-trigger', triggerId, status] as const,
  queryFn: async () =>
    unwrap(await api.GET('/executions', { params: { query: { trigger_id: triggerId, status, limit: 20 } } })).items,
});

export const keysQuery = () => ({
  queryKey: ['keys', 'list'] as const,
  queryFn: async () => unwrap(await api.GET('/api-keys', { params: { query: { limit: 200 } } })).items,
});

export const workspaceQuery = () => ({
  queryKey: ['workspace'] as const,
  queryFn: async () => unwrap(await api.GET('/workspace')),
  staleTime: 60_000,
});

export const healthQuery = () => ({
  queryKey: ['health', 'report'] as const,
  queryFn: async () => unwrap(await api.GET('/health')),
});

/** A property of the JSON Schema of a credential's secret. */
export interface SecretProperty {
  description?: string;
  enum?: string[];
  maxLength?: number;
  pattern?: string;
}

/** The JSON Schema of what a credential of some type holds. */
export interface SecretSchema {
  description?: string;
  properties?: Record<string, SecretProperty>;
  required?: string[];
}

interface OpenApi {
  components: {
    schemas: Record<string, SecretSchema> & {
      CredentialInput: {
        allOf: {
          if: { properties: { type: { const: string } } };
          then: { properties: { data: { $ref: string } } };
        }[];
      };
    };
  };
}

/** The credential types of the server, with the schema of the secret that each holds, as its own description of the API has them. */
export const credentialTypesQuery = () => ({
  queryKey: ['credential-types'] as const,
  queryFn: async (): Promise<Map<string, SecretSchema>> => {
    const { schemas } = ((await (await fetchApi('/openapi.json')).json()) as OpenApi).components;
    return new Map(
      schemas.CredentialInput.allOf.map((rule) => [
        rule.if.properties.type.const,
        schemas[rule.then.properties.data.$ref.split('/').pop() ?? ''] ?? {},
      ]),
    );
  },
  staleTime: Infinity,
});
