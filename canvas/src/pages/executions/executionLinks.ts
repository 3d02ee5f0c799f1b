import type { Execution } from '@/api/types';
import { toPointer } from '@/graph/path';

/** The place of a node's field in the editor: `field` is a JSON Pointer into the node. */
export function editorLink(workflowId: string, nodeId?: string, field = ''): string {
  const query = new URLSearchParams({ ...(nodeId !== undefined && { node: nodeId }), ...(field !== '' && { field }) });
  return `/workflows/${workflowId}${query.size > 0 ? `?${query}` : ''}`;
}

export function versionLabel({ workflow_version }: Pick<Execution, 'workflow_version'>): string {
  return workflow_version === null ? 'inline' : workflow_version === 0 ? 'draft' : `v${workflow_version}`;
}

const TRIGGERS: Record<string, string> = {
  api: 'API',
  cron: 'Cron',
  webhook: 'Webhook',
  replay: 'Replay',
  workflow: 'Workflow',
  agent: 'Agent',
};

export const triggerLabel = (type: string): string => TRIGGERS[type] ?? type;

export const configPointer = (...parts: (string | number)[]): string => toPointer(['config', ...parts]);

/** The last part of an id, which tells executions apart where there is no room. */
export const shortId = (id: string): string => `…${id.slice(-6)}`;
