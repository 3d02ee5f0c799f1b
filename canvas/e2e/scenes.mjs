/**
 * What `make screenshots` takes pictures of. `made` is what seed.mjs has put into the stack; `prepare` brings the page into its state.
 * @returns {{ name: string, path: string, prepare?(page: import('playwright-core').Page): Promise<void> }[]}
 */
export const scenes = (made) => [
  { name: 'workflows', path: '/workflows' },
  { name: 'editor', path: `/workflows/${made.workflow}` },
  { name: 'executions', path: '/executions' },
  { name: 'execution', path: `/executions/${made.execution}` },
  { name: 'execution-events', path: `/executions/${made.runs.retried}?tab=events&node=fetch` },
  { name: 'execution-failed', path: `/executions/${made.runs.failed}?node=fetch` },
  { name: 'execution-agent', path: `/executions/${made.runs.agent}?node=agent&tab=state` },
  { name: 'execution-waiting', path: `/executions/${made.runs.waiting}` },
  { name: 'executions-compare', path: `/executions/${made.runs.retried}/compare/${made.runs.fork}` },
  {
    name: 'execution-fork',
    path: `/executions/${made.runs.retried}?node=dear`,
    prepare: (page) => page.getByRole('button', { name: 'Run again from here' }).click(),
  },
  { name: 'triggers', path: '/triggers' },
  { name: 'credentials', path: '/credentials' },
  { name: 'keys', path: '/keys' },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
];
