import { useSyncExternalStore } from 'react';
import { connection } from '@/api/connection';
import { session } from '@/api/session';

/** The API key of this tab, or null when signed out. */
export function useSessionKey(): string | null {
  return useSyncExternalStore(session.subscribe, session.key);
}

/** Whether the last request reached the API. */
export function useReachable(): boolean {
  return useSyncExternalStore(connection.subscribe, connection.reachable);
}
