import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { SessionsService } from '#features/people';
import type { Viewer } from '#kernel/access';
import { loadConfig } from '#kernel/config';
import { newId } from '#kernel/crypto';
import { Refusal } from '#kernel/errors';
import { createHub, prepareDatabase, type RunningHub } from '../hub/start.js';

/** Says how a command is written, when it was written otherwise. */
export function sayUsage(text: string): void {
  process.stderr.write(`npm run ops -- ${text}\n`);
  process.exitCode = 2;
}

/** The value after `--name`, or null. */
export function option(args: readonly string[], name: string): string | null {
  const at = args.indexOf(`--${name}`);
  return at < 0 ? null : (args[at + 1] ?? null);
}

/**
 * Runs something in the name of a person of the hub, who signs in for it as he would in the console: password from
 * XIECHA_PASSWORD or asked for, one-time code from XIECHA_ONE_TIME_CODE or asked for where a second factor is required.
 * Refusals are told in both languages and make the exit code 1.
 */
export async function asPerson(username: string, work: (hub: RunningHub, viewer: Viewer) => Promise<void>): Promise<void> {
  const config = loadConfig({ ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error' });
  const password = process.env['XIECHA_PASSWORD'] ?? (await asked(`${username} 的密码 / password: `));
  const oneTimeCode = process.env['XIECHA_ONE_TIME_CODE'] ?? (config.secondFactorRequired ? await asked('动态口令 / one-time code: ') : null);
  const logins = await prepareDatabase(config);
  try {
    const hub = await createHub(config, logins.requestUrl);
    try {
      const sessions = hub.app.get(SessionsService);
      const { viewer } = await sessions.signIn({ username, password, oneTimeCode }, '127.0.0.1', newId());
      try {
        await work(hub, viewer);
      } finally {
        await sessions.signOut(viewer);
      }
    } finally {
      await hub.close();
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.zh}\n${error.en}\n`);
    process.exitCode = 1;
  } finally {
    await logins.server?.stop();
  }
}

/** Asks on the terminal without showing what is typed. */
async function asked(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const line = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  try {
    return await line.question('');
  } finally {
    line.close();
    process.stderr.write('\n');
  }
}
