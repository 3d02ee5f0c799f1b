import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, assertAccessible, eventually } from './harness.mjs';
import { field, node, openDraft, saved } from './editor.mjs';

const draft = {
  name: 'Shared',
  nodes: [
    { id: 'start', type: 'manual_trigger', ui: { x: 0, y: 0 } },
    { id: 'wait', type: 'delay', config: { seconds: 1 }, ui: { x: 280, y: 0 } },
  ],
  edges: [{ id: 'e', source_node_id: 'start', target_node_id: 'wait' }],
};

/** Someone else saves: the delay takes so many seconds now. */
async function saveElsewhere(id, seconds) {
  const workflow = await api('GET', `/workflows/${id}`);
  workflow.nodes[1].config.seconds = seconds;
  await api('PUT', `/workflows/${id}`, workflow);
}

test('a conflict shows both sides, and keeps mine when I say so', async (t) => {
  const { id, page } = await openDraft(t, draft);
  await node(page, 'wait').waitFor();
  await saveElsewhere(id, 7);
  await node(page, 'wait').click();
  await field(page, 'seconds').locator('.cm-content').fill('3');
  const dialog = page.getByRole('dialog', { name: 'Someone else saved this workflow' });
  await dialog.waitFor();
  await dialog.getByText('config › seconds').waitFor();
  assert.equal((await api('GET', `/workflows/${id}`)).nodes[1].config.seconds, 7);
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Keep mine' }).click();
  await saved(page);
  assert.equal((await api('GET', `/workflows/${id}`)).nodes[1].config.seconds, 3);
});

test('taking the other side loses nothing: undo brings mine back', async (t) => {
  const { id, page } = await openDraft(t, draft);
  await node(page, 'wait').waitFor();
  await saveElsewhere(id, 7);
  await node(page, 'wait').click();
  await field(page, 'seconds').locator('.cm-content').fill('3');
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await node(page, 'wait').click();
  await eventually(
    'theirs is shown',
    async () => (await field(page, 'seconds').locator('.cm-content').innerText()) === '7',
  );
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await page.keyboard.press('Control+z');
  await node(page, 'wait').click();
  await eventually(
    'mine is back',
    async () => (await field(page, 'seconds').locator('.cm-content').innerText()) === '3',
  );
  await saved(page);
  await eventually('mine is stored', async () => (await api('GET', `/workflows/${id}`)).nodes[1].config.seconds === 3);
});

test('what cannot be saved while offline is saved when the network is back', async (t) => {
  const { id, page } = await openDraft(t, draft);
  await node(page, 'wait').click();
  await page.context().setOffline(true);
  await field(page, 'seconds').locator('.cm-content').fill('9');
  await page.getByRole('status').filter({ hasText: 'Not saved' }).waitFor();
  await page.context().setOffline(false);
  await saved(page);
  assert.equal((await api('GET', `/workflows/${id}`)).nodes[1].config.seconds, 9);
});

test('a version is finalized, compared with the draft field by field on the canvas, and restored', async (t) => {
  const { id, page } = await openDraft(t, draft);
  await node(page, 'wait').waitFor();
  await page.keyboard.press('Control+s');
  await page.getByLabel('Label').fill('One second');
  await page.getByLabel('Notes').fill('As agreed.');
  await page.getByRole('dialog').getByRole('button', { name: 'Finalize' }).click();
  await page.getByText('Version 1 is finalized').waitFor();
  await node(page, 'wait').click();
  await field(page, 'seconds').locator('.cm-content').fill('60');
  await page.locator('.react-flow__pane').click({ position: { x: 20, y: 20 } });
  await page.keyboard.press('/');
  await page.keyboard.type('set');
  await page.keyboard.press('Enter');
  await node(page, 'set').waitFor();
  await saved(page);

  await page.getByRole('button', { name: 'Versions' }).click();
  const dialog = page.getByRole('dialog', { name: 'Versions' });
  await dialog.getByText('One second').waitFor();
  await dialog.locator('[data-node="set"]').getByText('Added').waitFor();
  await dialog.locator('[data-node="wait"]').getByText('Changed').waitFor();
  await dialog.getByText('config › seconds').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Restore v1' }).click();
  await dialog.waitFor({ state: 'detached' });
  await node(page, 'set').waitFor({ state: 'detached' });
  const stored = await eventually('the draft is as version 1 was', async () => {
    const workflow = await api('GET', `/workflows/${id}`);
    return workflow.nodes.length === 2 && workflow;
  });
  assert.equal(stored.nodes[1].config.seconds, 1);
  assert.equal(stored.version, 1);
  assert.deepEqual(
    (await api('GET', `/workflows/${id}/versions`)).items.map(({ label, notes }) => [label, notes]),
    [['One second', 'As agreed.']],
  );
});
