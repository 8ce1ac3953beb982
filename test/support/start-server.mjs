import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer } from '../../libs/kernel/database/embedded-server.ts';

const PREFIX = 'xiecha-test-';

/**
 * Before a test run: one real PostgreSQL for all of it, in a temporary directory and without durability. Its owner URL
 * is in XIECHA_TEST_OWNER_URL; when that is set from outside, that server is used instead (any PostgreSQL 15 to 18).
 */
export default async function startServer() {
  // names the run's template database; workers inherit it
  process.env.XIECHA_TEST_RUN = randomBytes(6).toString('hex');
  if (process.env.XIECHA_TEST_OWNER_URL) return;
  await removeLeftovers();
  const directory = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const server = await startEmbeddedServer({ directory, durable: false });
  process.env.XIECHA_TEST_OWNER_URL = server.ownerUrl;
  globalThis.xiechaTestServer = { server, directory };
}

/** A killed run leaves its server and directory behind; the directory's name tells whose it was. */
async function removeLeftovers() {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^xiecha-test-(\d+)-/.exec(name)?.[1]);
    if (!pid || isAlive(pid)) continue;
    const directory = join(tmpdir(), name);
    try {
      // Starting adopts a server that still runs there; another user's directory is not ours to clean.
      if (existsSync(join(directory, 'data', 'postmaster.pid'))) {
        await (await startEmbeddedServer({ directory, durable: false })).stop({ always: true });
      }
      rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      if (!['EACCES', 'EPERM'].includes(error.code)) process.stderr.write(`${directory}: ${error.message}\n`);
    }
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
