import { editorScenes } from './editor-scenes.mjs';

/**
 * What `make screenshots` takes pictures of. `made` is what seed.mjs has put into the stack; `prepare` brings the page into its state.
 * @returns {{ name: string, path: string, prepare?(page: import('playwright-core').Page): Promise<void> }[]}
 */
export const scenes = (made) => [
  { name: 'workflows', path: '/workflows' },
  {
    name: 'workflows-examples',
    path: '/workflows',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Examples' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  ...editorScenes(made),
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
  {
    name: 'triggers-webhook-made',
    path: '/triggers',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New webhook' }).first().click();
      await page.getByRole('combobox', { name: 'Workflow' }).selectOption({ label: 'Nightly report' });
      await page.getByRole('button', { name: 'Create webhook' }).click();
      await page.getByRole('dialog', { name: 'The webhook is ready' }).waitFor();
    },
  },
  {
    name: 'triggers-schedule',
    path: '/triggers',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New schedule' }).first().click();
      await page.getByRole('button', { name: 'Weekdays at 9' }).click();
      await page.getByRole('region', { name: 'Next times' }).getByRole('time').first().waitFor();
    },
  },
  { name: 'credentials', path: '/credentials' },
  {
    name: 'credentials-new',
    path: '/credentials',
    prepare: async (page) => {
      await page.getByRole('button', { name: 'New credential' }).click();
      await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'API key' });
    },
  },
  { name: 'keys', path: '/keys' },
  { name: 'keys-new', path: '/keys', prepare: (page) => page.getByRole('button', { name: 'New API key' }).click() },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
];
