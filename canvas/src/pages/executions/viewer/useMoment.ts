import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ExecutionEvent, ExecutionStatus } from '@/api/types';
import { overlay } from '@/graph/run/overlay';
import type { NodeRun, RunState } from '@/graph/runState';
import type { Run } from './useRun';

/** Which moment of the run is shown: the newest, or one that was gone to. */
export interface Moment {
  /** How many events count. */
  step: number;
  /** Whether the newest moment is followed. */
  live: boolean;
  state: RunState;
  status: ExecutionStatus;
  /** The nodes as they are drawn. */
  nodes: Record<string, NodeRun>;
  /** What happened last. */
  event?: ExecutionEvent;
  playing: boolean;
  goTo(step: number): void;
  follow(): void;
  togglePlay(): void;
}

const SLOWEST = 600;
const FASTEST = 40;
/** A run is played in about so many milliseconds, whatever its length. */
const WHOLE = 12_000;

export function useMoment(run: Run): Moment {
  const { history, graph } = run;
  const [chosen, setChosen] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const last = history.length;
  const step = Math.min(chosen ?? last, last);
  const live = chosen === null;
  const state = useMemo(() => history.at(step), [history, step]);
  const status = live ? run.status : state.status;
  const before = useRef<Record<string, NodeRun>>({});
  const nodes = useMemo(() => {
    before.current = overlay(graph.nodes, graph.edges, state, status, before.current);
    return before.current;
  }, [graph, state, status]);

  useEffect(() => {
    if (!playing) {
      return;
    }
    const timer = setInterval(
      () =>
        setChosen((at) => {
          const next = (at ?? 0) + 1;
          if (next < last) {
            return next;
          }
          setPlaying(false);
          return null;
        }),
      Math.max(FASTEST, Math.min(SLOWEST, WHOLE / Math.max(1, last))),
    );
    return () => clearInterval(timer);
  }, [playing, last]);

  const goTo = useCallback(
    (to: number) => {
      setPlaying(false);
      setChosen(Math.max(0, Math.min(to, last)));
    },
    [last],
  );
  const follow = useCallback(() => {
    setPlaying(false);
    setChosen(null);
  }, []);
  const togglePlay = useCallback(() => {
    setPlaying((now) => !now);
    setChosen((at) => (at === null || at >= last ? 0 : at));
  }, [last]);

  return { step, live, state, status, nodes, event: history.events[step - 1], playing, goTo, follow, togglePlay };
}
