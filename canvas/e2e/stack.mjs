// Starts what an end-to-end test needs: the real local stack in a folder of its own, on a free port, and Chromium.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const configuration = process.env.CONFIGURATION ?? 'Release';
const assembly = join(root, 'functions/local/bin', configuration, 'net10.0/Orcheo.Local.dll');
export const KEY = 'canvas-end-to-end-tests-key';

/** The local stack, serving; `stop` ends it and removes its data. */
export async function startStack(settings = {}) {
  if (!existsSync(assembly)) {
    throw new Error('The local stack is not built: run `make build` first.');
  }
  const data = await mkdtemp(join(tmpdir(), 'orcheo-canvas-'));
  const child = spawn('dotnet', ['exec', assembly], {
    cwd: root,
    env: {
      ...process.env,
      Orcheo__Port: '0',
      Orcheo__DataDirectory: data,
      Orcheo__AdminKey: KEY,
      Orcheo__Http__AllowPrivateNetworks: 'true',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const ready = /Orcheo is ready at (http:\S+)/.exec(output);
      if (ready !== null) {
        resolve(ready[1].replace(/\/$/, ''));
      }
    });
    child.once('exit', (code) => reject(new Error(`The stack ended with ${code}:\n${output}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  };
  return { url, key: KEY, stop };
}

/** Where the canvas is: the stack serves canvas/dist itself, with the headers that it has in earnest. */
export async function serveCanvas(url) {
  const page = await fetch(url, { headers: { Accept: 'text/html' } });
  if (!page.ok) {
    throw new Error('The canvas is not built: run `make canvas` first.');
  }
  return { url, stop: async () => {} };
}

export function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
      '--disable-sync',
    ],
  });
}
