import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import { ConductTypeEnum, IdentifierHolderType, RiskBandEnum } from '#features/matching';
import { HandlingCodeEnum, ShareType } from '#features/sharing';
import { DateScalar, DateTimeScalar, labelledEnum, MoneyScalar, PageInfoType, RecordType, RedactionModeEnum, RedactionType } from '#kernel/graphql';

export const LeadStatusEnum = labelledEnum('LeadStatus', {
  DRAFT: '草稿', SUBMITTED: '已提交', RETURNED: '退回补充', REJECTED: '不予受理', MERGED: '已合并', ASSIGNED: '已分派', VERIFYING: '核查中', PENDING_REVIEW: '待审', CONVERTED: '已转案件', TRANSFERRED: '已移交他机关', ARCHIVED: '办结归档',
});
export const LeadSourceEnum = labelledEnum('LeadSource', {
  WHISTLEBLOWER: '举报', COMPLAINT: '投诉', INSURER_MONITORING: '保险公司监测', INSPECTION: '监管检查', POLICE_NOTICE: '公安通报', MARKET_REGULATOR_NOTICE: '市场监管通报', INDUSTRY_ASSOCIATION: '行业协会', CONSUMER_ASSOCIATION: '消协', ONLINE_PATROL: '网络巡查', OTHER: '其他',
});
export const LeadConclusionEnum = labelledEnum('LeadConclusion', { SUBSTANTIATED: '属实', PARTLY_SUBSTANTIATED: '部分属实', UNSUBSTANTIATED: '查无实据', NOT_COMPETENT: '不属于管辖', DUPLICATE: '重复' });
export const SubjectKindEnum = labelledEnum('SubjectKind', { PERSON: '自然人', ORGANISATION: '组织' });
export const SubjectRoleEnum = labelledEnum('SubjectRole', {
  ORGANISER: '组织者', RECRUITER: '招揽人员', SCRIPT_WRITER: '话术/文书人员', FUND_HANDLER: '资金人员', DATA_BROKER: '信息贩子', CURRENT_AGENT: '在职代理人', FORMER_AGENT: '离职代理人', INTERMEDIARY: '中介机构', LEGAL_CONSULTANCY: '法律咨询公司', VICTIM: '投保人（受害）', PARTICIPANT: '投保人（参与）', WITNESS: '证人',
});
export const LeadOutcomeEnum = labelledEnum('LeadOutcome', { CONVERT: '转案件', TRANSFER: '移交他机关', ARCHIVE: '办结归档', SEND_BACK: '退回核查' });
export const LeadOrderFieldEnum = labelledEnum('LeadOrderField', { SUBMITTED_AT: '提交时间', RISK_BAND: '风险等级', RISK_SCORE: '风险分值', NUMBER: '编号' });
export const ToDoListEnum = labelledEnum('ToDoList', { TRIAGE: '待受理', ASSIGNED_TO_ME: '分派给我', DECIDE: '待我审批', SHARE_CONSENT: '待同意共享', RECALL_ACKNOWLEDGE: '待确认收回', RETURNED: '退回补充' });
export const OrderDirectionEnum = labelledEnum('OrderDirection', { ASC: '升序', DESC: '降序' });

@ObjectType('Subject')
export class SubjectType {
  @Field(() => ID) id!: string;
  @Field(() => SubjectKindEnum) kind!: keyof typeof SubjectKindEnum;
  @Field(() => SubjectRoleEnum, { nullable: true, description: 'VICTIM, PARTICIPANT and WITNESS take the consumer rows of the access matrix, the others the suspect rows' }) role!: string | null;
  @Field(() => String, { nullable: true }) name!: string | null;
  @Field(() => String, { nullable: true }) idNumber!: string | null;
  @Field(() => String, { nullable: true }) unifiedCreditCode!: string | null;
  @Field(() => [String], { nullable: true }) phones!: string[] | null;
  @Field(() => [String], { nullable: true }) bankAccounts!: string[] | null;
  @Field(() => [RedactionType]) redactions!: RedactionType[];
}

