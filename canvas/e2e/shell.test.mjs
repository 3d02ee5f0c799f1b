import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, CANVAS, openCanvas } from './harness.mjs';

test('the key in the link signs in, and leaves the address bar at once', async (t) => {
  const page = await openCanvas(t);
  await page.getByRole('heading', { name: 'Workflows' }).waitFor();
  assert.equal(new URL(page.url()).hash, '');
  await assertAccessible(page);
});

test('a wrong key is refused with a sentence, a right one opens the canvas, and signing out forgets it', async (t) => {
  const page = await openCanvas(t);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('API key').fill('orc_wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('No such key.').waitFor();
  await assertAccessible(page);
  await page.getByLabel('API key').fill(process.env.ORCHEO_KEY);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Workflows' }).waitFor();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.goto(`${CANVAS}/workflows`);
  await page.getByRole('heading', { name: 'Sign in with your API key' }).waitFor();
});

test('the API away shows a banner, and its return takes it away', async (t) => {
  const page = await openCanvas(t);
  await page.getByRole('heading', { name: 'Workflows' }).waitFor();
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await page.context().setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
});

test('commands and the help sheet open by keyboard, in dark too', async (t) => {
  const page = await openCanvas(t, '/workflows', { colorScheme: 'dark' });
  await page.getByRole('heading', { name: 'Workflows' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await assertAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to a workflow').fill('settings');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
});
