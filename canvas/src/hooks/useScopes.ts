import { useQuery } from '@tanstack/react-query';
import { workspaceQuery } from '@/api/adminQueries';
import type { Scope } from '@/api/types';

/** Whether the key has a scope. True until the server has said which it has, so that nothing flickers. */
export function useScope(scope: Scope): boolean {
  const workspace = useQuery(workspaceQuery());
  return workspace.data?.key.scopes.includes(scope) ?? true;
}
