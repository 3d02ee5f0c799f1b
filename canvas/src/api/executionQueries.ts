import { api, unwrap } from './client';
import type { Checkpoint, CheckpointSummary, Execution, ExecutionStatus } from './types';

export interface ExecutionFilter {
  workflow_id?: string;
  status?: ExecutionStatus;
  trigger_id?: string;
  page?: number;
  limit?: number;
}

export const hasEnded = (status: ExecutionStatus): boolean =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled';

const LOOK = 1500;
const PAGE = 200;

export const filteredExecutionsQuery = (filter: ExecutionFilter) => ({
  queryKey: ['executions', 'list', filter] as const,
  queryFn: async () => unwrap(await api.GET('/executions', { params: { query: filter } })),
});

/** An execution, asked for again and again until it has ended: that it waits or is being cancelled is no event. */
export const liveExecutionQuery = (id: string) => ({
  queryKey: ['executions', 'one', id] as const,
  queryFn: async () => unwrap(await api.GET('/executions/{id}', { params: { path: { id } } })),
  refetchInterval: ({ state }: { state: { data?: Execution } }) =>
    state.data === undefined || hasEnded(state.data.status) ? (false as const) : LOOK,
});

/** What the execution runs. It never changes. */
export const executionDefinitionQuery = (id: string) => ({
  queryKey: ['executions', 'definition', id] as const,
  queryFn: async () => unwrap(await api.GET('/executions/{id}/definition', { params: { path: { id } } })),
  staleTime: Infinity,
});

/** The whole output of a node, which events have the beginning of only. */
export const wholeOutputQuery = (id: string, nodeId: string) => ({
  queryKey: ['executions', 'output', id, nodeId] as const,
  queryFn: () => findCheckpoint(id, (summary) => summary.node_id === nodeId),
  staleTime: Infinity,
});

/** `state` as it was after the event with that seq, or the nearest one before that has a checkpoint. */
export const stateSnapshotQuery = (id: string, seq: number) => ({
  queryKey: ['executions', 'state', id, seq] as const,
  queryFn: () => findCheckpoint(id, (summary) => summary.seq >= seq),
  staleTime: Infinity,
});

/** Triggers by which executions can be filtered; none where the key may not see them. */
export const triggerChoicesQuery = () => ({
  queryKey: ['triggers', 'choices'] as const,
  queryFn: async () => {
    const query = { limit: PAGE };
    const [cron, hooks] = await Promise.all([
      api.GET('/triggers/cron', { params: { query } }),
      api.GET('/triggers/webhook', { params: { query } }),
    ]);
    if (cron.response.status === 403) {
      return [];
    }
    return [
      ...unwrap(cron).items.map(({ id, cron: times, workflow_id }) => ({ id, label: `Cron ${times}`, workflow_id })),
      ...unwrap(hooks).items.map(({ id, workflow_id, auth }) => ({ id, label: `Webhook (${auth})`, workflow_id })),
    ];
  },
});

async function findCheckpoint(id: string, wanted: (summary: CheckpointSummary) => boolean): Promise<Checkpoint | null> {
  let cursor: string | undefined;
  do {
    const page = unwrap(
      await api.GET('/executions/{id}/checkpoints', { params: { path: { id }, query: { limit: PAGE, cursor } } }),
    );
    const found = page.items.find(wanted);
    if (found !== undefined) {
      return unwrap(await api.GET('/executions/{id}/checkpoints/{cid}', { params: { path: { id, cid: found.id } } }));
    }
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return null;
}
