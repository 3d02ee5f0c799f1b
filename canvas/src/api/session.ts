const ITEM = 'orcheo.key';
const listeners = new Set<() => void>();

/** Why there is no key: none was given, the user left, or the server refused it. */
export type SignedOutReason = 'none' | 'left' | 'refused';

let reason: SignedOutReason = 'none';

/**
 * The API key of this browser tab. It is kept in session storage, so that it ends with the tab, and leaves the browser in the
 * Authorization header only.
 */
export const session = {
  key(): string | null {
    return sessionStorage.getItem(ITEM);
  },
  signIn(key: string): void {
    sessionStorage.setItem(ITEM, key.trim());
    changed();
  },
  signOut(why: SignedOutReason): void {
    if (session.key() === null) {
      return;
    }
    sessionStorage.removeItem(ITEM);
    reason = why;
    changed();
  },
  reason(): SignedOutReason {
    return reason;
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Takes a key out of `#key=…`, as the link that the local stack prints carries it, and takes it off the address bar at once. */
export function takeKeyFromFragment(): void {
  const key = new URLSearchParams(location.hash.slice(1)).get('key');
  if (key !== null && key !== '') {
    history.replaceState(history.state, '', location.pathname + location.search);
    session.signIn(key);
  }
}

function changed(): void {
  listeners.forEach((listener) => listener());
}
