import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatVerifierKey, loadSigningKey, LOG_KEY } from '#kernel/audit';
import type { Config } from '#kernel/config';
import { demoWitnessesFile, logKeyFileOf } from '#kernel/runtime';
import { serveWitness, type RunningWitness } from '../witness/witness.server.js';
import { Witness } from '../witness/witness.js';

/** The operator's own, and two that are not: any two of three hold one that the operator does not run. */
const AGENCIES = ['hub-office', 'regulator', 'police'];

/**
 * Three witnesses inside a demo's own process, on free loopback ports, with keys and state of their own under the data
 * directory: everything works as between agencies, and proves nothing to anybody, since one machine holds all keys.
 */
export async function startDemoWitnesses(config: Config): Promise<{ close(): Promise<void> }> {
  const log = loadSigningKey(LOG_KEY, logKeyFileOf(config)).verifier;
  const running: RunningWitness[] = [];
  const lines: string[] = [];
  for (const agency of AGENCIES) {
    const witness = Witness.open({ directory: join(config.dataDirectory, 'witnesses', agency), name: `${log.name}/${agency}`, logs: [log] });
    const server = await serveWitness(witness, { host: '127.0.0.1', port: 0, onFault: (error) => process.stderr.write(`${error instanceof Error ? error.message : 'fault'}\n`) });
    running.push(server);
    lines.push(`witness ${agency} ${formatVerifierKey(witness.signer.verifier)} ${server.url}`);
  }
  writeFileSync(demoWitnessesFile(config), `${lines.join('\n')}\ngroup majority ${Math.floor(AGENCIES.length / 2) + 1} ${AGENCIES.join(' ')}\nquorum majority\n`);
  return {
    close: async () => {
      await Promise.all(running.map((server) => server.close()));
    },
  };
}
