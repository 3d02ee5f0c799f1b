import assert from 'node:assert/strict';
import { test } from 'node:test';
import { api, assertAccessible, openCanvas } from './harness.mjs';

/** Everything that a page was sent, so that a secret in any of it is found. */
function listen(page) {
  const bodies = [];
  page.on('response', (response) => bodies.push(response.text().catch(() => '')));
  return async () => (await Promise.all(bodies)).join('\n');
}

test('a credential is made by its schema, never shown again, replaced, and not deleted while it is used', async (t) => {
  const secret = 'never-shown-again-4711';
  const page = await openCanvas(t, '/credentials');
  await page.getByRole('heading', { name: 'Credentials' }).waitFor();
  const received = listen(page);
  await page.getByRole('button', { name: 'New credential' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).first().fill('Weather key');
  await dialog.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'API key' });
  await dialog.locator('input[name="name"]').fill('X-Key');
  await dialog.getByLabel('Value').fill(secret);
  assert.equal(await dialog.getByLabel('Value').getAttribute('type'), 'password');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Create credential' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Weather key' });
  await row.getByText('API key').waitFor();

  await row.getByRole('button', { name: 'Actions for Weather key' }).click();
  await page.getByRole('menuitem', { name: 'Rename or replace' }).click();
  await dialog.getByText('It cannot be shown.').waitFor();
  await dialog.getByRole('button', { name: 'Replace the secret' }).click();
  assert.equal(await dialog.getByLabel('Value').inputValue(), '');
  await page.keyboard.press('Escape');
  await page.reload();
  await row.waitFor();
  assert.ok(!(await page.content()).includes(secret));
  assert.ok(!(await received()).includes(secret));

  const stored = (await api('GET', '/credentials')).items.find(({ name }) => name === 'Weather key');
  assert.deepEqual((await api('GET', `/credentials/${stored.id}?reveal=true`)).data, {
    in: 'header',
    name: 'X-Key',
    value: secret,
  });
  await api('POST', '/workflows', {
    name: 'Uses the weather key',
    nodes: [{ id: 'call', type: 'http_request', credentials_ref: stored.id, config: { url: 'http://localhost/' } }],
    edges: [],
  });
  await row.getByRole('button', { name: 'Actions for Weather key' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await dialog.getByRole('button', { name: 'Delete', exact: true }).click();
  await dialog.getByText('Uses the weather key').waitFor();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Delete all the same' }).click();
  await page.getByText('Deleted “Weather key”').waitFor();
  await row.waitFor({ state: 'detached' });
});

test('an API key is shown once, may do what was ticked, and is refused when revoked', async (t) => {
  const page = await openCanvas(t, '/keys');
  await page.getByRole('button', { name: 'New API key' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('For the tests');
  await dialog.getByRole('button', { name: 'Runner' }).click();
  await dialog.getByRole('checkbox', { name: /audit:read/ }).check();
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Create key' }).click();
  const secret = await page.locator('[data-secret]').textContent();
  const as = (path) => fetch(process.env.ORCHEO_API + path, { headers: { Authorization: `Bearer ${secret}` } });
  assert.deepEqual((await (await as('/workspace')).json()).key.scopes, [
    'audit:read',
    'executions:read',
    'executions:run',
  ]);
  assert.equal((await as('/workflows')).status, 403);
  await page.getByRole('button', { name: 'Done' }).click();
  await page.reload();
  const row = page.getByRole('row').filter({ hasText: 'For the tests' });
  await row.waitFor();
  assert.ok(!(await page.content()).includes(secret));
  await assertAccessible(page);
  await row.getByRole('button', { name: 'Revoke For the tests' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click();
  // While the dialog is open the row is hidden: that it is not found then says nothing.
  await page.getByText('“For the tests” is revoked').waitFor();
  await row.waitFor({ state: 'detached' });
  assert.equal((await as('/workspace')).status, 401);
});

test('the audit log is filtered by what and by whom, and shows its details', async (t) => {
  const made = await api(
    'POST',
    '/workflows',
    { name: 'Audited', nodes: [], edges: [] },
    { Prefer: 'handling=lenient' },
  );
  const page = await openCanvas(t, `/audit?resource=${made.id}`);
  const log = page.getByRole('region', { name: 'Audit log' });
  await log.getByText('workflow.create').waitFor();
  assert.equal(await log.getByRole('row').count(), 2);
  await assertAccessible(page);
  await log.getByRole('button', { name: /^Details of workflow.create/ }).click();
  await page.getByRole('dialog').getByText(made.id).waitFor();
  await page.keyboard.press('Escape');
  await page.getByLabel('Id of one thing').fill('');
  await page.getByLabel('About').selectOption({ label: 'Webhooks' });
  await page.getByLabel('Key of who did it').fill('key_nobody');
  await page.getByText('Nothing matches').waitFor();
  await page.getByLabel('Key of who did it').fill('Not An Id');
  await page.getByText('Ids have lower-case letters').waitFor();
});

test('settings tell about the installation and the key, and the theme is chosen by keyboard', async (t) => {
  const page = await openCanvas(t, '/settings');
  await page.getByRole('region', { name: 'The installation' }).getByText('Sqlite').waitFor();
  await page.getByRole('region', { name: 'Your key' }).getByText('credentials:manage').waitFor();
  await assertAccessible(page);
  await page.getByRole('radio', { name: 'As the system' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await assertAccessible(page);
  await page.reload();
  await page.getByRole('region', { name: 'Limits' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
});

for (const [place, title] of [
  ['/triggers', 'Triggers'],
  ['/credentials', 'Credentials'],
  ['/keys', 'API keys'],
  ['/audit', 'Audit'],
]) {
  test(`${title} in dark is as legible`, async (t) => {
    const page = await openCanvas(t, place, { colorScheme: 'dark' });
    await page.getByRole('heading', { name: title, exact: true }).waitFor();
    await page.waitForLoadState('networkidle');
    await assertAccessible(page);
  });
}
