import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Only starts the verifier: it is one file that runs without us, and must stay so. */
export async function run(args: string[]): Promise<void> {
  process.exitCode = await new Promise<number>((done, failed) => {
    const verifier = spawn(process.execPath, [join(import.meta.dirname, 'audit-verify.mjs'), ...args], { stdio: 'inherit' });
    verifier.once('error', failed);
    verifier.once('exit', (code) => done(code ?? 1));
  });
}
