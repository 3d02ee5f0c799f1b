import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compress } from './scripts/compress';

// `npm run dev` serves the sources and hands the API on to a running stack.
const stack = process.env.ORCHEO_URL ?? 'http://localhost:7071';

export default defineConfig({
  plugins: [react(), tailwindcss(), compress()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    outDir: 'dist',
    sourcemap: false,
    target: 'es2023',
    chunkSizeWarningLimit: 1000,
    // The content policy takes fonts from the stack only, not from data: addresses.
    assetsInlineLimit: (file) => (/\.woff2?$/.test(file) ? false : undefined),
  },
  server: {
    host: '127.0.0.1',
    // The gallery is made from examples/ in the root, and the viewer shows the pages of docs/errors.
    fs: { allow: ['..'] },
    proxy: {
      '/api': { target: stack },
      '/hubs': { target: stack, ws: true },
    },
  },
});
