import { useEffect, useRef, useState } from 'react';
import { followExecution, type StreamState } from '@/api/stream';
import type { ExecutionEvent } from '@/api/types';

export interface ExecutionStream {
  /** Every event so far, ascending by `seq`. The array is replaced when events come, at most once per animation frame. */
  events: ExecutionEvent[];
  state: StreamState;
  /** What models are saying, by node: not recorded, and gone when it has been said. */
  deltas: Record<string, string>;
}

const NOTHING: ExecutionStream = { events: [], state: 'connecting', deltas: {} };

/** Follows an execution from its first event on; null follows nothing. */
export function useExecutionStream(executionId: string | null): ExecutionStream {
  const [stream, setStream] = useState<ExecutionStream & { id: string | null }>({ id: null, ...NOTHING });
  const frame = useRef(0);

  useEffect(() => {
    if (executionId === null) {
      return;
    }
    const abort = new AbortController();
    let { events, state, deltas } = NOTHING;
    const show = () => {
      frame.current = 0;
      setStream({ id: executionId, events, state, deltas });
    };
    // Frames do not come while the tab is hidden; nothing is shown then either.
    const later = () => {
      if (frame.current === 0) {
        frame.current = requestAnimationFrame(show);
      }
    };
    show();
    void followExecution(
      executionId,
      0,
      {
        onEvents: (fresh) => {
          events = events.concat(fresh);
          deltas = withoutEnded(deltas, fresh);
          later();
        },
        onState: (now) => {
          state = now;
          later();
        },
        onDelta: ({ node_id, payload }) => {
          const text = payload['text'];
          if (typeof node_id === 'string' && typeof text === 'string') {
            deltas = { ...deltas, [node_id]: (deltas[node_id] ?? '') + text };
            later();
          }
        },
      },
      abort.signal,
    );
    return () => {
      abort.abort();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
    };
  }, [executionId]);

  return stream.id === executionId ? stream : NOTHING;
}

/** What a model has said to its end is in the log of its node, or in its output; what broke off is said anew. */
function withoutEnded(deltas: Record<string, string>, fresh: ExecutionEvent[]): Record<string, string> {
  const said = new Set(fresh.filter(isSaid).map((event) => event.node_id));
  return said.size === 0 || Object.keys(deltas).length === 0
    ? deltas
    : Object.fromEntries(Object.entries(deltas).filter(([node]) => !said.has(node)));
}

function isSaid({ type, payload }: ExecutionEvent): boolean {
  const fields = payload['fields'] as { kind?: unknown } | null | undefined;
  return type === 'node_end' || type === 'error' || (type === 'log' && fields?.kind === 'model_call');
}
