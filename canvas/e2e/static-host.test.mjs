// The canvas on a static host of its own, as Azure Static Web Apps serves it: another origin than the API, and only the headers that
// build/canvas-site.sh asks for.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { node, status } from './editor.mjs';
import { openCanvas } from './harness.mjs';
import { KEY, startStack } from './stack.mjs';

const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const folder = await mkdtemp(join(tmpdir(), 'orcheo-site-'));
const site = join(folder, 'site');
const server = createServer((request, response) => void answer(request, response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const stack = await startStack({ Orcheo__Cors__AllowedOrigins: origin });
const script = fileURLToPath(new URL('../../build/canvas-site.sh', import.meta.url));
await promisify(execFile)(script, [site, `${stack.url}/api`]);
const config = JSON.parse(await readFile(join(site, 'staticwebapp.config.json'), 'utf8'));

after(async () => {
  server.close();
  await stack.stop();
  await rm(folder, { recursive: true });
});

/** What Static Web Apps does with the configuration: a file, or the fallback where it is not excluded, and the headers. */
async function answer(request, response) {
  const { pathname } = new URL(request.url, origin);
  const isAsset = pathname.startsWith('/assets/');
  const path = isAsset || extname(pathname) !== '' ? pathname : config.navigationFallback.rewrite;
  const content = await readFile(join(site, path)).catch(() => null);
  response.writeHead(content === null ? 404 : 200, {
    ...config.globalHeaders,
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
  });
  response.end(content);
}

test('the canvas of a static host signs in, edits, runs and watches', async (t) => {
  const workflow = {
    name: 'From elsewhere',
    nodes: [
      { id: 'start', type: 'manual_trigger', config: {} },
      { id: 'set', type: 'set_variable', config: { values: { n: 1 } } },
    ],
    edges: [{ source_node_id: 'start', target_node_id: 'set' }],
  };
  const made = await fetch(`${stack.url}/api/workflows`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(workflow),
  });
  const { id, ...problem } = await made.json();
  assert.equal(made.status, 201, JSON.stringify(problem));

  const page = await openCanvas(t, `${origin}/workflows/${id}`);
  const refused = [];
  page.on('console', (message) => {
    if (/Content Security Policy|CORS policy/.test(message.text())) {
      refused.push(message.text());
    }
  });
  await node(page, 'set').waitFor();
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
  await status(page, 'set', 'succeeded')
    .waitFor()
    .finally(() => assert.deepEqual(refused, []));
});

test('a folder that the script did not make is not overwritten', async () => {
  const failure = await promisify(execFile)(script, [folder, 'https://orcheo.example.com/api']).catch((error) => error);
  assert.match(failure.stderr, /was not made by this script/);
});
