import { describe, expect, it } from 'vitest';
import type { ExecutionEvent } from '@/api/types';
import { outputHandles, searchTypes } from './catalog';
import { diffDocuments, isEmptyDiff, marksOf } from './diff';
import { move } from './edit';
import { fromEntryText, toEntryText } from './entryText';
import { arrange, NODE_WIDTH } from './layout';
import { pinnedOutputs, pinOf, withPin } from './pins';
import { applyEvents, edgesTaken, NOT_STARTED } from './runState';
import { fieldKind, fieldLabel } from './schema';
import { CATALOG, edge, graph, node } from './testing';

describe('layout', () => {
  it('goes from left to right, branches in the order of their handles, nothing on top of another', async () => {
    const nodes = [node('no'), node('if', 'if_else'), node('yes'), node('start', 'manual_trigger')];
    const edges = [
      edge('start', 'if'),
      edge('if', 'no', { source_handle: 'false' }),
      edge('if', 'yes', { source_handle: 'true' }),
    ];
    const places = await arrange(nodes, edges, CATALOG);
    const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN };
    expect(at('start').x + NODE_WIDTH).toBeLessThan(at('if').x);
    expect(at('if').x + NODE_WIDTH).toBeLessThan(at('yes').x);
    expect(at('yes').x).toBe(at('no').x);
    expect(at('yes').y).toBeLessThan(at('no').y);
  });

  it('places five hundred nodes', async () => {
    const nodes = Array.from({ length: 500 }, (_, index) => node(`n${index}`));
    const edges = nodes.slice(1).map((one, index) => edge(`n${Math.floor(index / 2)}`, one.id));
    const places = await arrange(nodes, edges, CATALOG);
    expect(new Set([...places.values()].map(({ x, y }) => `${x},${y}`)).size).toBe(500);
  });
});

describe('differences', () => {
  const before = graph([node('a'), node('b'), node('gone')], [edge('a', 'b')]);
  const after = graph(
    [node('a', 'http_request', { config: { url: 'http://y' } }), node('b'), node('new')],
    [edge('a', 'b'), edge('b', 'new')],
    { name: 'Other' },
  );

  it('tell each field', () => {
    const diff = diffDocuments(before, after);
    expect(diff.nodes.added.map(({ id }) => id)).toEqual(['new']);
    expect(diff.nodes.removed.map(({ id }) => id)).toEqual(['gone']);
    expect(diff.nodes.changed).toEqual([
      { id: 'a', changes: [{ pointer: '/config/url', before: 'http://x', after: 'http://y' }] },
    ]);
    expect(diff.settings).toEqual([{ pointer: '/name', before: 'Test', after: 'Other' }]);
    expect(isEmptyDiff(diffDocuments(before, before))).toBe(true);
  });

  it('of the place alone are not marked', () => {
    expect(marksOf(diffDocuments(before, move(before, new Map([['a', { x: 9, y: 9 }]])))).nodes).toEqual({});
    expect(marksOf(diffDocuments(before, after)).nodes).toMatchObject({
      a: { kind: 'changed' },
      gone: { kind: 'removed' },
      new: { kind: 'added' },
    });
  });
});

