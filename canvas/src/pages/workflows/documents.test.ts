import { expect, test } from 'vitest';
import type { Workflow } from '@/api/types';
import { copyName, fileName, parseDocument, serialize, toDocument } from './documents';

const workflow = {
  id: 'wf_01k3z5w8q7m2n4p6r8t0v2x4y6',
  name: 'Übersicht: a/b',
  description: '',
  tags: ['ops'],
  version: 3,
  schema_version: 1,
  nodes: [{ id: 'a', type: 'delay', config: { seconds: 1.5, big: 1e21, text: '\u2028 "x"' }, ui: { x: -1, y: 0 } }],
  edges: [],
  settings: { retry: { max_attempts: 3 } },
  ui: { zoom: 0.5 },
  created_at: '2026-01-31T09:15:00.000Z',
  updated_at: '2026-01-31T09:15:00.000Z',
  last_execution: null,
} as unknown as Workflow;

test('a document has what the author wrote and nothing of the server', () => {
  expect(Object.keys(toDocument(workflow))).toEqual([
    'name',
    'description',
    'tags',
    'schema_version',
    'nodes',
    'edges',
    'settings',
    'ui',
  ]);
});

test('what is written reads as the same', () => {
  expect(parseDocument(serialize(workflow), 'x.json')).toEqual(toDocument(workflow));
});

test('a file without a name gets that of the file, and one with a byte order mark is read', () => {
  expect(parseDocument('\uFEFF{"nodes":[]}', 'Nightly.json')).toEqual({ name: 'Nightly', nodes: [] });
});

test.each([
  ['{', 'is not JSON'],
  ['[]', 'not a workflow'],
  ['{"steps":[]}', 'not a workflow'],
  ['null', 'not a workflow'],
])('%s is refused with a sentence', (text, sentence) => {
  expect(() => parseDocument(text, 'x.json')).toThrow(sentence);
});

test('names of files and of copies', () => {
  expect(fileName('Übersicht: a/b')).toBe('ubersicht-a-b.json');
  expect(fileName('天気')).toBe('workflow.json');
  expect(copyName('Report')).toBe('Report (copy)');
  expect(copyName('Report (copy)')).toBe('Report (copy 2)');
  expect(copyName('Report (copy 9)')).toBe('Report (copy 10)');
  expect(copyName('x'.repeat(200))).toHaveLength(200);
});
