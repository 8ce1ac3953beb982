import { PolicyApprovalService } from '#features/ledger';
import { asPerson, option, sayUsage } from './acting-person.js';

/** Confirms the loaded policy in the name of an approver or leader; people of two agencies put it in force. */
export async function run(args: string[]): Promise<void> {
  const [hash] = args;
  const username = option(args, 'as');
  if (!hash || hash.startsWith('--') || !username) return sayUsage('policy-approve HASH --as USERNAME');
  await asPerson(username, async (hub, viewer) => {
    const status = await hub.app.get(PolicyApprovalService).approve(viewer, hash);
    const agencies = status.approvals.map((a) => a.agency.code).join(', ');
    process.stdout.write(
      status.missing === 0
        ? `权限策略 ${status.hash} 已生效（${agencies}）/ policy ${status.hash} is in force (${agencies})\n`
        : `已确认（${agencies}），尚缺 ${status.missing} 个机关 / confirmed (${agencies}); ${status.missing} more agency is needed\n`,
    );
  });
}
