import { readFileSync } from 'node:fs';
import { formatVerifierKey, loadSigningKey, LOG_KEY } from '#kernel/audit';
import { loadConfig } from '#kernel/config';
import { logKeyFileOf, witnessesFileOf } from '#kernel/runtime';

/** What a verifier needs, as a C2SP tlog-policy: the log's key, and the witnesses with their quorum where there are any. */
export async function run(): Promise<void> {
  const config = loadConfig(process.env);
  const log = `log ${formatVerifierKey(loadSigningKey(LOG_KEY, logKeyFileOf(config)).verifier)}\n`;
  const witnesses = witnessesFileOf(config);
  process.stdout.write(log + (witnesses ? readFileSync(witnesses, 'utf8') : 'quorum none\n'));
}
