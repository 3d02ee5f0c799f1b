// What the end-to-end tests share. No answer of the API is ever made up: they drive Chromium against the stack that run.mjs started.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after } from 'node:test';
import { startBrowser } from './stack.mjs';

export { api } from './api.mjs';

export const CANVAS = process.env.ORCHEO_CANVAS;
const KEY = process.env.ORCHEO_KEY;
const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser;
after(() => browser?.close());

/**
 * A signed-in page of its own, closed when the test `t` ends. A message on the console that is an error fails the test.
 * `path` may be a whole address, of a canvas elsewhere.
 * @param {import('node:test').TestContext} t
 */
export async function openCanvas(t, path = '/workflows', options = {}) {
  browser ??= await startBrowser();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems = [];
  page.on('pageerror', (error) => problems.push(error.message));
  t.after(async () => {
    await context.close();
    if (problems.length > 0) {
      throw new Error(`The page threw: ${problems.join('; ')}`);
    }
  });
  await page.goto(`${new URL(path, CANVAS)}#key=${KEY}`);
  return page;
}

/** Resolves with the first truthy answer of `ask`; fails after `timeout` milliseconds. */
export async function eventually(what, ask, timeout = 15_000) {
  const end = performance.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer) {
      return answer;
    }
    if (performance.now() > end) {
      throw new Error(`Never came true: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Fails when axe finds something on the page as it is now. */
export async function assertAccessible(page) {
  // Colours that are on their way to others are not what is to be measured.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((animation) => animation.playState !== 'running' || animation.effect?.getTiming().iterations === Infinity),
  );
  await page.evaluate(axeSource);
  const violations = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }).then((result) => result.violations),
  );
  if (violations.length > 0) {
    const lines = violations.map(
      (found) =>
        `${found.id}: ${found.help}\n${found.nodes
          .map((node) => `    ${node.html}\n    ${node.failureSummary}`)
          .slice(0, 4)
          .join('\n')}`,
    );
    throw new Error(`axe on ${page.url()}:\n${lines.join('\n')}`);
  }
}
