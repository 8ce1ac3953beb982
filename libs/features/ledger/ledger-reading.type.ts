import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import { HandlingCodeEnum } from '#features/sharing';
import { DateScalar, DateTimeScalar, IndexScalar, labelledEnum, PageInfoType } from '#kernel/graphql';
import { AuditFilterInput } from './ledger.type.js';

export const DisseminationKindEnum = labelledEnum('DisseminationKind', { SHARE: '共享', GROUP_SHARE: '共享组', ACCESS_GRANT: '授权查看' });
export const AccessHintCodeEnum = labelledEnum('AccessHintCode', {
  VOLUME: '查阅量异常',
  OFF_HOURS: '非工作时间查阅',
  PURPOSE_MISMATCH: '用途与所查记录不符',
  REFUSALS: '多次被拒或查无记录',
  MATCH_QUOTA: '比对额度接近用尽',
});

@ObjectType('CovertMark', { description: 'What our agency reads of this record is withheld from its owner until it ends' })
export class CovertMarkType {
  @Field(() => ID) id!: string;
  @Field(() => String) recordNumber!: string;
  @Field(() => String) reason!: string;
  @Field(() => String) markedBy!: string;
  @Field(() => DateTimeScalar) startsAt!: Date;
  @Field(() => DateTimeScalar) until!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) endedAt!: Date | null;
  @Field(() => Int, { description: 'Entries withheld so far' }) entries!: number;
}

@ObjectType('Dissemination', { description: 'One time a record of ours went to somebody' })
export class DisseminationType {
  @Field(() => ID) id!: string;
  @Field(() => DisseminationKindEnum) kind!: keyof typeof DisseminationKindEnum;
  @Field(() => String) recordNumber!: string;
  @Field(() => AgencyType, { nullable: true, description: 'Receiving agency; null for a group' }) agency!: AgencyType | null;
  @Field(() => String, { nullable: true }) groupCode!: string | null;
  @Field(() => String, { nullable: true }) groupName!: string | null;
  @Field(() => String, { nullable: true, description: 'To whom access was granted' }) person!: string | null;
  @Field(() => [String]) fields!: string[];
  @Field(() => String) reason!: string;
  @Field(() => HandlingCodeEnum, { nullable: true }) handlingCode!: keyof typeof HandlingCodeEnum | null;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => AgencyType) byAgency!: AgencyType;
  @Field(() => String, { nullable: true, description: 'Named within the reader’s own agency' }) by!: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) until!: Date | null;
  @Field(() => String, { description: 'A ShareStatus or AccessRequestStatus' }) status!: string;
  @Field(() => DateTimeScalar, { nullable: true }) recalledAt!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true }) acknowledgedAt!: Date | null;
  @Field(() => IndexScalar, { nullable: true, description: 'The act in the ledger; null for what came with a loaded world' }) ledgerIndex!: string | null;
}

@ObjectType('DisseminationPage')
export class DisseminationPageType {
  @Field(() => [DisseminationType]) lines!: DisseminationType[];
  @Field(() => PageInfoType) pageInfo!: PageInfoType;
}

@ObjectType('AccessHint', { description: 'An explainable rule found something worth a question; it judges nobody' })
export class AccessHintType {
  @Field(() => AccessHintCodeEnum) code!: keyof typeof AccessHintCodeEnum;
  @Field(() => String) title!: string;
  @Field(() => String) titleEn!: string;
  @Field(() => String, { description: 'The rule with its thresholds' }) rule!: string;
  @Field(() => String) ruleEn!: string;
  @Field(() => String, { description: 'What was found' }) finding!: string;
  @Field(() => String) findingEn!: string;
  @Field(() => DateScalar) day!: string;
  @Field(() => String, { description: 'Name for the head of his agency, pseudonym for AUDITOR' }) actor!: string;
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => [IndexScalar], { description: 'At most 200 entries' }) evidence!: string[];
  @Field(() => Int) evidenceCount!: number;
}

@ObjectType('SavedFilter', { description: 'The fields of AuditFilter' })
export class SavedFilterType {
  @Field(() => Boolean, { nullable: true }) mine?: boolean | null;
  @Field(() => Boolean, { nullable: true }) ownRecords?: boolean | null;
  @Field(() => String, { nullable: true }) person?: string | null;
  @Field(() => String, { nullable: true }) recordNumber?: string | null;
  @Field(() => String, { nullable: true }) field?: string | null;
  @Field(() => String, { nullable: true }) purposeCode?: string | null;
  @Field(() => String, { nullable: true }) action?: string | null;
  @Field(() => String, { nullable: true }) outcome?: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) from?: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) to?: string | null;
}

@ObjectType('SavedInvestigation')
export class SavedInvestigationType {
  @Field(() => ID) id!: string;
  @Field(() => String) name!: string;
  @Field(() => Boolean) shared!: boolean;
  @Field(() => Boolean) own!: boolean;
  @Field(() => String) savedBy!: string;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => SavedFilterType) filter!: SavedFilterType;
}

@InputType('SaveInvestigationInput')
export class SaveInvestigationInput {
  @Field(() => String, { description: 'The same name again replaces one’s own' }) name!: string;
  @Field(() => AuditFilterInput) filter!: AuditFilterInput;
  @Field(() => Boolean, { defaultValue: false, description: 'With those of the same role in the agency' }) shared!: boolean;
}

@ObjectType('AuditStatement')
export class AuditStatementType {
  @Field(() => String) month!: string;
  @Field(() => String, { description: 'GET with the same Bearer token: CSV' }) path!: string;
  @Field(() => Int) lines!: number;
}

@ObjectType('PolicyApproval')
export class PolicyApprovalType {
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => DateTimeScalar) at!: Date;
}

@ObjectType('PolicyStatus')
export class PolicyStatusType {
  @Field(() => String) hash!: string;
  @Field(() => Boolean, { description: 'False: business operations are refused until heads of two agencies confirmed it' }) inForce!: boolean;
  @Field(() => Boolean, { description: 'Demo mode confirmed it itself' }) selfApproved!: boolean;
  @Field(() => [PolicyApprovalType]) approvals!: PolicyApprovalType[];
  @Field(() => Int) missing!: number;
}
