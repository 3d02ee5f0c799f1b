import { api, unwrap, unwrapTagged } from './client';

/**
 * What TanStack Query needs to read each resource: `useQuery(workflowQuery(id))`. Keys begin with the resource's name, so that
 * `invalidateQueries({ queryKey: ['workflows'] })` renews everything about it.
 */
export const nodeTypesQuery = () => ({
  queryKey: ['nodes'] as const,
  queryFn: async () => unwrap(await api.GET('/nodes')).items,
  staleTime: Infinity,
});

export const workflowsQuery = (filter: { q?: string; tag?: string; page?: number; limit?: number } = {}) => ({
  queryKey: ['workflows', 'list', filter] as const,
  queryFn: async () => unwrap(await api.GET('/workflows', { params: { query: filter } })),
});

export const workflowQuery = (id: string) => ({
  queryKey: ['workflows', 'one', id] as const,
  queryFn: async () => unwrapTagged(await api.GET('/workflows/{id}', { params: { path: { id } } })),
});

export const versionsQuery = (id: string) => ({
  queryKey: ['workflows', 'versions', id] as const,
  queryFn: async () =>
    unwrap(await api.GET('/workflows/{id}/versions', { params: { path: { id }, query: { limit: 200 } } })),
});

export const executionsQuery = (filter: { workflow_id?: string; limit?: number } = {}) => ({
  queryKey: ['executions', 'list', filter] as const,
  queryFn: async () => unwrap(await api.GET('/executions', { params: { query: filter } })),
});

export const executionQuery = (id: string) => ({
  queryKey: ['executions', 'one', id] as const,
  queryFn: async () => unwrap(await api.GET('/executions/{id}', { params: { path: { id } } })),
});

export const credentialsQuery = () => ({
  queryKey: ['credentials', 'list'] as const,
  queryFn: async () => unwrap(await api.GET('/credentials', { params: { query: { limit: 200 } } })),
});
