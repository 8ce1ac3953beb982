import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '#kernel/config';
import { startEmbeddedServer, migrate, type EmbeddedServer } from '#kernel/database';
import { migrations } from '../hub/surface.js';

/** A throw-away server with the current schema, for commands that print what the code makes. */
export async function withTemporaryServer<T>(work: (server: EmbeddedServer, directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'xiecha-print-'));
  const server = await startEmbeddedServer({ directory: join(directory, 'postgres'), durable: false });
  try {
    await migrate(server.ownerUrl, migrations, { user: 'xiecha_app', password: 'print' });
    return await work(server, directory);
  } finally {
    await server.stop({ always: true });
    rmSync(directory, { recursive: true, force: true });
  }
}

export function temporaryConfig(directory: string): ReturnType<typeof loadConfig> {
  return loadConfig({ XIECHA_DATA: directory, LOG_LEVEL: 'silent', PORT: '0' });
}
