import type { ExecutionEvent } from '@/api/types';

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const START = Date.parse('2026-01-01T00:00:00.000Z');

export function event(
  seq: number,
  type: ExecutionEvent['type'],
  node_id: string | null = null,
  payload: Record<string, unknown> = {},
  at = seq * 10,
): ExecutionEvent {
  return {
    id: `evt_${seq}`,
    execution_id: 'exe_1',
    seq,
    ts: new Date(START + at).toISOString(),
    type,
    node_id,
    payload,
  };
}

/** Events as an execution could have them: nodes start, log, fail and try again, end or are skipped, in any interleaving. */
export function randomEvents(seed: number, nodes: number): ExecutionEvent[] {
  const next = random(seed);
  const pick = (most: number) => Math.floor(next() * most);
  const events: ExecutionEvent[] = [];
  let at = 0;
  const add = (type: ExecutionEvent['type'], node: string | null, payload = {}) =>
    events.push(event(events.length + 1, type, node, payload, (at += pick(40))));
  add('execution_start', null, { trigger: { type: 'api' } });
  const plans = Array.from({ length: nodes }, (_, index) => planOf(`n${index}`, next));
  while (plans.some((plan) => plan.length > 0)) {
    const open = plans.filter((plan) => plan.length > 0);
    const [type, node, payload] = open[pick(open.length)]?.shift() ?? (['log', null, {}] as const);
    add(type, node, payload);
  }
  add('execution_end', null, { status: 'succeeded', output: null });
  return events;
}

type Planned = [ExecutionEvent['type'], string, Record<string, unknown>];

function planOf(node: string, next: () => number): Planned[] {
  if (next() < 0.2) {
    return [['node_skipped', node, {}]];
  }
  const plan: Planned[] = [['node_start', node, { type: 'http_request' }]];
  const attempts = 1 + Math.floor(next() * 3);
  for (let attempt = 1; attempt < attempts; attempt++) {
    plan.push(['error', node, { code: 'ORC3001', message: 'No.', attempt, retry_in_ms: 20 }]);
  }
  if (next() < 0.5) {
    plan.push(['log', node, { level: next() < 0.5 ? 'info' : 'warning', message: `Line of ${node}` }]);
  }
  if (next() < 0.5) {
    plan.push(['state_change', node, { patch: { [node]: next(), last: node } }]);
  }
  const failed = next() < 0.25;
  plan.push([
    'node_end',
    node,
    {
      status: failed ? 'failed' : 'succeeded',
      output: failed ? null : { from: node },
      attempt: attempts,
      duration_ms: 5,
      ...(failed && { error: { code: 'ORC3001', message: 'No.' } }),
    },
  ]);
  return plan;
}
