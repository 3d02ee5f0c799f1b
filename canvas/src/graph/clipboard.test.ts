import { describe, expect, it } from 'vitest';
import { copy, paste, readClip } from './clipboard';
import { readDocument, writeDocument } from './document';
import { edge, graph, node } from './testing';

const document = graph(
  [
    node('a', 'http_request', { ui: { x: 100, y: 50 } }),
    node('b', 'http_request', { config: { url: '{{ nodes.a.output }} {{ nodes.c.output }}' }, ui: { x: 400, y: 80 } }),
    node('c'),
  ],
  [edge('a', 'b'), edge('b', 'c')],
  { notes: [{ id: 'note', x: 0, y: 0, width: 100, height: 50, text: 'Hi' }] },
);
const clip = () => {
  const read = readClip(copy(document, { nodes: ['a', 'b'], edges: [], notes: ['note'] }));
  if (read === undefined) {
    throw new Error('unreadable');
  }
  return read;
};

describe('copying', () => {
  it('takes the selected nodes, the edges between them, and notes', () => {
    expect(clip().nodes.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(clip().edges.map(({ id }) => id)).toEqual(['a-b']);
    expect(clip().notes).toHaveLength(1);
  });

  it('reads whole workflows too, and nothing else', () => {
    expect(readClip(JSON.stringify(writeDocument(document)))?.nodes).toHaveLength(3);
    for (const text of ['', 'hello', '42', 'null', '{"nodes": 1}', '{"nodes": [{"id": 1}]}']) {
      expect(readClip(text)).toBeUndefined();
    }
  });
});

describe('pasting', () => {
  it('into the same workflow gives new ids, which expressions among the pasted follow', () => {
    const { document: after, selection } = paste(document, clip());
    expect(selection.nodes).toEqual(['a_2', 'b_2']);
    expect(selection.notes).toEqual(['note_2']);
    expect(after.nodes.find(({ id }) => id === 'b_2')?.config).toEqual({
      url: '{{ nodes.a_2.output }} {{ nodes.c.output }}',
    });
    expect(after.edges.at(-1)).toMatchObject({ source_node_id: 'a_2', target_node_id: 'b_2' });
    expect(after.nodes.find(({ id }) => id === 'a_2')?.ui).toEqual({ x: 140, y: 90 });
  });

  it('into another workflow keeps ids and puts the corner where it is wanted', () => {
    const { document: after } = paste(graph([]), { ...clip(), notes: [] }, { x: 0, y: 0 });
    expect(after.nodes.map(({ id, ui }) => [id, ui])).toEqual([
      ['a', { x: 0, y: 0 }],
      ['b', { x: 300, y: 30 }],
    ]);
  });
});

it('what was read is written again without a loss', () => {
  const written = {
    ...writeDocument({ ...document, otherUi: { theirs: 1 } }),
    id: 'wf',
    version: 0,
    schema_version: 1,
    created_at: '',
    updated_at: '',
  };
  expect(writeDocument(readDocument(written as never))).toEqual(writeDocument({ ...document, otherUi: { theirs: 1 } }));
});
