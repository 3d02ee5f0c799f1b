import { describe, expect, it } from 'vitest';
import { applyEvents, NOT_STARTED } from '../runState';
import { compareRuns, differs } from './compare';
import { faultPlace } from './faultPlace';
import { RunHistory } from './history';
import { overlay } from './overlay';
import { event, randomEvents } from './random.testing';
import { conditionsHeld, inputOf } from './scope';
import { parsed, readTranscript, transcriptSoFar } from './transcript';

const node = (id: string, config: Record<string, unknown> = {}, type = 'set_variable') => ({ id, type, config });
const edge = (source_node_id: string, target_node_id: string, condition?: string) => ({
  id: `${source_node_id}-${target_node_id}`,
  source_node_id,
  target_node_id,
  condition,
});
const end = (id: string, output: unknown, seq = 1) =>
  event(seq, 'node_end', id, { status: 'succeeded', output, duration_ms: 5 });

describe('the overlay', () => {
  const nodes = [node('a'), node('b'), node('wait', {}, 'delay'), node('c')];
  const edges = [edge('a', 'b'), edge('a', 'wait'), edge('b', 'c'), edge('wait', 'c')];

  it('shows what is next as queued, and a delay as waiting', () => {
    const state = applyEvents(NOT_STARTED, [end('a', 1), event(2, 'node_start', 'wait')]);
    const shown = overlay(nodes, edges, state, 'running');
    expect(Object.entries(shown).map(([id, run]) => `${id} ${run.status}`)).toEqual([
      'a succeeded',
      'b queued',
      'wait waiting',
    ]);
    expect(overlay(nodes, edges, state, 'cancelled')['b']).toBeUndefined();
    expect(overlay(nodes, edges, NOT_STARTED, 'queued')).toMatchObject({ a: { status: 'queued' } });
  });

  it('keeps what has not changed', () => {
    const history = RunHistory.of([event(1, 'node_start', 'a'), end('a', 1, 2), event(3, 'node_start', 'b')]);
    const before = overlay(nodes, edges, history.at(2), 'running');
    const after = overlay(nodes, edges, RunHistory.of(history.events).at(3), 'running', before);
    expect(after['a']).toBe(before['a']);
    expect(after['b']).not.toBe(before['b']);
  });
});

