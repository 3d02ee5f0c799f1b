export interface ServerSentEvent {
  event: string;
  id: string;
  data: string;
}

/** Reads `text/event-stream` (HTML Standard, section 9.2.6). */
export async function* readServerSentEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let current: ServerSentEvent = { event: 'message', id: '', data: '' };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      text += decoder.decode(value, { stream: true });
      const lines = text.split(/\r\n|\n|\r/);
      text = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (current.data !== '') {
            yield { ...current, data: current.data.slice(0, -1) };
          }
          current = { event: 'message', id: current.id, data: '' };
        } else {
          readField(current, line);
        }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function readField(into: ServerSentEvent, line: string): void {
  const colon = line.indexOf(':');
  const name = colon < 0 ? line : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
  if (name === 'data') {
    into.data += `${value}\n`;
  } else if (name === 'event' || name === 'id') {
    into[name] = value;
  }
}

/** Resolves after so many milliseconds, or at once when the signal is aborted. */
export function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
