import { afterEach, describe, expect, it, vi } from 'vitest';
import { followExecution, type StreamState } from './stream';
import { readServerSentEvents } from './streaming';
import type { ExecutionEvent } from './types';

const event = (seq: number, type: ExecutionEvent['type'] = 'log') =>
  ({
    id: `evt_${seq}`,
    execution_id: 'exe_1',
    seq,
    ts: '2026-01-01T00:00:00.000Z',
    type,
    payload: {},
  }) as ExecutionEvent;
const json = (value: unknown) =>
  new Response(JSON.stringify(value), { headers: { 'Content-Type': 'application/json' } });
const sse = (events: ExecutionEvent[]) =>
  new Response(events.map((one) => `event: ${one.type}\nid: ${one.seq}\ndata: ${JSON.stringify(one)}\n\n`).join(''), {
    headers: { 'Content-Type': 'text/event-stream' },
  });

/** Answers of the events route, in order; SignalR is not to be had. */
function serve(answer: (after: number, stream: boolean) => Response) {
  vi.stubGlobal('sessionStorage', { getItem: () => 'key' });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    Promise.resolve(
      url.endsWith('/negotiate')
        ? new Response(null, { status: 404 })
        : answer(Number(/after=(\d+)/.exec(url)?.[1]), new Headers(init.headers).get('Accept') === 'text/event-stream'),
    ),
  );
}

async function follow(after = 0) {
  const seen: number[] = [];
  const states: StreamState[] = [];
  const handlers = {
    onEvents: (events: ExecutionEvent[]) => seen.push(...events.map((one) => one.seq)),
    onState: (state: StreamState) => states.push(state),
  };
  await followExecution('exe_1', after, handlers, new AbortController().signal);
  return { seen, states };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('following an execution', () => {
  it('gives every event once when the stream breaks, repeats and skips', async () => {
    const all = [1, 2, 3, 4, 5].map((seq) => event(seq)).concat(event(6, 'execution_end'));
    let connections = 0;
    serve((after, stream) => {
      if (!stream) {
        return json({ items: all.filter((one) => one.seq > after).slice(0, 3) });
      }
      connections += 1;
      // The first connection breaks after 2; the second repeats 2 and leaves out 3.
      return connections === 1 ? sse(all.slice(0, 2)) : sse(all.slice(1).filter((one) => one.seq !== 3));
    });
    const { seen, states } = await follow();
    expect(seen).toEqual([1, 2, 3, 4, 5, 6]);
    expect(states).toContain('reconnecting');
    expect(states.at(-1)).toBe('ended');
  });

  it('asks again and again where nothing can be streamed', async () => {
    let asked = 0;
    serve(() => json({ items: (asked += 1) < 3 ? [] : [event(8), event(9, 'execution_end')] }));
    const { seen } = await follow(7);
    expect(seen).toEqual([8, 9]);
  });
});

describe('server-sent events', () => {
  it('are read whatever the chunks are', async () => {
    const bytes = new TextEncoder().encode(
      ': hello\r\n\r\nid: 1\ndata: {"a":"ö"}\n\nevent: x\ndata: two\ndata: lines\n\n',
    );
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        bytes.forEach((byte) => controller.enqueue(Uint8Array.of(byte)));
        controller.close();
      },
    });
    const read = [];
    for await (const message of readServerSentEvents(body)) {
      read.push(message);
    }
    expect(read).toEqual([
      { event: 'message', id: '1', data: '{"a":"ö"}' },
      { event: 'x', id: '1', data: 'two\nlines' },
    ]);
  });
});
