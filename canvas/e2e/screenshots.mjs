// Pictures of every page in both themes and three widths, into artifacts/screenshots (or the folder named first). A second argument
// picks pages whose name holds it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scenes } from './scenes.mjs';
import { serveCanvas, startBrowser, startStack } from './stack.mjs';

const target = process.argv[2] ?? fileURLToPath(new URL('../../artifacts/screenshots', import.meta.url));
const wanted = process.argv[3] ?? '';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 768, height: 1024 },
];

await mkdir(target, { recursive: true });
const stack = await startStack();
const canvas = await serveCanvas(stack.url);
const browser = await startBrowser();
process.env.ORCHEO_CANVAS = canvas.url;
process.env.ORCHEO_API = `${stack.url}/api`;
process.env.ORCHEO_KEY = stack.key;
const { seed } = await import('./seed.mjs');
const made = await seed();

for (const theme of ['light', 'dark']) {
  for (const viewport of SIZES) {
    const context = await browser.newContext({ viewport, colorScheme: theme, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(`${canvas.url}/workflows#key=${stack.key}`);
    for (const scene of scenes(made).filter((one) => one.name.includes(wanted))) {
      await page.goto(canvas.url + scene.path);
      await page.waitForLoadState('networkidle');
      await scene.prepare?.(page);
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(target, `${scene.name}-${theme}-${viewport.width}.png`) });
    }
    await context.close();
  }
}
await browser.close();
await canvas.stop();
await stack.stop();
