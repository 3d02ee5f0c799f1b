import { describe, expect, it } from 'vitest';
import type { Fault } from '@/api/types';
import { CATALOG, edge, graph, node } from './testing';
import { mergeFindings, validate } from './validate';

const errors = (config: Record<string, unknown>, type = 'http_request') =>
  validate(graph([node('start', 'manual_trigger'), node('x', type, { config })], [edge('start', 'x')]), CATALOG)
    .filter((finding) => finding.severity === 'error')
    .map(({ pointer, message }) => `${pointer} ${message}`);

describe('the config', () => {
  it.each([
    [{}, '/nodes/1/config/url This is needed.'],
    [{ url: '' }, '/nodes/1/config/url This is needed.'],
    [{ url: 5 }, '/nodes/1/config/url This has to be a text.'],
    [{ url: 'x', method: 'SING' }, '/nodes/1/config/method This has to be one of GET, POST.'],
    [{ url: 'x', timeout_seconds: 0 }, '/nodes/1/config/timeout_seconds This has to be more than 0.'],
    [{ url: 'x', other: 1 }, '/nodes/1/config/other This node type has no “other”.'],
    [{ url: 'x', headers: { a: true } }, '/nodes/1/config/headers/a This has to be a text or a number.'],
    [{ url: '{{ input.' }, '/nodes/1/config/url A template is not closed: }} is missing.'],
    [{ url: '{{ 1 + }}' }, '/nodes/1/config/url The expression ends too early.'],
    [{ url: '{{ nodes.gone.output }}' }, '/nodes/1/config/url There is no node “gone”.'],
    [{ url: '{{ window.x }}' }, /There is no “window”/],
  ])('%j', (config, expected) => {
    const found = errors(config);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      expected instanceof RegExp ? expected : new RegExp(`^${expected.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
  });

  it('takes a template in the place of any type', () => {
    expect(errors({ url: '{{ input.url }}', method: '{{ input.m }}', timeout_seconds: '{{ 1 + 1 }}' })).toEqual([]);
  });

  it('takes a bare expression where the schema says so', () => {
    expect(errors({ condition: 'nodes.start.output.x > 1' }, 'if_else')).toEqual([]);
    expect(errors({ condition: 'x = 1' }, 'if_else')).toHaveLength(1);
  });
});

describe('the graph', () => {
  it('tells of an expression about a node that does not run before', () => {
    const later = graph(
      [node('a', 'http_request', { config: { url: '{{ nodes.b.output }}' } }), node('b')],
      [edge('a', 'b')],
    );
    expect(validate(later, CATALOG)).toMatchObject([{ nodeId: 'a', code: 'ORC2015' }]);
  });

  it('warns of what nothing leads to, and of branches that lead nowhere', () => {
    const loose = graph([node('start', 'manual_trigger'), node('if', 'if_else', { config: { condition: 'true' } })]);
    expect(validate(loose, CATALOG).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      expect.stringMatching(/^warning: Nothing leads here/),
      expect.stringMatching(/^warning: None of its branches/),
    ]);
  });
});

it('the server has the last word about a place, and warnings stay', () => {
  const local = validate(graph([node('start', 'manual_trigger'), node('x', 'http_request', { config: {} })]), CATALOG);
  const server: Fault[] = [{ code: 'ORC2005', message: 'Said better.', pointer: '/nodes/1/config/url', node_id: 'x' }];
  expect(mergeFindings(local, server).map(({ message }) => message)).toEqual([
    'Said better.',
    expect.stringMatching(/Nothing leads here/),
  ]);
});
