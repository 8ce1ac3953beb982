import 'reflect-metadata';
import { ConfigError, loadConfig } from '#kernel/config';
import { createHub, prepareDatabase } from '../hub/start.js';

/**
 * The same features without HTTP: sequencer, deadlines and jobs. Any number may run beside any number of hubs on one
 * PostgreSQL; locks in the database share the work out.
 */
async function main(): Promise<void> {
  const config = loadConfig(process.env);
  if (config.database.embedded) throw new Error('a worker of its own needs DATABASE_URL; with the embedded database the hub does this work itself');
  const { requestUrl } = await prepareDatabase(config);
  const worker = await createHub(config, requestUrl);
  process.stdout.write('协查 Xiecha worker is running\n');
  const stop = (): void => void worker.close().finally(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'start failed'}\n`);
  process.exit(1);
});
