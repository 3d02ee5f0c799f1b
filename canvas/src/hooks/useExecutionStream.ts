import { useEffect, useRef, useState } from 'react';
import { followExecution, type StreamState } from '@/api/stream';
import type { ExecutionEvent } from '@/api/types';

export interface ExecutionStream {
  /** Every event so far, ascending by `seq`. The array is replaced when events come, at most once per animation frame. */
  events: ExecutionEvent[];
  state: StreamState;
}

const NOTHING: ExecutionEvent[] = [];

/** Follows an execution from its first event on; null follows nothing. */
export function useExecutionStream(executionId: string | null): ExecutionStream {
  const [stream, setStream] = useState<{ id: string | null; events: ExecutionEvent[]; state: StreamState }>({
    id: null,
    events: NOTHING,
    state: 'connecting',
  });
  const frame = useRef(0);

  useEffect(() => {
    if (executionId === null) {
      return;
    }
    const abort = new AbortController();
    let events: ExecutionEvent[] = [];
    let state: StreamState = 'connecting';
    const show = () => {
      frame.current = 0;
      setStream({ id: executionId, events, state });
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
          later();
        },
        onState: (now) => {
          state = now;
          later();
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

  return stream.id === executionId ? stream : { events: NOTHING, state: 'connecting' };
}
