import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { api, assertAccessible, eventually, openCanvas } from './harness.mjs';

const makeWorkflow = (name) =>
  api('POST', '/workflows', {
    name,
    nodes: [
      { id: 'keep', type: 'set_variable', config: { values: { said: '{{ trigger.body?.hello ?? "nothing" }}' } } },
    ],
    edges: [],
  });
const workflowField = (dialog) => dialog.getByRole('combobox', { name: 'Workflow' });
const runs = async (id) => (await api('GET', `/executions?workflow_id=${id}`)).items;

test('a webhook is made, its secret shown once, and the shown line starts the workflow', async (t) => {
  const { id } = await makeWorkflow('Called from outside');
  const page = await openCanvas(t, '/triggers');
  await page.getByRole('button', { name: 'New webhook' }).first().click();
  const dialog = page.getByRole('dialog');
  await workflowField(dialog).selectOption({ label: 'Called from outside' });
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  await page.getByRole('dialog', { name: 'The webhook is ready' }).waitFor();
  await assertAccessible(page);
  const secret = await page.locator('[data-secret]').textContent();
  assert.match(secret, /^whsec_/);
  const line = await page.getByLabel('Test command', { exact: true }).textContent();
  const { stdout } = await promisify(execFile)('bash', ['-euc', line]);
  const { execution_id: started } = JSON.parse(stdout);
  const ended = await eventually('the end', async () => {
    const run = await api('GET', `/executions/${started}`);
    return run.status === 'succeeded' && run;
  });
  assert.deepEqual([ended.output, ended.workflow_id, ended.trigger.type], [{ said: 'world' }, id, 'webhook']);
  await page.getByRole('button', { name: 'Done' }).click();

  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'Called from outside' });
  await row.getByRole('img', { name: 'Succeeded' }).waitFor();
  assert.ok(!(await page.content()).includes(secret));
  await row.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Last deliveries' }).click();
  await page.getByRole('dialog').getByText('Succeeded').waitFor();
  await page.keyboard.press('Escape');

  // Off: its URL is not there. A secret that was rotated without overlap no longer signs.
  await row.getByRole('switch').click();
  await page.getByText('The trigger is off').waitFor();
  await assert.rejects(promisify(execFile)('bash', ['-euc', line.replace('curl -sS', 'curl -sSf')]));
  await row.getByRole('switch').click();
  await page.getByText('The trigger is on').waitFor();
  await row.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Rotate the secret' }).click();
  await page.getByLabel('The present secret is good for').selectOption({ label: 'not at all' });
  await page.getByRole('button', { name: 'Rotate' }).click();
  const fresh = await page.locator('[data-secret]').textContent();
  assert.notEqual(fresh, secret);
  await assert.rejects(promisify(execFile)('bash', ['-euc', line.replace('curl -sS', 'curl -sSf')]));
  const again = await page.getByLabel('Test command', { exact: true }).textContent();
  assert.match((await promisify(execFile)('bash', ['-euc', again])).stdout, /execution_id/);
});

test('a schedule previews its times, fires, and is changed with nobody’s change lost', async (t) => {
  const { id } = await makeWorkflow('Called by the clock');
  const page = await openCanvas(t, '/triggers');
  await page.getByRole('button', { name: 'New schedule' }).first().click();
  const dialog = page.getByRole('dialog');
  await workflowField(dialog).selectOption({ label: 'Called by the clock' });
  const preview = dialog.getByRole('region', { name: 'Next times' });
  await dialog.getByLabel('Time zone').fill('America/New_York');
  await dialog.getByRole('textbox', { name: 'Schedule' }).fill('0 30 2 8 3 ? 2099');
  // The spring gap of New York: 02:30 does not exist there on 8 March 2099.
  await preview.getByText('08 Mar 2099, 03:00:00').waitFor();
  await dialog.getByRole('textbox', { name: 'Schedule' }).fill('every now and then');
  await preview.locator('.text-bad').waitFor();
  await dialog.getByRole('textbox', { name: 'Schedule' }).fill('* * * * * ?');
  await preview.getByRole('time').nth(4).waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Create schedule' }).click();
  await eventually('two fires', async () => (await runs(id)).length >= 2);
  const row = page.getByRole('row').filter({ hasText: 'Called by the clock' });
  await row.getByRole('img', { name: 'Succeeded' }).waitFor();
  await assertAccessible(page);

  await row.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Change' }).click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Schedule' }).fill('0 0 9 * * ?');
  const [trigger] = (await api('GET', `/triggers/cron?workflow_id=${id}`)).items;
  await api('PUT', `/triggers/cron/${trigger.id}`, { ...trigger, timezone: 'Asia/Tokyo' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Someone else has changed this schedule.').waitFor();
  assert.equal((await api('GET', `/triggers/cron/${trigger.id}`)).timezone, 'Asia/Tokyo');
  await page.keyboard.press('Escape');

  await row.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The schedule is deleted').waitFor();
  await row.waitFor({ state: 'detached' });
});
