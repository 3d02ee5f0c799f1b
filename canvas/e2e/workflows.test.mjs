import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { api, assertAccessible, eventually, openCanvas } from './harness.mjs';

/** Everything that a workflow document can hold, in values that are easily lost on the way. */
const document = (name, tag) => ({
  name,
  description: 'Übersicht & "quotes" \u2028 <b>',
  tags: [tag, 'b'],
  nodes: [
    { id: 'start', type: 'manual_trigger', name: 'Start', ui: { x: -12.5, y: 0 } },
    {
      id: 'keep',
      type: 'set_variable',
      config: { values: { big: 1e21, small: 0.1, text: '{{ input.a }}', nothing: null, list: [1, [true]] } },
      retry: { max_attempts: 2 },
      timeout_seconds: 3,
      on_error: 'continue',
      ui: { x: 240, y: 0, note: 'kept' },
    },
  ],
  edges: [{ id: 'e1', source_node_id: 'start', target_node_id: 'keep', condition: 'input.a !== null' }],
  settings: { retry: { max_attempts: 5 }, max_concurrent_runs: 2 },
  ui: { zoom: 0.75 },
});

const AUTHORED = ['name', 'description', 'tags', 'schema_version', 'nodes', 'edges', 'settings', 'ui'];
const authored = (workflow) => Object.fromEntries(AUTHORED.map((member) => [member, workflow[member]]));

const row = (page, name) => page.getByRole('row').filter({ hasText: name });
async function choose(page, name, item) {
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('what is exported and imported again is the same, byte for byte', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'orcheo-e2e-'));
  t.after(() => rm(folder, { recursive: true }));
  const name = 'Round trip of everything';
  const made = await api('POST', '/workflows', document(name, 'round-trip'));
  const page = await openCanvas(t, '/workflows?tag=round-trip');
  const exported = async () => {
    const [file] = await Promise.all([page.waitForEvent('download'), choose(page, name, 'Export as JSON')]);
    assert.equal(file.suggestedFilename(), 'round-trip-of-everything.json');
    return readFile(await file.path(), 'utf8');
  };
  const first = await exported();
  assert.deepEqual(JSON.parse(first), authored(await api('GET', `/workflows/${made.id}`)));

  await api('DELETE', `/workflows/${made.id}?purge=true`);
  const path = join(folder, 'round-trip-of-everything.json');
  await writeFile(path, first);
  await page.getByLabel('Files to import').setInputFiles(path);
  await page.getByText('Imported “Round trip of everything”').waitFor();
  await row(page, name).waitFor();
  assert.equal(await exported(), first);

  await writeFile(join(folder, 'none.json'), '{"steps": []}');
  await page.getByLabel('Files to import').setInputFiles(join(folder, 'none.json'));
  await page.getByText('none.json is JSON, but not a workflow').waitFor();
});

test('a deleted workflow is back after undo, with its versions; a duplicate stands beside its original', async (t) => {
  const name = 'Deleted by mistake';
  const made = await api('POST', '/workflows', document(name, 'undo'));
  await api('POST', `/workflows/${made.id}/versions`, { label: 'one' });
  const page = await openCanvas(t, '/workflows?tag=undo');
  await choose(page, name, 'Delete');
  await page.getByText('Nothing matches').waitFor();
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await row(page, name).waitFor();
  assert.equal((await api('GET', `/workflows/${made.id}`)).version, 1);

  await choose(page, name, 'Duplicate');
  await row(page, `${name} (copy)`).waitFor();
  const { items } = await api('GET', '/workflows?tag=undo');
  assert.deepEqual(items.map((item) => item.name).sort(), [name, `${name} (copy)`]);
  assert.deepEqual(items[0].nodes, items[1].nodes);
});

test('the list is searched and filtered, shows the last run, and is used by keyboard', async (t) => {
  const { id } = await api('POST', '/workflows', document('Needle in the list', 'needle'));
  await api('POST', '/workflows', document('Hay', 'hay'));
  const page = await openCanvas(t);
  await page.getByRole('heading', { name: 'Workflows' }).waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('needle in');
  await row(page, 'Hay').waitFor({ state: 'detached' });
  await row(page, 'Needle in the list').getByText('never').waitFor();
  await api('POST', '/executions', { workflow_id: id, input: { a: 1 } }, { Prefer: 'wait=20' });
  await row(page, 'Needle in the list').getByText('Succeeded').waitFor();
  await assertAccessible(page);
  await row(page, 'Needle in the list').getByRole('button', { name: 'needle', exact: true }).click();
  assert.equal(new URL(page.url()).searchParams.get('tag'), 'needle');
  await page.getByRole('link', { name: 'Needle in the list' }).focus();
  await page.keyboard.press('Enter');
  await eventually('the editor', () => page.url().includes(`/workflows/${id}`));
});

test('an example of the gallery becomes a workflow of one’s own', async (t) => {
  const page = await openCanvas(t);
  await page.getByRole('button', { name: 'Examples' }).first().click();
  const gallery = page.getByRole('dialog', { name: 'Start from an example' });
  await gallery.getByRole('button', { name: 'Branch on the input' }).waitFor();
  await assertAccessible(page);
  await gallery.getByRole('button', { name: 'Branch on the input' }).click();
  await eventually('the editor', () => /\/workflows\/wf_/.test(page.url()));
  const made = await api('GET', `/workflows/${/wf_[0-9a-z]+/.exec(page.url())[0]}`);
  const example = JSON.parse(await readFile(new URL('../../examples/branch.json', import.meta.url), 'utf8'));
  assert.deepEqual(
    made.nodes.map((node) => node.id),
    example.nodes.map((node) => node.id),
  );
});
