import { create } from 'zustand';
import { api, unwrap } from '@/api/client';
import type { Checkpoint, ExecutionEvent } from '@/api/types';
import { followExecution, type StreamState } from '@/api/stream';
import { applyEvents, NOT_STARTED, type RunState } from '@/graph/runState';

interface EditorRunState {
  /** The run that is shown on the canvas; null when none is. */
  executionId: string | null;
  run: RunState;
  stream: StreamState;
  events: ExecutionEvent[];
  input: unknown;
  trigger: unknown;
  /** Follows an execution; the one before is let go. */
  follow(executionId: string, input: unknown): void;
  clear(): void;
}

let stop: AbortController | undefined;

/** The last run of the draft that the editor shows, live. Its data is what expressions are completed from and previewed with. */
export const useEditorRun = create<EditorRunState>((set, get) => ({
  executionId: null,
  run: NOT_STARTED,
  stream: 'connecting',
  events: [],
  input: undefined,
  trigger: undefined,

  follow(executionId, input) {
    stop?.abort();
    const mine = new AbortController();
    stop = mine;
    set({ executionId, run: NOT_STARTED, stream: 'connecting', events: [], input, trigger: input });
    const queue: ExecutionEvent[] = [];
    let frame = 0;
    const flush = () => {
      frame = 0;
      const fresh = queue.splice(0);
      if (!mine.signal.aborted && fresh.length > 0) {
        set(({ run, events }) => ({ run: applyEvents(run, fresh), events: events.concat(fresh) }));
        void fetchWhole(executionId, fresh, mine.signal);
      }
    };
    void followExecution(
      executionId,
      0,
      {
        onEvents: (events) => {
          queue.push(...events);
          // A hidden tab gets no frames, and needs none.
          frame ||= requestAnimationFrame(flush);
        },
        onState: (stream) => !mine.signal.aborted && set({ stream }),
      },
      mine.signal,
    );
  },

  clear() {
    stop?.abort();
    set({ executionId: null, run: NOT_STARTED, events: [], input: get().input, trigger: get().trigger });
  },
}));

/** Outputs that an event only has the beginning of are read from their checkpoints. */
async function fetchWhole(executionId: string, events: ExecutionEvent[], signal: AbortSignal): Promise<void> {
  const cut = new Set(
    events
      .filter((event) => event.type === 'node_end' && event.payload['truncated'] === true)
      .map((event) => event.node_id),
  );
  if (cut.size === 0) {
    return;
  }
  const { items } = unwrap(
    await api.GET('/executions/{id}/checkpoints', {
      params: { path: { id: executionId }, query: { limit: 200 } },
      signal,
    }),
  );
  for (const { id, node_id } of items.filter((item) => cut.has(item.node_id))) {
    const whole: Checkpoint = unwrap(
      await api.GET('/executions/{id}/checkpoints/{cid}', { params: { path: { id: executionId, cid: id } }, signal }),
    );
    useEditorRun.setState(({ run }) => ({ run: { ...run, outputs: { ...run.outputs, [node_id]: whole.output } } }));
  }
}
