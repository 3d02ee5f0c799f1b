import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, assertAccessible, eventually } from './harness.mjs';
import { field, node, openDraft, saved, status } from './editor.mjs';
import { startService, weatherWorkflow } from './seed.mjs';

const service = await startService();
after(() => service.stop());

test('problems are told while typing, in the words of the server too, and each leads to its field', async (t) => {
  const { page } = await openDraft(t, {
    name: 'Wrong',
    nodes: [
      { id: 'start', type: 'manual_trigger' },
      { id: 'ask', type: 'http_request', config: {} },
    ],
    edges: [],
  });
  await page.getByRole('tab', { name: 'Problems' }).click();
  const problem = page.getByRole('button', { name: /ask.*url/ });
  await problem.click();
  const url = field(page, 'url').locator('.cm-content');
  await eventually('the focus is in the field', () => url.evaluate((element) => element === document.activeElement));
  await page.keyboard.type('http://example.test/{{ nodes.gone.output }}');
  await page.getByText('There is no node “gone”').or(page.getByText(/gone/).locator('visible=true')).first().waitFor();
  await page.getByText('ORC2009').first().waitFor();
  await url.fill('http://example.test/');
  await problem.waitFor({ state: 'detached' });
  await assertAccessible(page);
});

test('expressions are completed from the last run, and show their value', async (t) => {
  const { page } = await openDraft(t, weatherWorkflow(service.url));
  await node(page, 'warm').click();
  await page.keyboard.press('Control+Enter');
  await status(page, 'alert', 'succeeded').waitFor();
  const condition = field(page, 'condition').locator('.cm-content');
  await condition.fill('');
  await condition.pressSequentially('nodes.fetch.output.bo');
  await page.locator('.cm-tooltip-autocomplete li', { hasText: 'body' }).waitFor();
  // A proposal that has only just appeared is not taken by a key that was meant for something else.
  await eventually('the proposal is taken', async () => {
    await page.keyboard.press('Enter');
    return (await condition.innerText()).endsWith('output.body');
  });
  await condition.pressSequentially('.temperature * 2');
  await field(page, 'condition').locator('[data-preview]', { hasText: '43' }).waitFor();
  await assertAccessible(page);
});

test('a pinned output stands for the call, and one node is run alone', async (t) => {
  const calls = service.calls.length;
  const { id, page } = await openDraft(t, weatherWorkflow(service.url));
  await node(page, 'fetch').click();
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByRole('button', { name: 'Pin an output' }).click();
  await page.getByLabel('Pinned output').fill('{"status": 200, "body": {"city": "Tromsø", "temperature": -3}}');
  await saved(page);
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await status(page, 'calm', 'succeeded').waitFor();
  assert.equal(service.calls.length, calls);
  assert.equal((await api('GET', `/executions?workflow_id=${id}`)).items.length, 1);

  await node(page, 'warm').click();
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByRole('button', { name: 'Run this node' }).click();
  await eventually('the node alone has run', async () => {
    const [last, ...before] = (await api('GET', `/executions?workflow_id=${id}`)).items;
    return before.length === 1 && last.status === 'succeeded' && last.test?.only_node_id === 'warm';
  });
  await status(page, 'warm', 'succeeded').waitFor();
  assert.equal(await status(page, 'calm', 'succeeded').count(), 0);
  assert.equal(service.calls.length, calls);
});

test('a credential is made in place, and is chosen at once', async (t) => {
  const { id, page } = await openDraft(t, weatherWorkflow(service.url));
  await node(page, 'fetch').click();
  await field(page, 'credentials_ref').getByRole('button', { name: 'New' }).click();
  const dialog = page.getByRole('dialog', { name: 'New credential' });
  await dialog.getByLabel('Name').fill('Service token');
  await dialog.getByLabel('Kind').selectOption('bearer_token');
  await dialog.getByLabel('Token', { exact: false }).last().fill('s3cret-value');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Store' }).click();
  await eventually('it is chosen', async () =>
    (await field(page, 'credentials_ref').locator('select').inputValue()).startsWith('cred_'),
  );
  await saved(page);
  const stored = await api('GET', `/workflows/${id}`);
  assert.match(stored.nodes.find((one) => one.id === 'fetch').credentials_ref, /^cred_/);
  assert.equal((await page.content()).includes('s3cret-value'), false);
});

test('a run is cancelled from the editor', async (t) => {
  const { page } = await openDraft(t, {
    name: 'Long',
    nodes: [
      { id: 'start', type: 'manual_trigger' },
      { id: 'wait', type: 'delay', config: { seconds: 600 } },
    ],
    edges: [{ source_node_id: 'start', target_node_id: 'wait' }],
  });
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await status(page, 'wait', 'waiting').waitFor();
  await page.getByRole('button', { name: 'Stop' }).first().click();
  await page.getByRole('region', { name: 'Result' }).getByText('Cancelled', { exact: true }).waitFor();
});

test('the editor is accessible in the dark, with its dialogs and at a width of 768', async (t) => {
  const { page } = await openDraft(t, weatherWorkflow(service.url), {
    colorScheme: 'dark',
    viewport: { width: 768, height: 1024 },
  });
  await node(page, 'fetch').click();
  await page.keyboard.press('Control+i');
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('tab', { name: 'Settings' }).click();
  await assertAccessible(page);
  await page.keyboard.press('Control+i');
  await page.keyboard.press('/');
  await page.getByPlaceholder('What should happen?').waitFor();
  await assertAccessible(page);
});
