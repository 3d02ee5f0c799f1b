import { expect, test } from 'vitest';
import { NODE, sketch } from './sketch';

const node = (id: string) => ({ id, type: 'delay' });
const edge = (id: string) => ({ id, source_node_id: id.charAt(0), target_node_id: id.charAt(1) });

test('a node stands to the right of all that lead to it, and branches below each other', () => {
  const { nodes, width, height } = sketch(['a', 'b', 'c', 'd'].map(node), ['ab', 'ac', 'bd', 'cd', 'ad'].map(edge));
  expect(nodes.map(({ x }) => x)).toEqual([0, 44, 44, 88]);
  const [a, b, c] = nodes;
  expect(b?.y).toBeLessThan(c?.y ?? 0);
  expect(a?.y).toBe((height - NODE.height) / 2);
  expect(width).toBe(88 + NODE.width);
});

test('cycles, edges to nowhere and nothing at all are drawn all the same', () => {
  expect(sketch(['a', 'b'].map(node), ['ab', 'ba', 'az'].map(edge)).edges.map(({ id }) => id)).toEqual(['ab', 'ba']);
  expect(sketch([], [])).toMatchObject({ nodes: [], edges: [], height: NODE.height });
});