@ObjectType('FieldChange')
export class FieldChangeType {
  @Field(() => String) field!: string;
  @Field(() => String, { nullable: true }) before!: string | null;
  @Field(() => String, { nullable: true }) after!: string | null;
  @Field(() => RedactionModeEnum, { nullable: true }) mode!: keyof typeof RedactionModeEnum | null;
}

@ObjectType('RecordVersion')
export class RecordVersionType {
  @Field(() => Int) version!: number;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => String) action!: string;
  @Field(() => AgencyType, { nullable: true }) agency!: AgencyType | null;
  @Field(() => String, { nullable: true }) actor!: string | null;
  @Field(() => [FieldChangeType]) changes!: FieldChangeType[];
}

@ObjectType('Lead', { implements: () => [RecordType] })
export class LeadType implements RecordType {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => Int) version!: number;
  @Field(() => [RedactionType]) redactions!: RedactionType[];
  @Field(() => String, { nullable: true }) title!: string | null;
  @Field(() => String, { nullable: true }) narrative!: string | null;
  @Field(() => LeadStatusEnum) status!: string;
  @Field(() => LeadSourceEnum) source!: string;
  @Field(() => String) regionCode!: string;
  @Field(() => [ConductTypeEnum]) conductTypes!: string[];
  @Field(() => HandlingCodeEnum) handlingCode!: string;
  @Field(() => Int, { nullable: true }) sourceGrade!: number | null;
  @Field(() => String, { nullable: true }) informationGrade!: string | null;
  @Field(() => RiskBandEnum, { nullable: true }) riskBand!: string | null;
  @Field(() => Int, { nullable: true }) riskScore!: number | null;
  @Field(() => MoneyScalar, { nullable: true }) amountInvolved!: string | null;
  @Field(() => AgencyType) ownerAgency!: AgencyType;
  @Field(() => DateTimeScalar) submittedAt!: Date;
  @Field(() => DateTimeScalar) updatedAt!: Date;
  @Field(() => LeadConclusionEnum, { nullable: true }) conclusion!: string | null;
  @Field(() => String, { nullable: true }) conclusionNote!: string | null;
  @Field(() => [SubjectType]) subjects!: SubjectType[];
  @Field(() => [String], { nullable: true }) policyNumbers!: string[] | null;
  @Field(() => [AgencyType], { nullable: true, description: 'Insurers whose customers are concerned' }) insurers!: AgencyType[] | null;
  @Field(() => AgencyType, { nullable: true }) assignedAgency!: AgencyType | null;
  @Field(() => String, { nullable: true }) assignee!: string | null;
  @Field(() => String, { nullable: true, description: 'Number of the lead it was merged into, if that one is visible' }) mergedInto!: string | null;
  @Field(() => [String], { description: 'Acts open to the viewer on this lead now' }) actions!: string[];
  @Field(() => [String], { description: 'Fields the viewer does not see in full and may ask for' }) requestableFields!: string[];
  @Field(() => [RecordVersionType], { description: 'Newest first, under today’s field rules' }) history!: RecordVersionType[];
  @Field(() => [ShareType]) shares!: ShareType[];
  @Field(() => [IdentifierHolderType], { description: 'Other leads sharing an identifier with this one' }) possibleDuplicates!: IdentifierHolderType[];
}

@ObjectType('LeadEdge')
export class LeadEdge {
  @Field(() => String) cursor!: string;
  @Field(() => LeadType) node!: LeadType;
}

@ObjectType('LeadConnection')
export class LeadConnection {
  @Field(() => [LeadEdge]) edges!: LeadEdge[];
  @Field(() => PageInfoType) pageInfo!: PageInfoType;
}

