import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { api, assertAccessible, eventually } from './harness.mjs';
import { center, connect, entry, field, handle, node, openDraft, saved, status, until } from './editor.mjs';
import { startService } from './seed.mjs';

const service = await startService();
after(() => service.stop());

test('the If/Else + HTTP workflow is built by mouse, saves itself, and runs live', async (t) => {
  const { id, page } = await openDraft(t);
  const canvas = await center(page.locator('.react-flow'));
  const palette = (name) => page.getByRole('complementary', { name: 'Nodes' }).getByRole('button', { name });
  await palette('Manual trigger').click();
  await node(page, 'start').waitFor();
  // The rest is dragged onto the canvas, each to its own place.
  const places = [
    ['HTTP request', 'request', 0, -150],
    ['If / else', 'decide', 0, 60],
    ['Set variable', 'set', 230, -150],
    ['Set variable', 'set_2', 230, 60],
  ];
  for (const [name, id, x, y] of places) {
    await until(`${name} is dropped`, node(page, id), async () =>
      palette(name).dragTo(page.locator('.react-flow__pane'), {
        targetPosition: await within(page, canvas.x + x, canvas.y + y),
      }),
    );
  }

  await connect(page, handle(page, 'start'), entry(page, 'request'));
  await connect(page, handle(page, 'request'), entry(page, 'decide'));
  await connect(page, handle(page, 'decide', 'true'), entry(page, 'set'));
  await connect(page, handle(page, 'decide', 'false'), entry(page, 'set_2'));

  await node(page, 'request').click();
  await field(page, 'url').locator('.cm-content').fill(`${service.url}/forecast`);
  await node(page, 'decide').click();
  await field(page, 'condition').locator('.cm-content').fill('nodes.request.output.body.temperature > 20');
  await node(page, 'set').click();
  await field(page, 'values').getByRole('button', { name: 'Add' }).click();
  await field(page, 'values').getByLabel('name 1').fill('verdict');
  await field(page, 'values').locator('.cm-content').fill('warm in {{ nodes.request.output.body.city }}');
  await saved(page);

  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await status(page, 'request', 'succeeded').waitFor();
  await status(page, 'set', 'succeeded').waitFor();
  await status(page, 'set_2', 'skipped').waitFor();
  await page.locator('[data-taken="true"]').first().waitFor({ state: 'attached' });
  assert.equal(await page.locator('[data-taken="true"]').count(), 3);
  await page.getByText('"warm in Oslo"').first().waitFor();
  await assertAccessible(page);

  await page.reload();
  await node(page, 'set_2').waitFor();
  const stored = await api('GET', `/workflows/${id}`);
  assert.deepEqual(
    stored.edges.map((edge) => [edge.source_node_id, edge.source_handle ?? null, edge.target_node_id]),
    [
      ['start', null, 'request'],
      ['request', null, 'decide'],
      ['decide', 'true', 'set'],
      ['decide', 'false', 'set_2'],
    ],
  );
  assert.equal(stored.nodes.length, 5);
});

test('the same workflow is built and run by keyboard alone', async (t) => {
  const { id, page } = await openDraft(t);
  const keys = page.keyboard;
  const add = async (search, made) => {
    await keys.press('/');
    await page.getByPlaceholder('What should happen?').waitFor();
    await keys.type(search);
    await keys.press('Enter');
    await node(page, made).waitFor();
  };
  await add('manual', 'start');
  await add('http', 'request');
  await configure(page);
  await keys.press('Tab');
  await eventually('the focus is in the URL', () =>
    field(page, 'url')
      .locator('.cm-content')
      .evaluate((element) => element === document.activeElement),
  );
  await keys.type(`${service.url}/forecast`);
  await leaveField(page);
  await add('if', 'decide');
  await configure(page);
  await keys.type('nodes.request.output.status === 200');
  await leaveField(page);
  if ((await page.locator('.react-flow__node.selected').count()) === 0) {
    await keys.press('[');
  }
  await add('set', 'set');
  // A second branch: back to the decision, another node from its free handle, and a connection by name.
  await keys.press('[');
  await add('set', 'set_2');
  await keys.press('[');
  await keys.press('[');
  await page.locator('.react-flow__node.selected[data-id="decide"]').waitFor();
  await keys.press('c');
  await page.getByPlaceholder('Which node?').waitFor();
  await keys.type('true → set_2');
  await keys.press('Enter');
  await eventually('five connections', async () => (await page.locator('.react-flow__edge').count()) === 5);
  await saved(page);
  await keys.press('Control+Enter');
  await status(page, 'set', 'succeeded').waitFor();
  await status(page, 'set_2', 'succeeded').waitFor();
  const stored = await api('GET', `/workflows/${id}`);
  assert.deepEqual(
    stored.edges.map((edge) => `${edge.source_node_id} ${edge.source_handle ?? ''} ${edge.target_node_id}`),
    ['start  request', 'request  decide', 'decide true set', 'decide false set_2', 'decide true set_2'],
  );
});

test('undo, redo, copy, paste, notes and arranging work by their keys', async (t) => {
  const { page } = await openDraft(
    t,
    {
      name: 'Edits',
      nodes: [
        { id: 'start', type: 'manual_trigger' },
        { id: 'wait', type: 'delay', config: { seconds: 0 } },
      ],
      edges: [{ source_node_id: 'start', target_node_id: 'wait' }],
    },
    { permissions: ['clipboard-read', 'clipboard-write'] },
  );
  const count = () => page.locator('.react-flow__node').count();
  const keys = page.keyboard;
  await node(page, 'wait').waitFor();
  await keys.press('Control+a');
  await keys.press('Control+c');
  await page.getByText('Copied 2 nodes').waitFor();
  await keys.press('Control+v');
  await eventually('four nodes', async () => (await count()) === 4);
  await node(page, 'wait_2').waitFor();
  await keys.press('Control+z');
  await eventually('two nodes again', async () => (await count()) === 2);
  await keys.press('Control+Shift+z');
  await eventually('four nodes again', async () => (await count()) === 4);
  await keys.press('Delete');
  await eventually('two nodes are left', async () => (await count()) === 2);
  await keys.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill('Remember the milk');
  await leaveField(page);
  await saved(page);
  await keys.press('l');
  await saved(page);

  // Into another workflow: the clipboard is text.
  const other = await openDraft(t, undefined, { permissions: ['clipboard-read', 'clipboard-write'] });
  await other.page.evaluate(
    (text) => {
      const data = new DataTransfer();
      data.setData('text/plain', text);
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    await page.evaluate(() => navigator.clipboard.readText()),
  );
  await node(other.page, 'wait').waitFor();
  await saved(other.page);

  await page.reload();
  await page.getByRole('textbox', { name: 'Note' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Note' }).inputValue(), 'Remember the milk');
});

/** To the first field of the selected node. Whoever types before it is there gives commands. */
async function configure(page) {
  await page.keyboard.press('e');
  await eventually('the focus is in a field', () =>
    page.evaluate(() => document.activeElement?.closest('[aria-label="Inspector"] [data-field]') != null),
  );
}

/** Escape closes what is proposed, then leaves the field. */
async function leaveField(page) {
  await eventually('the field is left', async () => {
    await page.keyboard.press('Escape');
    return page.evaluate(() => document.activeElement?.closest('.cm-editor, input, textarea') == null);
  });
}

async function within(page, x, y) {
  const box = await page.locator('.react-flow__pane').boundingBox();
  return { x: x - box.x, y: y - box.y };
}
