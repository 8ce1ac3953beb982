import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { AgencyType, SharingGroupType } from '#features/agencies';
import { DateTimeScalar, labelledEnum } from '#kernel/graphql';

export const HandlingCodeEnum = labelledEnum('HandlingCode', {
  H0: 'H0 限监管与刑事工作',
  H1: 'H1 未经来源机关同意不得用于诉讼',
  H2: 'H2 未经来源机关同意不得转共享',
  H3: 'H3 另附来源机关书面条件',
});
export const ShareStatusEnum = labelledEnum('ShareStatus', { PENDING_CONSENT: '待来源机关同意', ACTIVE: '生效', REFUSED: '未同意', RECALLED: '已收回', EXPIRED: '已到期' });
export const DisclosureModeEnum = labelledEnum('DisclosureMode', { FULL: '完整', MASKED: '脱敏', MATCH_ONLY: '仅可比对', ON_REQUEST: '须申请', HIDDEN: '不可见' });
export const AccessRequestStatusEnum = labelledEnum('AccessRequestStatus', {
  PENDING_OWN_HEAD: '待本机关负责人',
  PENDING_PROVIDER: '待提供方答复',
  ESCALATED: '逾期已上报',
  GRANTED: '已同意',
  PARTLY_GRANTED: '部分同意',
  REFUSED: '不同意',
  EXPIRED: '已到期',
  REVOKED: '已撤销',
});

@ObjectType('Share')
export class ShareType {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) recordNumber!: string;
  @Field(() => AgencyType, { nullable: true }) agency!: AgencyType | null;
  @Field(() => SharingGroupType, { nullable: true }) group!: SharingGroupType | null;
  @Field(() => ShareStatusEnum) status!: keyof typeof ShareStatusEnum;
  @Field(() => HandlingCodeEnum) handlingCode!: keyof typeof HandlingCodeEnum;
  @Field(() => String) reason!: string;
  @Field(() => DateTimeScalar) sharedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) expiresAt!: Date | null;
  @Field(() => AgencyType) sharedBy!: AgencyType;
  @Field(() => DateTimeScalar, { nullable: true }) acknowledgedAt!: Date | null;
  @Field(() => String, { nullable: true }) decisionReason!: string | null;
}

@ObjectType('SharesWaiting')
export class SharesWaitingType {
  @Field(() => [ShareType], { description: 'Consents an approver of the originator has to give' }) consents!: ShareType[];
  @Field(() => [ShareType], { description: 'Recalls to acknowledge' }) recalls!: ShareType[];
}

@ObjectType('PreviewField')
export class PreviewFieldType {
  @Field(() => String) field!: string;
  @Field(() => DisclosureModeEnum) mode!: keyof typeof DisclosureModeEnum;
  @Field(() => String, { nullable: true }) value!: string | null;
}

@ObjectType('SharePreview')
export class SharePreviewType {
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => Boolean) visible!: boolean;
  @Field(() => [PreviewFieldType]) withPurpose!: PreviewFieldType[];
  @Field(() => [String]) warnings!: string[];
}

@ObjectType('AccessRequest')
export class AccessRequestType {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) recordNumber!: string;
  @Field(() => [String]) fields!: string[];
  @Field(() => [String]) grantedFields!: string[];
  @Field(() => AccessRequestStatusEnum) status!: keyof typeof AccessRequestStatusEnum;
  @Field(() => DateTimeScalar, { nullable: true }) due!: Date | null;
  @Field(() => DateTimeScalar, { nullable: true }) grantedUntil!: Date | null;
  @Field(() => String, { nullable: true }) requester!: string | null;
  @Field(() => AgencyType, { nullable: true }) requesterAgency!: AgencyType | null;
  @Field(() => AgencyType, { nullable: true }) ownerAgency!: AgencyType | null;
  @Field(() => String, { nullable: true }) legalBasis!: string | null;
  @Field(() => String, { nullable: true }) purposeCode!: string | null;
  @Field(() => String, { nullable: true }) purposeReference!: string | null;
  @Field(() => String, { nullable: true }) message!: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) until!: Date | null;
  @Field(() => String, { nullable: true }) decisionReason!: string | null;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => Boolean) mayDecide!: boolean;
  @Field(() => Boolean) mayRevoke!: boolean;
}

@InputType('RequestAccessInput')
export class RequestAccessInput {
  @Field(() => String) recordNumber!: string;
  @Field(() => [String]) fields!: string[];
  @Field(() => String) legalBasis!: string;
  @Field(() => DateTimeScalar) until!: Date;
  @Field(() => String) message!: string;
}

@InputType('ShareLeadInput')
export class ShareLeadInput {
  @Field(() => ID) leadId!: string;
  @Field(() => [String], { nullable: true, defaultValue: [] }) agencyCodes!: string[] | null;
  @Field(() => [String], { nullable: true, defaultValue: [] }) groupCodes!: string[] | null;
  @Field(() => HandlingCodeEnum) handlingCode!: keyof typeof HandlingCodeEnum;
  @Field(() => DateTimeScalar, { nullable: true }) expiresAt?: Date | null;
  @Field(() => String) reason!: string;
}