@InputType('LeadFilter', { description: 'text matches, row by row, only what is disclosed to the viewer (the number included)' })
export class LeadFilterInput {
  @Field(() => String, { nullable: true }) text?: string | null;
  @Field(() => String, { nullable: true }) regionCode?: string | null;
  @Field(() => [LeadStatusEnum], { nullable: true }) status?: string[] | null;
  @Field(() => [RiskBandEnum], { nullable: true }) riskBand?: string[] | null;
  @Field(() => [ConductTypeEnum], { nullable: true }) conductType?: string[] | null;
  @Field(() => String, { nullable: true }) ownerAgencyCode?: string | null;
  @Field(() => DateScalar, { nullable: true }) submittedFrom?: string | null;
  @Field(() => DateScalar, { nullable: true }) submittedTo?: string | null;
  @Field(() => ToDoListEnum, { nullable: true, description: 'The leads one of the home page’s counters counts' }) toDo?: keyof typeof ToDoListEnum | null;
}

@InputType('LeadOrder')
export class LeadOrderInput {
  @Field(() => LeadOrderFieldEnum) field!: keyof typeof LeadOrderFieldEnum;
  @Field(() => OrderDirectionEnum) direction!: keyof typeof OrderDirectionEnum;
}

@InputType('SubjectInput')
export class SubjectInputType {
  @Field(() => SubjectKindEnum) kind!: keyof typeof SubjectKindEnum;
  @Field(() => SubjectRoleEnum) role!: keyof typeof SubjectRoleEnum;
  @Field(() => String) name!: string;
  @Field(() => String, { nullable: true }) idNumber?: string | null;
  @Field(() => String, { nullable: true }) unifiedCreditCode?: string | null;
  @Field(() => [String], { nullable: true }) phones?: string[] | null;
  @Field(() => [String], { nullable: true }) bankAccounts?: string[] | null;
}

@InputType('SubmitLeadInput')
export class SubmitLeadInputType {
  @Field(() => String) title!: string;
  @Field(() => String) narrative!: string;
  @Field(() => LeadSourceEnum) source!: keyof typeof LeadSourceEnum;
  @Field(() => String) regionCode!: string;
  @Field(() => [ConductTypeEnum]) conductTypes!: (keyof typeof ConductTypeEnum)[];
  @Field(() => Int, { description: '3x5x2: source 1-3, information A-E, handling P or C' }) sourceGrade!: number;
  @Field(() => String) informationGrade!: string;
  @Field(() => String) handling!: string;
  @Field(() => HandlingCodeEnum, { nullable: true, defaultValue: 'H0' }) handlingCode?: keyof typeof HandlingCodeEnum | null;
  @Field(() => MoneyScalar, { nullable: true }) amountInvolved?: string | null;
  @Field(() => [String], { nullable: true, defaultValue: [], description: 'Insurers whose customers are concerned, by agency code' }) insurerCodes?: string[] | null;
  @Field(() => [String], { nullable: true, defaultValue: [] }) policyNumbers?: string[] | null;
  @Field(() => [SubjectInputType]) subjects!: SubjectInputType[];
  @Field(() => String, { nullable: true, description: 'The same key and body twice gives the same lead once, another body is INVALID_INPUT' }) idempotencyKey?: string | null;
}

@ObjectType('PurposeReference', { description: 'A record the viewer works on' })
export class PurposeReferenceType {
  @Field(() => String) number!: string;
  @Field(() => String) kind!: string;
  @Field(() => String, { nullable: true }) title!: string | null;
}

@ObjectType('ToDo')
export class ToDoType {
  @Field(() => Int) leadsToTriage!: number;
  @Field(() => Int) leadsAssignedToMe!: number;
  @Field(() => Int) leadsToDecide!: number;
  @Field(() => Int) accessRequestsWaiting!: number;
  @Field(() => Int) sharesWaiting!: number;
  @Field(() => Int) recallsToAcknowledge!: number;
  @Field(() => Int) returnedLeads!: number;
}
