import { describe, expect, it } from 'vitest';
import * as edit from './edit';
import { CATALOG, edge, graph, node } from './testing';

const chain = graph([node('a'), node('b'), node('c')], [edge('a', 'b'), edge('b', 'c')]);
const type = (name: string) => {
  const found = CATALOG.get(name);
  if (found === undefined) {
    throw new Error(name);
  }
  return found;
};

describe('adding', () => {
  it('gives a legible id that is free, and the config that has to be there', () => {
    const first = edit.addNode(graph([]), type('http_request'), { x: 10, y: 20 });
    const second = edit.addNode(first.document, type('http_request'), { x: 0, y: 0 });
    expect(first.id).toBe('request');
    expect(second.id).toBe('request_2');
    expect(first.document.nodes[0]).toEqual({
      id: 'request',
      type: 'http_request',
      config: { url: '' },
      ui: { x: 10, y: 20 },
    });
  });

  it('finds a place where nothing stands', () => {
    const document = graph([
      node('a', 'http_request', { ui: { x: 0, y: 0 } }),
      node('b', 'http_request', { ui: { x: 280, y: 0 } }),
    ]);
    expect(edit.freePlace(document, 'a')).toEqual({ x: 280, y: 120 });
    expect(edit.freePlace(graph([]), undefined)).toEqual({ x: 0, y: 0 });
  });
});

describe('connecting', () => {
  it.each([
    ['a', 'a', '', false, /itself/],
    ['a', 'b', '', false, /already/],
    ['c', 'a', '', false, /circle/],
    ['a', 'c', '', true, /trigger/],
    ['a', 'c', '', false, undefined],
    ['a', 'b', 'error', false, undefined],
  ])('%s to %s by %j', (from, to, handle, trigger, refusal) => {
    const said = edit.refuseConnection(chain, from, to, handle, trigger);
    if (refusal === undefined) {
      expect(said).toBeUndefined();
    } else {
      expect(said).toMatch(refusal);
    }
  });

  it('names the handle only where the node has several', () => {
    expect(edit.connect(chain, 'a', 'c', '').document.edges.at(-1)).toEqual({
      id: 'a-c',
      source_node_id: 'a',
      target_node_id: 'c',
    });
    expect(edit.connect(chain, 'a', 'c', 'true').document.edges.at(-1)?.source_handle).toBe('true');
  });
});

describe('changing', () => {
  it('takes the edges of a removed node along', () => {
    const left = edit.removeSelection(chain, { nodes: ['b'], edges: [], notes: [] });
    expect(left.nodes.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(left.edges).toEqual([]);
  });

  it('leaves alone, as the same objects, what it does not concern', () => {
    const moved = edit.move(chain, new Map([['b', { x: 5.4, y: 9.6 }]]));
    expect(moved.nodes[0]).toBe(chain.nodes[0]);
    expect(moved.nodes[1]?.ui).toEqual({ x: 5, y: 10 });
    expect(edit.patchConfig(chain, 'b', 'url', 'http://y').nodes[2]).toBe(chain.nodes[2]);
  });

  it('removes members that become undefined, and edges of an error handle that is gone', () => {
    const routed = edit.patchNode(graph([node('a'), node('b')], [edge('a', 'b', { source_handle: 'error' })]), 'a', {
      on_error: 'route',
    });
    expect(routed.edges).toHaveLength(1);
    const failed = edit.patchNode(routed, 'a', { on_error: undefined });
    expect(failed.edges).toEqual([]);
    expect('on_error' in (failed.nodes[0] ?? {})).toBe(false);
  });

  it('renames a node in its edges and in every expression', () => {
    const document = graph(
      [
        node('a'),
        node('b', 'http_request', {
          config: {
            url: '{{ nodes.a.output.x + nodes["a"].status }} nodes.ab.output',
            headers: { h: '{{ nodes?.a }}' },
          },
        }),
      ],
      [edge('a', 'b', { condition: "nodes['a'].output" })],
    );
    const renamed = edit.renameNode(document, 'a', 'my-node');
    expect(renamed.nodes[0]?.id).toBe('my-node');
    expect(renamed.nodes[1]?.config).toEqual({
      url: '{{ nodes["my-node"].output.x + nodes["my-node"].status }} nodes.ab.output',
      headers: { h: '{{ nodes["my-node"] }}' },
    });
    expect(renamed.edges[0]).toMatchObject({ source_node_id: 'my-node', condition: 'nodes["my-node"].output' });
  });
});
