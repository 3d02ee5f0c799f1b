// Runs e2e/*.test.mjs against one stack: `npm run e2e`, or `npm run e2e -- editor` for files whose name holds "editor".
// The results go to standard output as the spec reporter has them, and as TAP into the file that E2E_RESULTS names.
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serveCanvas, startStack } from './stack.mjs';

const wanted = process.argv[2] ?? '';
const here = fileURLToPath(new URL('.', import.meta.url));
const files = (await readdir(here))
  .filter((name) => name.endsWith('.test.mjs') && name.includes(wanted))
  .map((name) => here + name);

const stack = await startStack();
const canvas = await serveCanvas(stack.url).catch(async (error) => {
  await stack.stop();
  throw error;
});
const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
if (process.env.E2E_RESULTS !== undefined) {
  reporters.push('--test-reporter=tap', `--test-reporter-destination=${process.env.E2E_RESULTS}`);
}
const child = spawn(process.execPath, ['--test', '--test-concurrency=2', ...reporters, ...files], {
  stdio: 'inherit',
  env: { ...process.env, ORCHEO_CANVAS: canvas.url, ORCHEO_API: `${stack.url}/api`, ORCHEO_KEY: stack.key },
});
const code = await new Promise((resolve) => child.once('exit', resolve));
await canvas.stop();
await stack.stop();
process.exit(code ?? 1);
