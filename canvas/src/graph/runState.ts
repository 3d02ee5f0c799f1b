import type { ExecutionEvent, ExecutionStatus, WorkflowNode } from '@/api/types';
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
  /** The seq of patches that events have the beginning of only: the checkpoint that follows them knows. */
  cutPatches?: readonly number[];
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
  patch?: Record<string, unknown> | string;
  retry_in_ms?: number;
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
          status: 'running',
          attempt: 1,
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
    case 'error': {
      const node = id === undefined ? undefined : state.nodes[id];
      if (id !== undefined && node?.status === 'running' && payload.retry_in_ms !== undefined) {
        state.nodes[id] = { ...node, attempt: (payload.attempt ?? node.attempt) + 1 };
      }
      return;
    }
    case 'state_change':
      if (typeof payload.patch === 'object') {
        state.variables = { ...state.variables, ...payload.patch };
      } else {
        state.cutPatches = [...(state.cutPatches ?? []), event.seq];
      }
      return;
    case 'execution_end':
      state.status = (payload.status as ExecutionStatus | undefined) ?? 'succeeded';
      state.error = payload.error;
      return;
    default:
      return;
  }
}

/** What is known beside the events of where the run went. */
export interface RunGraph {
  /** The nodes, for what becomes of their failures. */
  nodes?: readonly WorkflowNode[];
  /** Whether the condition of an edge was met when its source ended; undefined when that cannot be told. */
  holds?(edge: Edge): boolean | undefined;
}

/** Which edges the run went along. The branch of a node that has several is told by what it put out and by what came to run behind it. */
export function edgesTaken(edges: readonly Edge[], state: RunState, graph: RunGraph = {}): Record<string, boolean> {
  const taken: Record<string, boolean> = {};
  const onError = new Map(graph.nodes?.map((node) => [node.id, node.on_error]));
  for (const edge of edges) {
    const source = state.nodes[edge.source_node_id];
    const target = state.nodes[edge.target_node_id];
    if (source === undefined || target === undefined || target.status === 'skipped') {
      continue;
    }
    const routed = onError.get(edge.source_node_id) === 'route';
    taken[edge.id] = leaves(edge, source, state.outputs[edge.source_node_id], routed) && (graph.holds?.(edge) ?? true);
  }
  return taken;
}

function leaves(edge: Edge, source: NodeRun, output: unknown, routed: boolean): boolean {
  const handle = edge.source_handle ?? '';
  if (handle === 'error') {
    return source.status === 'failed';
  }
  if (handle === 'true' || handle === 'false') {
    return source.status === 'succeeded' && String((output as { result?: unknown } | null)?.result) === handle;
  }
  return source.status === 'succeeded' || (source.status === 'failed' && !routed);
}
