// Pictures of every page in both themes and three widths, into artifacts/screenshots (or the folder named first). A second argument
// picks pages whose name holds it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenes } from './scenes.mjs';
import { serveCanvas, startBrowser, startStack } from './stack.mjs';

const target = process.argv[2] ?? fileURLToPath(new URL('../../artifacts/screenshots', import.meta.url));
const wanted = (process.argv[3] ?? '').split(',');
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 768, height: 1024 },
];

await mkdir(target, { recursive: true });
const stack = await startStack();
const browser = await startBrowser();
try {
  const canvas = await serveCanvas(stack.url);
  process.env.ORCHEO_CANVAS = canvas.url;
  process.env.ORCHEO_API = `${stack.url}/api`;
  process.env.ORCHEO_KEY = stack.key;
  const { seed } = await import('./seed.mjs');
  const made = await seed();
  const picked = scenes(made).filter(({ name }) => wanted.some((word) => name.includes(word)));
  for (const theme of ['light', 'dark']) {
    for (const viewport of SIZES) {
      const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      await page.goto(`${canvas.url}/workflows#key=${stack.key}`);
      for (const scene of picked) {
        await take(page, canvas.url, scene, `${scene.name}-${theme}-${viewport.width}.png`);
      }
      await context.close();
    }
  }
  made.service.stop();
  await canvas.stop();
} finally {
  await browser.close();
  await stack.stop();
}

/** One picture. A scene that cannot be made is told, and the others are taken all the same. */
async function take(page, address, scene, file) {
  try {
    await page.goto(address + scene.path);
    await page.waitForLoadState('networkidle');
    await scene.prepare?.(page);
    await page.waitForTimeout(250);
    await page.screenshot({ path: join(target, file) });
  } catch (error) {
    process.exitCode = 1;
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
