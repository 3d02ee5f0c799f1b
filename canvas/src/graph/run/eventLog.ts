import type { ExecutionEvent } from '@/api/types';

export type EventType = ExecutionEvent['type'];
export type LogLevel = 'debug' | 'info' | 'warning' | 'error';

export const EVENT_TYPES: { type: EventType; label: string }[] = [
  { type: 'execution_start', label: 'Execution start' },
  { type: 'node_start', label: 'Node start' },
  { type: 'node_end', label: 'Node end' },
  { type: 'node_skipped', label: 'Node skipped' },
  { type: 'log', label: 'Log' },
  { type: 'state_change', label: 'State change' },
  { type: 'error', label: 'Error' },
  { type: 'execution_end', label: 'Execution end' },
];
export const LEVELS: LogLevel[] = ['debug', 'info', 'warning', 'error'];

export interface EventFilter {
  type?: EventType;
  nodeId?: string;
  /** The least level of what is shown. */
  level?: LogLevel;
  text?: string;
}

export function isFiltering({ type, nodeId, level, text }: EventFilter): boolean {
  return type !== undefined || nodeId !== undefined || level !== undefined || (text ?? '').trim() !== '';
}

/** The events that the filter lets through, in order. Every word of the text has to be in the event. */
export function filterEvents(events: readonly ExecutionEvent[], filter: EventFilter): readonly ExecutionEvent[] {
  if (!isFiltering(filter)) {
    return events;
  }
  const words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const least = filter.level === undefined ? -1 : LEVELS.indexOf(filter.level);
  return events.filter(
    (event) =>
      (filter.type === undefined || event.type === filter.type) &&
      (filter.nodeId === undefined || event.node_id === filter.nodeId) &&
      LEVELS.indexOf(levelOf(event)) >= least &&
      (words.length === 0 || holdsAll(searchText(event), words)),
  );
}

/** How grave an event is. What is no log line has a level too, so that "warning and above" leaves failures in. */
export function levelOf(event: ExecutionEvent): LogLevel {
  const { level, status } = event.payload as { level?: LogLevel; status?: string };
  switch (event.type) {
    case 'log':
      return level !== undefined && LEVELS.includes(level) ? level : 'info';
    case 'error':
      return 'error';
    case 'node_end':
    case 'execution_end':
      return status === 'failed' ? 'error' : 'info';
    default:
      return 'info';
  }
}

interface Payload {
  level?: string;
  message?: string;
  status?: string;
  type?: string;
  attempt?: number;
  retry_in_ms?: number;
  code?: string;
  duration_ms?: number;
  error?: { code: string; message: string };
  patch?: unknown;
  reused?: boolean;
  pinned?: boolean;
  output?: unknown;
}

/** What happened, in one line. */
export function describeEvent(event: ExecutionEvent): string {
  const payload = event.payload as Payload;
  switch (event.type) {
    case 'execution_start':
      return 'The execution started';
    case 'node_start':
      return payload.type ?? 'Started';
    case 'node_end':
      return describeEnd(payload);
    case 'node_skipped':
      return 'Skipped: nothing led to it';
    case 'log':
      return payload.message ?? '';
    case 'state_change':
      return typeof payload.patch === 'object' && payload.patch !== null
        ? `Set ${Object.keys(payload.patch).join(', ')}`
        : 'Set variables (a large change)';
    case 'error': {
      const again = payload.retry_in_ms === undefined ? '' : ` Tried again after ${payload.retry_in_ms} ms.`;
      const attempt = payload.attempt === undefined ? '' : `Attempt ${payload.attempt}: `;
      return `${attempt}${payload.message ?? ''} (${payload.code ?? ''})${again}`;
    }
    case 'execution_end':
      return payload.error === undefined
        ? `The execution ${payload.status ?? 'ended'}`
        : `${payload.error.message} (${payload.error.code})`;
    default:
      return '';
  }
}

function describeEnd({ status, error, duration_ms, attempt, reused, pinned, output }: Payload): string {
  if (reused === true || pinned === true) {
    return pinned === true ? 'Pinned output' : 'Result kept from the replayed execution';
  }
  const tries = (attempt ?? 1) > 1 ? `, attempt ${attempt}` : '';
  const value = error === undefined ? summarize(output) : `${error.message} (${error.code})`;
  return `${status === 'failed' ? 'Failed' : 'Succeeded'} in ${duration_ms ?? 0} ms${tries}: ${value}`;
}

const MOST = 160;

function summarize(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined');
  return text.length > MOST ? `${text.slice(0, MOST)}…` : text;
}

const texts = new WeakMap<ExecutionEvent, string>();

/** What the filter looks through; made once for each event. */
function searchText(event: ExecutionEvent): string {
  let text = texts.get(event);
  if (text === undefined) {
    text = `${event.seq} ${event.type} ${event.node_id ?? ''} ${JSON.stringify(event.payload)}`.toLowerCase();
    texts.set(event, text);
  }
  return text;
}

function holdsAll(text: string, words: string[]): boolean {
  return words.every((word) => text.includes(word));
}
