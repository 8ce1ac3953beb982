import { rmSync } from 'node:fs';

/** After a test run: stops the server of `start-server.mjs` and removes its directory. */
export default async function stopServer() {
  const started = globalThis.xiechaTestServer;
  if (!started) return;
  await started.server.stop({ always: true });
  rmSync(started.directory, { recursive: true, force: true });
}
