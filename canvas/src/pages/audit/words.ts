import type { AuditEntry } from '@/api/types';

/** The types of resources that the log can be looked through for. */
export const RESOURCES: { type: string; label: string }[] = [
  { type: 'workflow', label: 'Workflows' },
  { type: 'version', label: 'Versions' },
  { type: 'execution', label: 'Executions' },
  { type: 'credential', label: 'Credentials' },
  { type: 'cron_trigger', label: 'Schedules' },
  { type: 'webhook_trigger', label: 'Webhooks' },
  { type: 'api_key', label: 'API keys' },
];

/** The page that shows a resource; undefined where there is none. */
export function placeOf({ id }: AuditEntry['resource']): string | undefined {
  switch (id.split('_')[0]) {
    case 'wf':
      return `/workflows/${id}`;
    case 'exe':
      return `/executions/${id}`;
    case 'cron':
    case 'hook':
      return '/triggers';
    case 'cred':
      return '/credentials';
    case 'key':
      return '/keys';
    default:
      return undefined;
  }
}

/** An id or a word that the log can be filtered by: anything else is refused by the server. */
export function isFilter(text: string): boolean {
  return /^[a-z0-9_-]{1,64}$/.test(text);
}
