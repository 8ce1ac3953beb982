import { writeFileSync } from 'node:fs';
import { PolicyApprovalService, StatementService } from '#features/ledger';
import { asPerson, option, sayUsage } from './acting-person.js';

/** Writes the month's statement of the person's agency (who opened our records) to a file that does not exist yet. */
export async function run(args: string[]): Promise<void> {
  const [month] = args;
  const username = option(args, 'as');
  if (!month || month.startsWith('--') || !username) return sayUsage('audit-statement MONTH --as USERNAME [--out FILE]');
  await asPerson(username, async (hub, viewer) => {
    await hub.app.get(PolicyApprovalService).assertInForce();
    const { name, content } = await hub.app.get(StatementService).file(viewer, month);
    const path = option(args, 'out') ?? name;
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    process.stdout.write(`${path}\n`);
  });
}
