import { Inject } from '@nestjs/common';
import { Args, Field, Mutation, ObjectType, Query, Resolver } from '@nestjs/graphql';
import type { Role, Viewer } from '#kernel/access';
import { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { SessionDoor } from '#kernel/database';
import { invalidInput, notPermitted } from '#kernel/errors';
import { CurrentViewer, DateTimeScalar, enumWords, labelWords } from '#kernel/graphql';
import { DeadlineRunner } from '#kernel/jobs';
import { CONFIG, POLICY_VERSION } from '#kernel/runtime';

const ROLE_WORDS: Record<Role, string> = {
  LIAISON: '联络员', INTAKE: '受理员', INVESTIGATOR: '调查员', LEGAL: '法制审核', APPROVER: '负责人', POL_REQ: '侦查员', POL_HEAD_DEPARTMENT: '办案部门负责人',
  POL_HEAD_COUNTY: '县级公安机关负责人', POL_HEAD_PREFECTURE: '设区的市级以上公安机关负责人', CUSTODIAN: '协助调证员', ANALYST: '研判员', PLANNER: '行动策划', REPORT_OFF: '举报专办员',
  REWARD_OFF: '奖励经办', PUBLICITY: '宣传员', REGISTRAR: '登记管理员', LEADER: '领导小组成员', SYSADMIN: '系统管理员', SECADMIN: '安全管理员', AUDITOR: '审计管理员',
};
labelWords('Role', ROLE_WORDS);

@ObjectType('DemoAccount')
export class DemoAccountType {
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => String) agencyName!: string;
  @Field(() => [String]) roles!: string[];
}

@ObjectType('Hub', { description: 'Public: what the sign-in page needs' })
export class HubType {
  @Field(() => Boolean) demo!: boolean;
  @Field(() => DateTimeScalar) clock!: Date;
  @Field(() => String) policyVersion!: string;
  @Field(() => Boolean) secondFactorRequired!: boolean;
  @Field(() => [DemoAccountType], { description: 'Demo mode only' }) demoAccounts!: DemoAccountType[];
}

@ObjectType('EnumLabel')
export class EnumLabelType {
  @Field(() => String) enum!: string;
  @Field(() => String) value!: string;
  @Field(() => String) label!: string;
}

/** Questions about the service itself. */
@Resolver()
export class ServiceResolver {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POLICY_VERSION) private readonly policyVersion: string,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SessionDoor) private readonly door: SessionDoor,
    @Inject(DeadlineRunner) private readonly deadlines: DeadlineRunner,
  ) {}

  @Query(() => HubType)
  async hub(): Promise<HubType> {
    return {
      demo: this.config.demo,
      clock: this.clock.now(),
      policyVersion: this.policyVersion,
      secondFactorRequired: this.config.secondFactorRequired,
      demoAccounts: this.config.demo ? await this.demoAccounts() : [],
    };
  }

  @Query(() => [EnumLabelType])
  enumLabels(@Args('locale', { type: () => String, nullable: true, defaultValue: 'zh-CN' }) locale?: string | null): EnumLabelType[] {
    const english = (locale ?? 'zh-CN').toLowerCase().startsWith('en');
    return enumWords().map((w) => ({ enum: w.enum, value: w.value, label: english ? w.en : w.zh }));
  }

  @Mutation(() => DateTimeScalar, { description: 'Demo mode only: moves the service’s clock forward and fires the clocks that fall due on the way' })
  async advanceDemoClock(@CurrentViewer() viewer: Viewer, @Args('to', { type: () => DateTimeScalar }) to: Date): Promise<Date> {
    if (!this.config.demo) throw notPermitted('仅演示模式可以调整时钟', 'Only in demo mode');
    if (to < this.clock.now()) throw invalidInput([{ field: 'to', zh: '时钟只能向前', en: 'must not lie before the clock' }]);
    this.clock.advance(to);
    await this.deadlines.fireDue();
    await this.door.entry(viewer, 'demoClock.advance', 'OK', viewer.requestId);
    return this.clock.now();
  }

  private demoAccounts(): Promise<DemoAccountType[]> {
    return this.door.run('hub.listDemoAccounts', (c) =>
      c.query<DemoAccountType>(
        `SELECT p.username, p.display_name AS "displayName", a.name AS "agencyName", array_agg(g.role ORDER BY g.role) AS roles
           FROM person p JOIN agency a ON a.id = p.agency_id JOIN role_grant g ON g.person_id = p.id AND g.status = 'ACTIVE' WHERE p.active GROUP BY p.id, a.id ORDER BY a.code, p.username`,
      ),
    );
  }
}
