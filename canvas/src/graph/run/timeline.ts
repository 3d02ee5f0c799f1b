import type { ExecutionEvent } from '@/api/types';
import type { NodeRunStatus } from '../runState';

/** One try of a node. Times are milliseconds from the beginning of the run. */
export interface AttemptBar {
  attempt: number;
  start: number;
  /** Undefined while it runs. */
  end?: number;
  status: 'running' | 'succeeded' | 'failed';
  message?: string;
}

export interface TimelineRow {
  nodeId: string;
  status: NodeRunStatus;
  /** The step that ends the row's node, or that began it. */
  step: number;
  start: number;
  end?: number;
  attempts: AttemptBar[];
  reused?: boolean;
  pinned?: boolean;
}

export interface Timeline {
  /** When the run began, as the clock has it. */
  origin: number;
  /** The time of the last event. */
  length: number;
  rows: TimelineRow[];
  ended: boolean;
}

interface Payload {
  attempt?: number;
  retry_in_ms?: number;
  message?: string;
  status?: string;
  duration_ms?: number;
  reused?: boolean;
  pinned?: boolean;
  error?: { message: string };
}

/** The nodes of a run in the order in which they began, with their attempts. Skipped nodes have a place and no bar. */
export function timelineOf(events: readonly ExecutionEvent[]): Timeline {
  const origin = Date.parse(events[0]?.ts ?? '');
  const rows = new Map<string, TimelineRow>();
  let length = 0;
  let ended = false;
  events.forEach((event, index) => {
    const at = Math.max(0, Date.parse(event.ts) - origin);
    length = Math.max(length, at);
    ended ||= event.type === 'execution_end';
    if (event.node_id !== undefined && event.node_id !== null) {
      place(rows, event, event.node_id, at, index + 1);
    }
  });
  return { origin, length, rows: [...rows.values()].sort((a, b) => a.start - b.start || a.step - b.step), ended };
}

function place(rows: Map<string, TimelineRow>, event: ExecutionEvent, nodeId: string, at: number, step: number): void {
  const payload = event.payload as Payload;
  const row = rows.get(nodeId);
  switch (event.type) {
    case 'node_start':
      rows.set(nodeId, {
        nodeId,
        status: 'running',
        step,
        start: at,
        attempts: [{ attempt: 1, start: at, status: 'running' }],
      });
      return;
    case 'node_skipped':
      rows.set(nodeId, { nodeId, status: 'skipped', step, start: at, end: at, attempts: [] });
      return;
    case 'error':
      if (row !== undefined && row.end === undefined && payload.retry_in_ms !== undefined) {
        close(row, at, 'failed', payload.message);
        row.attempts.push({
          attempt: (payload.attempt ?? row.attempts.length) + 1,
          start: at + payload.retry_in_ms,
          status: 'running',
        });
      }
      return;
    case 'node_end': {
      const start = row?.start ?? Math.max(0, at - (payload.duration_ms ?? 0));
      const closed = row ?? {
        nodeId,
        status: 'running',
        step,
        start,
        attempts: [{ attempt: 1, start, status: 'running' }],
      };
      const status = payload.status === 'failed' ? 'failed' : 'succeeded';
      close(closed, at, status, payload.error?.message);
      Object.assign(closed, { status, step, end: at, reused: payload.reused, pinned: payload.pinned });
      rows.set(nodeId, closed as TimelineRow);
      return;
    }
    default:
      return;
  }
}

function close(row: { attempts: AttemptBar[] }, at: number, status: AttemptBar['status'], message?: string): void {
  const last = row.attempts.at(-1);
  if (last !== undefined && last.end === undefined) {
    // A retry that was cut short has not begun when the node ends.
    last.start = Math.min(last.start, at);
    last.end = at;
    last.status = status;
    last.message = message;
  }
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400].map(
    (seconds) => seconds * 1000,
  ),
);

/** Where the axis from `from` to `to` is marked, at most about `most` times. */
export function ticks(from: number, to: number, most: number): number[] {
  const span = Math.max(1, to - from);
  const step = STEPS.find((size) => span / size <= most) ?? Math.ceil(span / most);
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}

export interface Span {
  from: number;
  to: number;
}

const SHORTEST = 5;

/** The part of `whole` that is seen after zooming by `factor` (below 1 comes nearer), with the time `around` staying in its place. */
export function zoom(view: Span, whole: Span, factor: number, around: number): Span {
  const all = Math.max(SHORTEST, whole.to - whole.from);
  const width = Math.max(SHORTEST, Math.min(all, (view.to - view.from) * factor));
  const share = (around - view.from) / Math.max(1, view.to - view.from);
  return within({ from: around - share * width, to: around + (1 - share) * width }, whole);
}

/** Moves the view by a part of its width. */
export function pan(view: Span, whole: Span, share: number): Span {
  const by = (view.to - view.from) * share;
  return within({ from: view.from + by, to: view.to + by }, whole);
}

function within(view: Span, whole: Span): Span {
  const width = view.to - view.from;
  const from = Math.max(whole.from, Math.min(view.from, Math.max(whole.from, whole.to - width)));
  return { from, to: from + width };
}