describe('a run', () => {
  const event = (seq: number, type: ExecutionEvent['type'], node_id: string | null, payload: object) =>
    ({
      id: `e${seq}`,
      execution_id: 'x',
      seq,
      ts: `2026-01-01T00:00:0${seq}.000Z`,
      type,
      node_id,
      payload,
    }) as ExecutionEvent;
  const events = [
    event(1, 'execution_start', null, {}),
    event(2, 'node_start', 'if', { attempt: 1 }),
    event(3, 'node_end', 'if', { status: 'succeeded', output: { result: false }, duration_ms: 4, attempt: 2 }),
    event(4, 'node_skipped', 'yes', {}),
    event(5, 'node_start', 'no', {}),
    event(6, 'state_change', 'no', { patch: { a: 1 } }),
    event(7, 'node_end', 'no', { status: 'failed', error: { code: 'ORC3001', message: 'No.' }, attempt: 1 }),
    event(8, 'node_start', 'sorry', {}),
    event(9, 'execution_end', null, { status: 'failed' }),
  ];

  it('is what its events say, at once or one by one', () => {
    const whole = applyEvents(NOT_STARTED, events);
    expect(whole).toMatchObject({
      status: 'failed',
      variables: { a: 1 },
      nodes: {
        if: { status: 'succeeded', attempt: 2, durationMs: 4 },
        yes: { status: 'skipped' },
        no: { status: 'failed' },
      },
    });
    expect(events.reduce((state, one) => applyEvents(state, [one]), NOT_STARTED)).toEqual(whole);
    expect(NOT_STARTED.nodes).toEqual({});
  });

  it('went along the edges whose branch it took', () => {
    const edges = [
      edge('if', 'yes', { source_handle: 'true' }),
      edge('if', 'no', { source_handle: 'false' }),
      edge('no', 'sorry', { source_handle: 'error' }),
    ];
    expect(edgesTaken(edges, applyEvents(NOT_STARTED, events))).toEqual({ 'if-no': true, 'no-sorry': true });
  });
});

describe('pins', () => {
  it('are kept in the node, as long as they fit', () => {
    const ui = withPin(node('a'), { output: null });
    const pinned = node('a', 'http_request', { ui });
    expect(pinOf(pinned)).toEqual({ output: null });
    expect(pinnedOutputs([pinned, node('b')])).toEqual({ a: null });
    expect(withPin(pinned, undefined)).toEqual({ x: 0, y: 0 });
    expect(withPin(pinned, { output: 'x'.repeat(5000) })).toBeUndefined();
    expect(pinnedOutputs([node('b')])).toBeUndefined();
  });
});

describe('forms', () => {
  it.each<[string, object, string]>([
    ['condition', { type: 'string', format: 'orcheo-expression' }, 'expression'],
    ['code', { type: 'string' }, 'code'],
    ['method', { type: 'string', enum: ['a'] }, 'enum'],
    ['x', { type: ['boolean', 'null'] }, 'boolean'],
    ['x', { type: 'integer' }, 'number'],
    ['headers', { type: 'object', additionalProperties: { type: ['string', 'null'] } }, 'map'],
    ['values', { type: 'object' }, 'map'],
    ['allowed', { type: 'array', items: { type: 'string' } }, 'list'],
    ['tools', { type: 'array', items: { type: 'object' } }, 'json'],
    ['body', {}, 'json'],
  ])('%s %j is edited as %s', (name, schema, kind) => {
    expect(fieldKind(name, schema)).toBe(kind);
  });

  it('label fields legibly', () => {
    expect(fieldLabel('max_response_bytes')).toBe('Max response bytes');
    expect(fieldLabel('base_url')).toBe('Base URL');
  });

  it.each([42, true, null, 'text', '42', '"quoted"', '{{ state.x }}', [1, 'a'], { a: 1 }, ''])(
    'values in rows come back as they were: %j',
    (value) => {
      expect(fromEntryText(toEntryText(value))).toEqual(value);
    },
  );
});

it('handles follow the type, and on_error', () => {
  expect(outputHandles(node('a'), CATALOG.get('http_request'))).toEqual(['']);
  expect(outputHandles(node('a', 'if_else', { on_error: 'route' }), CATALOG.get('if_else'))).toEqual([
    'true',
    'false',
    'error',
  ]);
});

it('the palette finds by any word', () => {
  expect(searchTypes([...CATALOG.values()], 'trig').map(({ label, types }) => [label, types.length])).toEqual([
    ['Triggers', 1],
  ]);
  expect(searchTypes([...CATALOG.values()], 'nothing like it')).toEqual([]);
});