describe('what a node was given', () => {
  const given = { executionId: 'exe_1', input: { city: 'Oslo' }, trigger: { type: 'api' } };

  it('is its config filled in, with the outputs that led to it', () => {
    const state = applyEvents(NOT_STARTED, [
      end('a', { body: { t: 20 } }),
      event(2, 'state_change', 'a', { patch: { x: 1 } }),
    ]);
    const target = node('b', {
      url: 'http://{{ input.city }}/{{ state.x }}',
      body: { t: '{{ nodes.a.output.body.t }}' },
      bad: '{{ nodes.z.output.q }}',
    });
    expect(inputOf(target, [edge('a', 'b'), edge('z', 'b')], state, given)).toEqual({
      from: { a: { body: { t: 20 } } },
      config: { url: 'http://Oslo/1', body: { t: 20 }, bad: '{{ nodes.z.output.q }}' },
      unknown: ['/bad'],
    });
  });

  it('and conditions are judged as their source left things', () => {
    const history = RunHistory.of([
      event(1, 'state_change', 'a', { patch: { x: 1 } }),
      end('a', 1, 2),
      event(3, 'state_change', 'b', { patch: { x: 2 } }),
      end('b', 1, 4),
    ]);
    const holds = conditionsHeld(history, given);
    expect([holds(edge('a', 'c', 'state.x === 1')), holds(edge('b', 'c', '{{ state.x === 1 }}'))]).toEqual([
      true,
      false,
    ]);
    expect([holds(edge('a', 'd')), holds(edge('z', 'c', 'true')), holds(edge('a', 'e', 'no such'))]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('two runs side by side', () => {
  it('are alike with themselves, and differ where they do', () => {
    const run = RunHistory.of(randomEvents(9, 30)).at(Infinity);
    expect(compareRuns(run, structuredClone(run)).some(differs)).toBe(false);
    const [a, b] = [
      applyEvents(NOT_STARTED, [end('a', 1), end('b', 1)]),
      applyEvents(NOT_STARTED, [end('a', 2), event(2, 'node_skipped', 'c')]),
    ];
    const rows = compareRuns(a, b, ['b', 'a']);
    expect(rows.map((row) => [row.nodeId, row.statusDiffers, row.outputDiffers, row.slower])).toEqual([
      ['b', true, true, undefined],
      ['a', false, true, 0],
      ['c', true, false, undefined],
    ]);
  });
});

describe('the field of an error', () => {
  it.each([
    [
      'its expression',
      'The expression `nodes.a.output.x.y` fails at line 1, column 3: x is undefined.',
      '/config/body/0',
    ],
    ['what it quotes', "The host 'nowhere.invalid' cannot be found.", '/config/url'],
    ['its type', 'It took too long.', '/config/url'],
  ])('is found by %s', (_, message, place) => {
    const target = node('n', { url: 'http://nowhere.invalid/x', body: ['{{ nodes.a.output.x.y }}'] }, 'http_request');
    expect(faultPlace(target, { code: 'ORC3001', message })).toBe(place);
  });

  it('is told by the error itself where it does', () => {
    expect(faultPlace(node('n'), { code: 'ORC3001', message: '', details: { pointer: '/values/x' } })).toBe(
      '/config/values/x',
    );
    expect(faultPlace(node('n'), { code: 'ORC3001', message: 'No.' })).toBe('');
  });
});

describe('the transcript of an agent', () => {
  it('is read out of an output, and of nothing else', () => {
    const output = {
      text: 'Done',
      usage: { tokens_in: 5, tokens_out: 7, cost: 0.1 },
      turns: [
        {
          turn: 1,
          tool_calls: [{ name: 'look', arguments: '{"q":1}', result: '[1]', is_error: false, duration_ms: 3 }],
          usage: { tokens_in: 5, tokens_out: 7 },
        },
      ],
    };
    expect(readTranscript(output)).toMatchObject({
      text: 'Done',
      usage: { cost: 0.1 },
      turns: [{ tool_calls: [{ name: 'look', result: '[1]' }] }],
    });
    expect([null, 'x', {}, [], { turns: 'no' }].map(readTranscript)).toEqual(Array(5).fill(undefined));
    expect(readTranscript({ turns: [{}, 3, { text: 'x' }] })?.turns.map(({ turn }) => turn)).toEqual([1, 2]);
    expect([parsed('{"q":1}'), parsed('plain')]).toEqual([{ q: 1 }, 'plain']);
  });

  it('grows with what the agent writes to its log', () => {
    const log = (seq: number, fields: unknown) => event(seq, 'log', 'a', { level: 'info', message: '…', fields });
    const asked = [{ name: 'look', arguments: '{}' }];
    const events = [
      log(1, { kind: 'model_call', turn: 1, text: 'Let me look.', tool_calls: asked, tokens_in: 5, tokens_out: 2 }),
      log(2, { kind: 'tool_call', turn: 1, index: 0, name: 'look', arguments: '{}', result: '[1]', duration_ms: 4 }),
      log(3, { kind: 'model_call', turn: 2, text: 'Done', tool_calls: [], tokens_in: 7, tokens_out: 3 }),
      log(4, 'something else'),
    ];
    expect(transcriptSoFar(events.slice(0, 1), 'a')?.turns[0]?.tool_calls[0]?.result).toBeUndefined();
    expect(transcriptSoFar(events, 'a')).toMatchObject({
      text: 'Done',
      usage: { tokens_in: 12, tokens_out: 5 },
      turns: [{ tool_calls: [{ name: 'look', result: '[1]' }] }, { turn: 2 }],
    });
    expect(transcriptSoFar(events, 'b')).toBeUndefined();
  });
});
