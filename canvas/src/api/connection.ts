const listeners = new Set<() => void>();
let reachable = true;

/** Whether the last request reached the API. The banner under the header shows it. */
export const connection = {
  reachable: (): boolean => reachable,
  report(now: boolean): void {
    if (now !== reachable) {
      reachable = now;
      listeners.forEach((listener) => listener());
    }
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
