import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { agenciesById, type Agency } from '#features/agencies';
import type { Viewer } from '#kernel/access';
import type { Config } from '#kernel/config';
import { newId } from '#kernel/crypto';
import { ScopedRead, UnitOfWork, type Connection } from '#kernel/database';
import { invalidInput, invalidState, Refusal } from '#kernel/errors';
import { CONFIG, POLICY_VERSION } from '#kernel/runtime';

export interface PolicyStatus {
  hash: string;
  inForce: boolean;
  /** Demo mode confirmed it itself. */
  selfApproved: boolean;
  approvals: { agency: Agency; at: Date }[];
  /** Agencies still missing. */
  missing: number;
}

/** security.md 3.10: no one agency changes who may read what. */
const AGENCIES_NEEDED = 2;

/**
 * Which policy is in force. The hash at start is an entry (policy.loaded). A hash nobody has confirmed yet keeps the hub
 * red: business operations are refused until an approver or leader of each of two agencies has confirmed it, because a
 * changed table could disclose to everybody what it should not, and what has been read cannot be taken back. Signing in,
 * accounts and the confirmation itself stay open, statutory clocks run on. Demo mode confirms itself and says so.
 */
@Injectable()
export class PolicyApprovalService implements OnModuleInit {
  /** A confirmation is never withdrawn and the hash of a process never changes, so only "yes" is remembered. */
  private confirmed = false;

  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POLICY_VERSION) readonly hash: string,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.unitOfWork.runAsHub('policy.loaded', async (tx) => tx.note({ object: 'Policy', records: [], fields: [this.hash] }));
    if (!this.config.demo) return;
    await this.unitOfWork.runAsHub('policy.confirmDemo', async (tx) => {
      const made = await tx.query(`INSERT INTO policy_approval (id, policy_hash, at) VALUES ($1,$2,$3) ON CONFLICT DO NOTHING RETURNING id`, [newId(), this.hash, tx.now]);
      if (made.length > 0) tx.note({ object: 'Policy', records: [], fields: [this.hash] });
    });
    this.confirmed = true;
  }

  async inForce(): Promise<boolean> {
    if (this.confirmed) return true;
    const { agencies } = await this.unitOfWork.runAsHub('policy.check', (tx) => this.counted(tx));
    this.confirmed = agencies >= AGENCIES_NEEDED;
    return this.confirmed;
  }

  /** What /health/ready says beside its colour. */
  async health(): Promise<{ policy: string; inForce: boolean; selfApproved: boolean; agencies: number }> {
    const { agencies } = this.confirmed && this.config.demo ? { agencies: 0 } : await this.unitOfWork.runAsHub('policy.check', (tx) => this.counted(tx));
    return { policy: this.hash, inForce: await this.inForce(), selfApproved: this.config.demo, agencies };
  }

  async assertInForce(): Promise<void> {
    if (!(await this.inForce())) throw policyNotInForce();
  }

  /** One person's confirmation of exactly this hash; the second agency's puts the policy in force. */
  async approve(viewer: Viewer, hash: string): Promise<PolicyStatus> {
    await this.unitOfWork.run(viewer, 'policy.approve', async (tx) => {
      tx.permit();
      if (hash !== this.hash) throw invalidInput([{ field: 'hash', zh: '不是本服务载入的权限策略', en: 'is not the policy this service has loaded' }]);
      const made = await tx.query(
        `INSERT INTO policy_approval (id, policy_hash, person_id, agency_id, at) VALUES ($1,$2,$3,$4,$5) ON CONFLICT DO NOTHING RETURNING id`,
        [newId(), hash, viewer.personId, viewer.agencyId, tx.now],
      );
      if (made.length === 0) throw invalidState('您已确认过此策略', 'You have confirmed this policy already');
      tx.note({ object: 'Policy', records: [], fields: [hash] });
    });
    return this.status(viewer);
  }

  status(viewer: Viewer): Promise<PolicyStatus> {
    return this.read.run(viewer, 'policy.status', async (c) => {
      const rows = await c.query<{ agency_id: string; at: Date }>(`SELECT agency_id, min(at) AS at FROM policy_approval WHERE policy_hash = $1 AND agency_id IS NOT NULL GROUP BY agency_id ORDER BY min(at)`, [this.hash]);
      const agencies = await agenciesById(c, rows.map((r) => r.agency_id));
      const value = {
        hash: this.hash,
        inForce: this.config.demo || rows.length >= AGENCIES_NEEDED,
        selfApproved: this.config.demo,
        approvals: rows.map((r) => ({ agency: agencies.get(r.agency_id)!, at: r.at })),
        missing: Math.max(0, AGENCIES_NEEDED - rows.length),
      };
      return { value, object: 'Policy', records: [], fields: [this.hash] };
    });
  }

  private async counted(connection: Pick<Connection, 'query'>): Promise<{ agencies: number }> {
    const [row] = await connection.query<{ agencies: number }>(`SELECT count(DISTINCT agency_id)::int AS agencies FROM policy_approval WHERE policy_hash = $1 AND agency_id IS NOT NULL`, [this.hash]);
    return row!;
  }
}

export function policyNotInForce(): Refusal {
  return new Refusal('UNAVAILABLE', {
    zh: '新的权限策略须经两个机关的负责人确认后，业务操作方可使用',
    en: 'A new access policy is loaded; business operations open when heads of two agencies have confirmed it',
  });
}
