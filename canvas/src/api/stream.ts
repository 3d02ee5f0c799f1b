import { fetchApi } from './client';
import type { ExecutionEvent, LiveDelta } from './types';
import { delay, readServerSentEvents } from './streaming';

/** How the events arrive at the moment. */
export type StreamState = 'connecting' | 'live' | 'reconnecting' | 'ended';

export interface StreamHandlers {
  /** Events in order of `seq`, each exactly once. */
  onEvents(events: ExecutionEvent[]): void;
  onState?(state: StreamState): void;
  /** Tokens of a model as they come; they have no `seq` and are not kept. */
  onDelta?(delta: LiveDelta): void;
}

const PAGE = 200;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;
const POLL = 1000;

/** Thrown inside when a transport cannot be had at all, so that the next one is tried. */
class Unavailable extends Error {}

/**
 * Follows one execution from after `seq` until it ends or `signal` is aborted: over SignalR, else over server-sent events, else by
 * asking again and again. Whatever happens to a connection, no event is missed and none comes twice: each is checked against the
 * last `seq`, and a gap is filled from the list.
 */
export async function followExecution(
  id: string,
  after: number,
  handlers: StreamHandlers,
  signal: AbortSignal,
): Promise<void> {
  const cursor = new Cursor(id, after, handlers, signal);
  const transports = [overSignalR, overServerSentEvents, byPolling];
  let failures = 0;
  handlers.onState?.('connecting');
  while (!cursor.ended && !signal.aborted) {
    const transport = transports[0] ?? byPolling;
    const before = cursor.seq;
    try {
      await transport(cursor);
      failures = 0;
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      if (error instanceof Unavailable && transports.length > 1) {
        transports.shift();
        continue;
      }
      failures = cursor.seq > before ? 0 : failures + 1;
    }
    if (!cursor.ended && !signal.aborted) {
      handlers.onState?.('reconnecting');
      await delay(Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures), signal);
    }
  }
  if (cursor.ended) {
    handlers.onState?.('ended');
  }
}

/** Where in the stream we are. */
class Cursor {
  ended = false;
  private chain: Promise<void> = Promise.resolve();

  constructor(
    readonly id: string,
    public seq: number,
    readonly handlers: StreamHandlers,
    readonly signal: AbortSignal,
  ) {}

  /** Takes what a transport brought, in the order in which it came. */
  take(event: ExecutionEvent): Promise<void> {
    this.chain = this.chain.then(async () => {
      if (event.seq > this.seq + 1) {
        await this.catchUp();
      }
      this.emit([event]);
    });
    return this.chain;
  }

  /** Reads the list until nothing newer is in it. */
  async catchUp(): Promise<void> {
    for (;;) {
      const response = await fetchApi(`/executions/${this.id}/events?after=${this.seq}&limit=${PAGE}`, {
        headers: { Accept: 'application/json' },
        signal: this.signal,
      });
      if (!response.ok) {
        throw new Error(`events: ${response.status}`);
      }
      const { items } = (await response.json()) as { items: ExecutionEvent[] };
      this.emit(items);
      if (items.length < PAGE || this.ended) {
        return;
      }
    }
  }

  private emit(events: ExecutionEvent[]): void {
    const fresh = events.filter((event) => event.seq > this.seq);
    const last = fresh.at(-1);
    if (last !== undefined && !this.signal.aborted) {
      this.seq = last.seq;
      this.ended = last.type === 'execution_end';
      this.handlers.onEvents(fresh);
    }
  }
}

async function overSignalR(cursor: Cursor): Promise<void> {
  const response = await fetchApi(`/executions/${cursor.id}/stream/negotiate`, {
    method: 'POST',
    signal: cursor.signal,
  });
  if (response.status === 404 || response.status === 405 || response.status === 501) {
    throw new Unavailable();
  }
  if (!response.ok) {
    throw new Error(`negotiate: ${response.status}`);
  }
  const { url, accessToken } = (await response.json()) as { url: string; accessToken: string };
  const { HubConnectionBuilder, LogLevel } = await import('@microsoft/signalr');
  const hub = new HubConnectionBuilder()
    .withUrl(new URL(url, location.href).href, { accessTokenFactory: () => accessToken, withCredentials: false })
    .configureLogging(LogLevel.None)
    .build();
  const closed = new Promise<void>((resolve) => {
    hub.onclose(() => resolve());
    cursor.signal.addEventListener('abort', () => resolve(), { once: true });
    hub.on('event', (event: ExecutionEvent) => {
      if (typeof event.seq !== 'number') {
        cursor.handlers.onDelta?.(event);
        return;
      }
      cursor.take(event).then(
        () => cursor.ended && resolve(),
        () => resolve(),
      );
    });
  });
  try {
    await hub.start();
  } catch {
    throw new Unavailable();
  }
  try {
    // The hub sends what happens from now on; what was before comes from the list.
    await cursor.catchUp();
    cursor.handlers.onState?.('live');
    if (!cursor.ended) {
      await closed;
    }
  } finally {
    await hub.stop();
  }
}

async function overServerSentEvents(cursor: Cursor): Promise<void> {
  const response = await fetchApi(`/executions/${cursor.id}/events?after=${cursor.seq}`, {
    headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(cursor.seq) },
    signal: cursor.signal,
  });
  if (
    !response.ok ||
    response.body === null ||
    !(response.headers.get('Content-Type') ?? '').startsWith('text/event-stream')
  ) {
    throw new Unavailable();
  }
  cursor.handlers.onState?.('live');
  for await (const message of readServerSentEvents(response.body)) {
    const event = JSON.parse(message.data) as ExecutionEvent;
    if (typeof event.seq === 'number') {
      await cursor.take(event);
    } else {
      cursor.handlers.onDelta?.(event);
    }
    if (cursor.ended) {
      return;
    }
  }
}

async function byPolling(cursor: Cursor): Promise<void> {
  while (!cursor.ended && !cursor.signal.aborted) {
    await cursor.catchUp();
    cursor.handlers.onState?.('live');
    if (!cursor.ended) {
      await delay(POLL, cursor.signal);
    }
  }
}
