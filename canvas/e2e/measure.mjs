// Figures of the canvas, as JSON: dragging in a workflow of 500 nodes, and the first load of the list page.
import { gzipSync } from 'node:zlib';
import { serveCanvas, startBrowser, startStack } from './stack.mjs';

const stack = await startStack();
const canvas = await serveCanvas(stack.url);
const browser = await startBrowser();
process.env.ORCHEO_API = `${stack.url}/api`;
process.env.ORCHEO_KEY = stack.key;
const { api } = await import('./api.mjs');

const COUNT = 500;
const nodes = Array.from({ length: COUNT }, (_, index) => ({
  id: `n${index}`,
  type: index === 0 ? 'manual_trigger' : 'set_variable',
  ...(index > 0 && { config: { values: { x: '{{ input }}' } } }),
  ui: { x: (index % 25) * 260, y: Math.floor(index / 25) * 110 },
}));
const edges = nodes
  .slice(1)
  .map((node, index) => ({ id: `e${index}`, source_node_id: `n${Math.floor(index / 2)}`, target_node_id: node.id }));
const workflow = await api('POST', '/workflows', { name: 'Large', nodes, edges });

async function drag() {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await page.goto(`${canvas.url}/workflows/${workflow.id}#key=${stack.key}`);
  await page.locator('[data-node="n0"]').waitFor();
  await page.waitForTimeout(1000);
  const shown = await page.locator('.react-flow__node').count();
  const node = page.locator('[data-node="n260"]');
  const box = await node.boundingBox();
  await page.evaluate(() => {
    window.frames_ = [];
    let last = performance.now();
    const tick = (now) => {
      window.frames_.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.evaluate(() => (window.frames_.length = 0));
  for (let step = 1; step <= 180; step += 1) {
    await page.mouse.move(box.x + box.width / 2 + step * 2, box.y + box.height / 2 + Math.sin(step / 10) * 60);
  }
  const frames = await page.evaluate(() => window.frames_.slice().sort((a, b) => a - b));
  await page.mouse.up();
  await page.close();
  const at = (share) => Math.round(frames[Math.floor(frames.length * share)] * 10) / 10;
  return {
    nodes: COUNT,
    nodes_shown: shown,
    frames: frames.length,
    frame_ms_p50: at(0.5),
    frame_ms_p95: at(0.95),
    frames_per_second_p50: Math.round(1000 / at(0.5)),
  };
}

async function firstLoad() {
  const page = await browser.newPage();
  let bytes = 0;
  page.on('response', async (response) => {
    const { pathname } = new URL(response.url());
    if (response.ok() && !pathname.startsWith('/api')) {
      const body = await response.body().catch(() => Buffer.alloc(0));
      // Fonts are compressed by themselves.
      bytes += /\.woff2$/.test(pathname) ? body.length : gzipSync(body).length;
    }
  });
  const started = performance.now();
  await page.goto(`${canvas.url}/workflows#key=${stack.key}`);
  await page.getByRole('link', { name: 'Large' }).waitFor();
  const interactive = Math.round(performance.now() - started);
  await page.waitForLoadState('networkidle');
  await page.close();
  return { gzip_kib: Math.round(bytes / 1024), interactive_ms: interactive };
}

console.log(JSON.stringify({ list_page: await firstLoad(), drag: await drag() }, null, 2));
await browser.close();
await canvas.stop();
await stack.stop();
