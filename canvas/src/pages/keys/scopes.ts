import type { Scope } from '@/api/types';

/** The scopes in groups, and what each allows. */
export const SCOPE_GROUPS: { label: string; scopes: { scope: Scope; allows: string }[] }[] = [
  {
    label: 'Workflows',
    scopes: [
      { scope: 'workflows:read', allows: 'read workflows, versions and differences' },
      { scope: 'workflows:write', allows: 'create, change, delete and restore them' },
    ],
  },
  {
    label: 'Executions',
    scopes: [
      { scope: 'executions:read', allows: 'read executions, events and checkpoints' },
      { scope: 'executions:run', allows: 'start, cancel and replay them' },
    ],
  },
  {
    label: 'Credentials',
    scopes: [
      { scope: 'credentials:manage', allows: 'create, change and delete credentials' },
      { scope: 'credentials:reveal', allows: 'read the secrets in them' },
    ],
  },
  {
    label: 'Administration',
    scopes: [
      { scope: 'triggers:manage', allows: 'webhooks and schedules' },
      { scope: 'keys:manage', allows: 'make and revoke API keys' },
      { scope: 'audit:read', allows: 'read the audit log' },
    ],
  },
];

export const ALL_SCOPES: Scope[] = SCOPE_GROUPS.flatMap((group) => group.scopes.map(({ scope }) => scope));

/** Keys that people often want. */
export const ROLES: { label: string; scopes: Scope[] }[] = [
  { label: 'Runner', scopes: ['executions:run', 'executions:read'] },
  { label: 'Reader', scopes: ['workflows:read', 'executions:read', 'audit:read'] },
  {
    label: 'Editor',
    scopes: [
      'workflows:read',
      'workflows:write',
      'executions:read',
      'executions:run',
      'credentials:manage',
      'triggers:manage',
    ],
  },
  { label: 'Everything', scopes: ALL_SCOPES },
];

/** Whether the same scopes are in both, in whatever order. */
export function sameScopes(a: readonly Scope[], b: readonly Scope[]): boolean {
  return a.length === b.length && a.every((scope) => b.includes(scope));
}

const DAY = 86_400_000;

export const LIFETIMES: { label: string; days: number | null }[] = [
  { label: 'never', days: null },
  { label: 'in 30 days', days: 30 },
  { label: 'in 90 days', days: 90 },
  { label: 'in a year', days: 365 },
];

/** When a key that lives so long ends; null for never. */
export function expiryOf(days: number | null, now: number): string | null {
  return days === null ? null : new Date(now + days * DAY).toISOString();
}
