import type { ExecutionEvent } from '@/api/types';
import { applyEvents, NOT_STARTED, type RunState } from '../runState';

/** The state is kept after so many events each, so that any moment is near one that is known. */
const STEP = 200;

/** The events of an execution, and what it looked like after each of them. */
export class RunHistory {
  private readonly keyframes: RunState[] = [NOT_STARTED];

  private constructor(readonly events: readonly ExecutionEvent[]) {}

  static of(events: readonly ExecutionEvent[]): RunHistory {
    return new RunHistory(events).fill();
  }

  /** With the events that have come since. What was worked out before is kept. */
  extend(events: readonly ExecutionEvent[]): RunHistory {
    if (events === this.events) {
      return this;
    }
    if (events.length < this.events.length || events[0] !== this.events[0]) {
      return RunHistory.of(events);
    }
    const longer = new RunHistory(events);
    longer.keyframes.splice(0, 1, ...this.keyframes);
    return longer.fill();
  }

  /** How many events there are: the last step. */
  get length(): number {
    return this.events.length;
  }

  /** What the run looked like after its first `step` events. */
  at(step: number): RunState {
    const count = Math.max(0, Math.min(step, this.events.length));
    const frame = Math.floor(count / STEP);
    return applyEvents(this.keyframes[frame] ?? NOT_STARTED, this.events.slice(frame * STEP, count));
  }

  /** The step after which the node had ended; undefined while it has not. */
  endOf(nodeId: string): number | undefined {
    const index = this.events.findIndex((event) => event.type === 'node_end' && event.node_id === nodeId);
    return index < 0 ? undefined : index + 1;
  }

  private fill(): this {
    for (let frame = this.keyframes.length; frame * STEP <= this.events.length; frame++) {
      const before = this.keyframes[frame - 1] ?? NOT_STARTED;
      this.keyframes.push(applyEvents(before, this.events.slice((frame - 1) * STEP, frame * STEP)));
    }
    return this;
  }
}
