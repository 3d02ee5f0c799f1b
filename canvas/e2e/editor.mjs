// What the tests of the editor share.
import { api } from './api.mjs';
import { eventually, openCanvas } from './harness.mjs';

/** An empty draft, and the editor open on it. */
export async function openDraft(t, workflow = { name: 'New', nodes: [], edges: [] }, options = {}) {
  const { id } = await api('POST', '/workflows', workflow, { Prefer: 'handling=lenient' });
  const page = await openCanvas(t, `/workflows/${id}`, options);
  await page.getByRole('button', { name: 'Run', exact: true }).waitFor();
  return { id, page };
}

export const node = (page, id) => page.locator(`[data-node="${id}"]`);
export const status = (page, id, value) => page.locator(`[data-node="${id}"][data-status="${value}"]`);
export const field = (page, name) => page.locator(`[data-field="/${name}"]`);

export async function saved(page) {
  await page
    .getByRole('status')
    .filter({ hasText: /^Saved$/ })
    .waitFor();
}

/** The handle of a node where edges leave, by its name. */
export const handle = (page, id, name = '') =>
  page.locator(
    `.react-flow__node[data-id="${id}"] .react-flow__handle.source${name === '' ? ':not([data-handleid])' : `[data-handleid="${name}"]`}`,
  );
export const entry = (page, id) => page.locator(`.react-flow__node[data-id="${id}"] .react-flow__handle.target`);

/** Drags with real mouse events, in steps, as a hand would. */
export async function drag(page, from, to) {
  const start = await center(from);
  const end = 'x' in to ? to : await center(to);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

/** Does something with the mouse until it shows. A busy browser may lose the drag that a machine makes; a hand would drag again. */
export async function until(what, shows, act) {
  await eventually(what, async () => {
    await act();
    return shows.waitFor({ state: 'attached', timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
}

/** Connects two nodes by the mouse. */
export async function connect(page, from, to) {
  const edges = page.locator('.react-flow__edge');
  const next = edges.nth(await edges.count());
  await until('a connection', next, () => drag(page, from, to));
}

export async function center(locator) {
  const box = await locator.boundingBox();
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
