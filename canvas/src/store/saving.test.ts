import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeDocument, type GraphDocument } from '@/graph/document';
import { patchConfig } from '@/graph/edit';
import { CATALOG, graph, node } from '@/graph/testing';
import { current, useEditor } from './editor';

const items = new Map<string, string>();
const storage = {
  getItem: (name: string) => items.get(name) ?? null,
  setItem: (name: string, value: string) => items.set(name, value),
  removeItem: (name: string) => items.delete(name),
};
vi.stubGlobal('localStorage', storage);
vi.stubGlobal('sessionStorage', storage);
vi.stubGlobal('location', { href: 'http://canvas.test/', origin: 'http://canvas.test' });

/** What the server has; a PUT with another ETag is a conflict. */
let stored: { document: GraphDocument; etag: string };
let online = true;
const requests: string[] = [];
const answer = (body: unknown, status = 200, etag = '') =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ETag: etag } });

const NativeRequest = Request;
vi.stubGlobal(
  'Request',
  class extends NativeRequest {
    constructor(input: string, init?: RequestInit) {
      super(new URL(input, 'http://canvas.test'), init);
    }
  },
);
vi.stubGlobal('fetch', async (request: Request) => {
  if (!online) {
    throw new TypeError('offline');
  }
  requests.push(request.method);
  if (request.method === 'PUT') {
    if (request.headers.get('If-Match') !== stored.etag) {
      return answer({ code: 'ORC4012', title: 'Changed' }, 412);
    }
    const body = (await request.json()) as Record<string, unknown>;
    stored = { document: { ...graph([]), ...body } as GraphDocument, etag: `${stored.etag}+` };
  }
  return answer({ ...writeDocument(stored.document), id: 'wf', version: 0 }, 200, stored.etag);
});

const { saveDraft, resolveConflict, bringBackUnsaved } = await import('./saving');
const state = () => useEditor.getState();
const url = (document: GraphDocument) => document.nodes[0]?.config?.['url'];
const load = () =>
  state().load({ ...writeDocument(stored.document), id: 'wf', version: 0 } as never, stored.etag, CATALOG);

beforeEach(() => {
  stored = { document: graph([node('a')]), etag: 'e1' };
  online = true;
  requests.length = 0;
  items.clear();
  load();
});
afterEach(() => {
  useEditor.setState({ saveState: 'saved', conflict: undefined });
});

describe('saving', () => {
  it('sends what has changed, once', async () => {
    await saveDraft();
    expect(requests).toEqual([]);
    state().patchConfig('a', 'url', 'http://mine');
    expect(state().saveState).toBe('dirty');
    await Promise.all([saveDraft(), saveDraft()]);
    expect(requests).toEqual(['PUT']);
    expect(state()).toMatchObject({ saveState: 'saved', etag: 'e1+' });
    expect(url(stored.document)).toBe('http://mine');
  });

  it('keeps both sides of a conflict until one is chosen', async () => {
    stored = { document: patchConfig(stored.document, 'a', 'url', 'http://theirs'), etag: 'e2' };
    state().patchConfig('a', 'url', 'http://mine');
    await saveDraft();
    expect(state().saveState).toBe('conflict');
    expect(url(stored.document)).toBe('http://theirs');
    expect([url(current(state())), url(state().conflict?.theirs ?? graph([]))]).toEqual([
      'http://mine',
      'http://theirs',
    ]);

    resolveConflict(state().conflict?.theirs ?? graph([]));
    expect(url(current(state()))).toBe('http://theirs');
    state().undo();
    expect(url(current(state()))).toBe('http://mine');
    await saveDraft();
    expect(url(stored.document)).toBe('http://mine');
  });

  it('is no conflict when the draft is still the one it began from, or is what we sent', async () => {
    stored = { ...stored, etag: 'after finalizing' };
    state().patchConfig('a', 'url', 'http://mine');
    await saveDraft();
    expect(state().saveState).toBe('dirty');
    await saveDraft();
    expect(state().saveState).toBe('saved');

    state().patchConfig('a', 'url', 'http://again');
    stored = { document: current(state()), etag: 'the answer was lost' };
    await saveDraft();
    expect(state()).toMatchObject({ saveState: 'saved', etag: 'the answer was lost' });
  });

  it('that fails keeps the draft in the browser, for the next tab too', async () => {
    online = false;
    state().patchConfig('a', 'url', 'http://mine');
    await saveDraft();
    expect(state().saveState).toBe('failed');
    load();
    expect(url(current(state()))).toBe('http://x');
    expect(bringBackUnsaved('wf')).toBe(true);
    expect(url(current(state()))).toBe('http://mine');
    online = true;
    await saveDraft();
    expect(url(stored.document)).toBe('http://mine');
    expect(bringBackUnsaved('wf')).toBe(false);
  });
});

describe('the editor', () => {
  it('adds a node behind another, from its free branch, and takes it back in one step', () => {
    const first = state().addNode('if_else') ?? '';
    const second = state().addNode('http_request', undefined, first) ?? '';
    const third = state().addNode('http_request', undefined, first);
    expect(
      current(state()).edges.map((edge) => [edge.source_node_id, edge.source_handle, edge.target_node_id]),
    ).toEqual([
      [first, 'true', second],
      [first, 'false', third],
    ]);
    expect(state().selection.nodes).toEqual([third]);
    state().undo();
    expect(current(state()).edges).toHaveLength(1);
    expect(state().selection.nodes).toEqual([]);
    state().redo();
    expect(state().selection.nodes).toEqual([third]);
  });

  it('refuses what cannot be connected, and says why', () => {
    const start = state().addNode('manual_trigger') ?? '';
    expect(state().connect('a', start, '')).toMatch(/trigger/);
    expect(state().connect(start, 'a', '')).toBeUndefined();
    expect(state().connect('a', 'a', '')).toMatch(/itself/);
  });
});
