import { createLogKeyFile, formatVerifierKey, loadSigningKey, LOG_KEY } from '#kernel/audit';

export async function run([path, origin]: string[]): Promise<void> {
  if (!path || !origin) throw new Error('log-key FILE ORIGIN, where ORIGIN is the address of the hub without scheme, e.g. hub.example/ledger');
  createLogKeyFile(path, origin);
  process.stdout.write(`${path}: keep a copy where the database is not; a lost key means a new log\nlog ${formatVerifierKey(loadSigningKey(LOG_KEY, path).verifier)}\n`);
}
