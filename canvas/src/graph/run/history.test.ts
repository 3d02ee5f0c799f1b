import { describe, expect, it } from 'vitest';
import { applyEvents, edgesTaken, NOT_STARTED } from '../runState';
import { RunHistory } from './history';
import { event, randomEvents } from './random.testing';

describe('the history of a run', () => {
  it.each([1, 2, 3, 4, 5])('shows at every step what folding from the beginning shows (seed %i)', (seed) => {
    const events = randomEvents(seed, 150);
    const history = RunHistory.of(events);
    for (let step = 0; step <= events.length; step += 1 + (step % 7)) {
      expect(history.at(step)).toEqual(applyEvents(NOT_STARTED, events.slice(0, step)));
    }
    expect(history.at(events.length + 10)).toEqual(history.at(events.length));
  });

  it.each([6, 7, 8])('is the same whether events come at once or in pieces (seed %i)', (seed) => {
    const events = randomEvents(seed, 150);
    let history = RunHistory.of([]);
    for (let from = 0; from < events.length; from += 1 + ((seed * from) % 97)) {
      history = history.extend(events.slice(0, from + 1));
    }
    history = history.extend(events);
    const whole = RunHistory.of(events);
    for (const step of [0, 1, 199, 200, 201, 399, 400, 401, events.length]) {
      expect(history.at(step)).toEqual(whole.at(step));
    }
  });

  it('begins anew with another execution', () => {
    const history = RunHistory.of(randomEvents(1, 100));
    expect(history.extend([event(1, 'execution_start')]).at(5).nodes).toEqual({});
  });

  it('knows the patches that events have the beginning of only', () => {
    const state = applyEvents(NOT_STARTED, [
      event(1, 'state_change', 'a', { patch: { x: 1 } }),
      event(2, 'state_change', 'b', { patch: '{"y":"long', truncated: true }),
    ]);
    expect(state.variables).toEqual({ x: 1 });
    expect(state.cutPatches).toEqual([2]);
  });

  it('counts an attempt as soon as the one before has failed', () => {
    const state = applyEvents(NOT_STARTED, [
      event(1, 'node_start', 'a'),
      event(2, 'error', 'a', { code: 'ORC3001', message: 'No.', attempt: 1, retry_in_ms: 500 }),
    ]);
    expect(state.nodes['a']).toMatchObject({ status: 'running', attempt: 2 });
  });
});

describe('the edges that a run went along', () => {
  const end = (node: string, status = 'succeeded', output: unknown = null) =>
    event(1, 'node_end', node, { status, output });
  const edge = (id: string, source_node_id: string, target_node_id: string, more = {}) => ({
    id,
    source_node_id,
    target_node_id,
    ...more,
  });

  it('are told by branch, by what became of a failure, and by conditions', () => {
    const state = applyEvents(NOT_STARTED, [
      end('if', 'succeeded', { result: true }),
      end('broken', 'failed'),
      end('join'),
      event(1, 'node_skipped', 'no'),
    ]);
    const edges = [
      edge('yes', 'if', 'join', { source_handle: 'true' }),
      edge('no', 'if', 'join', { source_handle: 'false' }),
      edge('skipped', 'if', 'no', { source_handle: 'true' }),
      edge('rescue', 'broken', 'join', { source_handle: 'error' }),
      edge('ordinary', 'broken', 'join'),
      edge('unmet', 'if', 'join', { condition: 'false' }),
    ];
    const nodes = [{ id: 'broken', type: 'http_request', on_error: 'route' as const }];
    expect(edgesTaken(edges, state, { nodes, holds: ({ id }) => id !== 'unmet' })).toEqual({
      yes: true,
      no: false,
      rescue: true,
      ordinary: false,
      unmet: false,
    });
  });
});
