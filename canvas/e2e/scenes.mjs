/**
 * What `make screenshots` takes pictures of. `made` is what seed.mjs has put into the stack; `prepare` brings the page into its state.
 * @returns {{ name: string, path: string, prepare?(page: import('playwright-core').Page): Promise<void> }[]}
 */
export const scenes = (made) => [
  { name: 'workflows', path: '/workflows' },
  { name: 'editor', path: `/workflows/${made.workflow}` },
  { name: 'executions', path: '/executions' },
  { name: 'execution', path: `/executions/${made.execution}` },
  { name: 'triggers', path: '/triggers' },
  { name: 'credentials', path: '/credentials' },
  { name: 'keys', path: '/keys' },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
];
