import type { ExecutionEvent, ExecutionStatus } from '@/api/types';
import type { Edge } from './document';

export type NodeRunStatus = 'queued' | 'running' | 'waiting' | 'succeeded' | 'failed' | 'skipped';

export interface NodeRun {
  status: NodeRunStatus;
  attempt: number;
  startedAt?: string;
  durationMs?: number;
  error?: { code: string; message: string };
  /** The result was taken over from another execution, or was pinned. */
  reused?: boolean;
  pinned?: boolean;
}

export interface RunState {
  nodes: Record<string, NodeRun>;
  outputs: Record<string, unknown>;
  /** Variables, with every patch so far. */
  variables: Record<string, unknown>;
  status: ExecutionStatus;
  error?: { code: string; message: string; node_id?: string | null };
}

export const NOT_STARTED: RunState = { nodes: {}, outputs: {}, variables: {}, status: 'queued' };

interface Payload {
  status?: string;
  output?: unknown;
  duration_ms?: number;
  attempt?: number;
  error?: { code: string; message: string };
  reused?: boolean;
  pinned?: boolean;
  patch?: Record<string, unknown>;
  waiting?: boolean;
}

/** What an execution looks like after some events; given the state before, only the new ones are needed. */
export function applyEvents(before: RunState, events: readonly ExecutionEvent[]): RunState {
  if (events.length === 0) {
    return before;
  }
  const state: RunState = { ...before, nodes: { ...before.nodes }, outputs: { ...before.outputs } };
  for (const event of events) {
    applyEvent(state, event);
  }
  return state;
}

function applyEvent(state: RunState, event: ExecutionEvent): void {
  const payload = event.payload as Payload;
  const id = event.node_id ?? undefined;
  switch (event.type) {
    case 'execution_start':
      state.status = 'running';
      return;
    case 'node_start':
      if (id !== undefined) {
        state.nodes[id] = {
          status: payload.status === 'waiting' ? 'waiting' : 'running',
          attempt: payload.attempt ?? 1,
          startedAt: event.ts,
        };
      }
      return;
    case 'node_end':
      if (id !== undefined) {
        state.nodes[id] = {
          ...state.nodes[id],
          status: payload.status === 'failed' ? 'failed' : 'succeeded',
          attempt: payload.attempt ?? 1,
          durationMs: payload.duration_ms,
          error: payload.error,
          reused: payload.reused,
          pinned: payload.pinned,
        };
        state.outputs[id] = payload.output;
      }
      return;
    case 'node_skipped':
      if (id !== undefined) {
        state.nodes[id] = { status: 'skipped', attempt: 0 };
      }
      return;
    case 'state_change':
      state.variables = { ...state.variables, ...payload.patch };
      return;
    case 'execution_end':
      state.status = (payload.status as ExecutionStatus | undefined) ?? 'succeeded';
      state.error = payload.error;
      return;
    default:
      return;
  }
}

/** Which edges the run went along. The branch of a node that has several is told by what it put out and by what came to run behind it. */
export function edgesTaken(edges: readonly Edge[], state: RunState): Record<string, boolean> {
  const taken: Record<string, boolean> = {};
  for (const edge of edges) {
    const source = state.nodes[edge.source_node_id];
    const target = state.nodes[edge.target_node_id];
    if (source === undefined || target === undefined || target.status === 'skipped') {
      continue;
    }
    taken[edge.id] = leaves(edge, source, state.outputs[edge.source_node_id]);
  }
  return taken;
}

function leaves(edge: Edge, source: NodeRun, output: unknown): boolean {
  const handle = edge.source_handle ?? '';
  if (handle === 'error') {
    return source.status === 'failed';
  }
  if (handle === 'true' || handle === 'false') {
    return source.status === 'succeeded' && String((output as { result?: unknown } | null)?.result) === handle;
  }
  return source.status === 'succeeded' || source.status === 'failed';
}
