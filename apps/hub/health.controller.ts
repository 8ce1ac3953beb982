import { Controller, Get, HttpCode, HttpException, HttpStatus, Inject } from '@nestjs/common';
import { PolicyApprovalService } from '#features/ledger';
import { LedgerTree } from '#kernel/audit';
import { Database } from '#kernel/database';

/** What /health/ready answers; `policy` is the hash of the access policy this process has loaded. */
export interface Readiness {
  status: string;
  policy?: string;
  /** The ledger's published checkpoint; the seconds are the un-witnessed window (alarm at 30). Null before the first. */
  checkpoint?: { size: number; cosignatures: number; secondsOld: number } | null;
  zh?: string;
  en?: string;
}

@Controller('health')
export class HealthController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PolicyApprovalService) private readonly approvals: PolicyApprovalService,
    @Inject(LedgerTree) private readonly tree: LedgerTree,
  ) {}

  /** The process answers. */
  @Get('live')
  @HttpCode(200)
  live(): { status: string } {
    return { status: 'live' };
  }

  /** The process can do its work: the database answers and two agencies have confirmed the policy. */
  @Get('ready')
  async ready(): Promise<Readiness> {
    if (!(await this.database.isReachable())) throw new HttpException({ status: 'database unreachable' }, HttpStatus.SERVICE_UNAVAILABLE);
    const { policy, inForce, selfApproved, agencies } = await this.approvals.health();
    if (!inForce) {
      const unapproved: Readiness = {
        status: 'policy not approved',
        policy,
        zh: `权限策略 ${policy} 已有 ${agencies} 个机关确认，须两个机关的负责人确认；业务操作暂停`,
        en: `Policy ${policy} is confirmed by ${agencies} of two agencies; business operations wait`,
      };
      throw new HttpException(unapproved, HttpStatus.SERVICE_UNAVAILABLE);
    }
    const checkpoint = await this.checkpoint();
    if (!selfApproved) return { status: 'ready', policy, checkpoint };
    return { status: 'ready', policy, checkpoint, zh: '演示模式：权限策略由服务自行确认', en: 'Demo mode: the service confirmed the policy itself' };
  }

  private async checkpoint(): Promise<NonNullable<Readiness['checkpoint']> | null> {
    const published = await this.tree.published();
    return published && { size: published.size, cosignatures: published.cosignatures, secondsOld: Math.round((Date.now() - published.publishedAt.getTime()) / 1000) };
  }
}
