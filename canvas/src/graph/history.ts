/** What was before and what was taken back. `T` is never changed in place. */
export interface History<T> {
  past: readonly T[];
  present: T;
  future: readonly T[];
  /** What the last step was, so that typing in one field is one step. */
  key: string | undefined;
  at: number;
}

const LIMIT = 200;
/** Changes with the same key within so many milliseconds are one step. */
const TOGETHER = 1200;

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], key: undefined, at: 0 };
}

export function record<T>(history: History<T>, next: T, now: number, key?: string): History<T> {
  if (next === history.present) {
    return history;
  }
  const joins = key !== undefined && key === history.key && now - history.at < TOGETHER && history.past.length > 0;
  const past = joins ? history.past : [...history.past, history.present].slice(-LIMIT);
  return { past, present: next, future: [], key, at: now };
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  return history.past.length === 0 || previous === undefined
    ? history
    : {
        past: history.past.slice(0, -1),
        present: previous,
        future: [history.present, ...history.future],
        key: undefined,
        at: 0,
      };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  return next === undefined
    ? history
    : { past: [...history.past, history.present], present: next, future, key: undefined, at: 0 };
}
