import { Inject } from '@nestjs/common';
import { Args, Field, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import type { Viewer } from '#kernel/access';
import { CurrentViewer, labelledEnum } from '#kernel/graphql';
import { MatchingService } from './matching.service.js';

export const RiskBandEnum = labelledEnum('RiskBand', { LOW: '低', ATTENTION: '关注', ELEVATED: '较高', HIGH: '高' });
export const ConductTypeEnum = labelledEnum('ConductType', {
  ILLEGAL_SOLICITATION: '违规招揽推介',
  COACHED_FABRICATION: '教唆虚构事实',
  FORGED_EVIDENCE: '伪造证据材料',
  MALICIOUS_COMPLAINT: '恶意投诉举报',
  EXTORTION: '敲诈勒索',
  SURRENDER_AND_REBUY: '诱导退旧买新',
  COMMISSION_FRAUD: '套取佣金',
  PERSONAL_DATA_CRIME: '侵犯公民个人信息',
  REFUND_INTERCEPTION: '截留退保金',
  IMPERSONATION: '冒充监管或律所',
  INSIDER_COLLUSION: '内外勾结',
  INSURER_MISCONDUCT: '保险机构不当行为',
  OTHER: '其他',
});
export const IdentifierKindEnum = labelledEnum('IdentifierKind', {
  PHONE: '电话号码',
  RESIDENT_ID: '居民身份证号',
  UNIFIED_CREDIT_CODE: '统一社会信用代码',
  BANK_ACCOUNT: '银行账号',
  SOCIAL_HANDLE: '社交账号',
  POLICY_NUMBER: '保单号',
});

@ObjectType('IdentifierHolder')
export class IdentifierHolderType {
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => String, { nullable: true }) contact!: string | null;
  @Field(() => String, { nullable: true }) leadNumber!: string | null;
  @Field(() => RiskBandEnum, { nullable: true }) riskBand!: string | null;
  @Field(() => [ConductTypeEnum], { nullable: true }) conductTypes!: string[] | null;
}

@ObjectType('IdentifierMatch', { description: 'Hit or no hit, and whom to ask. One holder per hit lead; number, band and conduct only where that lead’s row is visible' })
export class IdentifierMatchType {
  @Field(() => Boolean) hit!: boolean;
  @Field(() => [IdentifierHolderType]) holders!: IdentifierHolderType[];
  @Field(() => Int) quotaRemaining!: number;
}

@Resolver()
export class MatchingResolver {
  constructor(@Inject(MatchingService) private readonly service: MatchingService) {}

  @Query(() => IdentifierMatchType)
  async matchIdentifier(
    @CurrentViewer() viewer: Viewer,
    @Args('kind', { type: () => IdentifierKindEnum }) kind: keyof typeof IdentifierKindEnum,
    @Args('value', { type: () => String }) value: string,
  ): Promise<IdentifierMatchType> {
    return (await this.service.match(viewer, kind, [value], () => 'value'))[0]!;
  }

  @Query(() => [IdentifierMatchType], { description: 'At most 50 values; each new value counts against the day’s quota' })
  matchIdentifiers(
    @CurrentViewer() viewer: Viewer,
    @Args('kind', { type: () => IdentifierKindEnum }) kind: keyof typeof IdentifierKindEnum,
    @Args('values', { type: () => [String] }) values: string[],
  ): Promise<IdentifierMatchType[]> {
    return this.service.match(viewer, kind, values, (i) => `values.${i}`);
  }
}
