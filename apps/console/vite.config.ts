import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The running hub that a console under development talks to. */
const hub = process.env['XIECHA_HUB'] ?? 'http://localhost:3000';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    target: 'es2022',
    // The UI kit alone is larger than the default warning; pages are split by route.
    chunkSizeWarningLimit: 1200,
  },
  server: {
    port: 5173,
    strictPort: true,
    // Files of imports and statements lie beside the console's own pages under /imports and /audit.
    proxy: { '/graphql': hub, '/uploads': hub, '/health': hub, '^/imports/(templates/.+|[^/]+/errors)$': hub, '/audit/statement/': hub },
  },
});
