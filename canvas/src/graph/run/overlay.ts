import type { ExecutionStatus, WorkflowNode } from '@/api/types';
import type { Edge } from '../document';
import type { NodeRun, RunState } from '../runState';

const QUEUED: NodeRun = { status: 'queued', attempt: 0 };
const WAITS = 'delay';

/**
 * The nodes as the canvas shows them: those that events tell of, those that are next (queued), and of those that run the ones that
 * only wait. A node that looks as before is the same object as before, so that it is not drawn again.
 */
export function overlay(
  nodes: readonly WorkflowNode[],
  edges: readonly Edge[],
  state: RunState,
  status: ExecutionStatus,
  before: Record<string, NodeRun> = {},
): Record<string, NodeRun> {
  const open = status !== 'succeeded' && status !== 'failed' && status !== 'cancelled';
  const next = open ? queued(nodes, edges, state) : new Set<string>();
  const shown: Record<string, NodeRun> = {};
  for (const node of nodes) {
    const run = state.nodes[node.id];
    if (run === undefined) {
      if (next.has(node.id)) {
        shown[node.id] = QUEUED;
      }
      continue;
    }
    const waits = run.status === 'running' && open && (node.type === WAITS || status === 'waiting');
    const now = waits ? { ...run, status: 'waiting' as const } : run;
    const old = before[node.id];
    shown[node.id] = old !== undefined && same(old, now) ? old : now;
  }
  return shown;
}

/** Nodes whose way is open: all that lead to them have ended, and one did not skip. */
function queued(nodes: readonly WorkflowNode[], edges: readonly Edge[], state: RunState): Set<string> {
  const into = new Map<string, Edge[]>();
  for (const edge of edges) {
    into.set(edge.target_node_id, [...(into.get(edge.target_node_id) ?? []), edge]);
  }
  const found = new Set<string>();
  for (const { id } of nodes) {
    const sources = (into.get(id) ?? []).map((edge) => state.nodes[edge.source_node_id]);
    const ended = sources.every(
      (run) => run?.status === 'succeeded' || run?.status === 'failed' || run?.status === 'skipped',
    );
    if (
      state.nodes[id] === undefined &&
      ended &&
      (sources.length === 0 || sources.some((run) => run?.status !== 'skipped'))
    ) {
      found.add(id);
    }
  }
  return found;
}

function same(a: NodeRun, b: NodeRun): boolean {
  return (
    a.status === b.status &&
    a.attempt === b.attempt &&
    a.startedAt === b.startedAt &&
    a.durationMs === b.durationMs &&
    a.error?.message === b.error?.message &&
    a.reused === b.reused &&
    a.pinned === b.pinned
  );
}
