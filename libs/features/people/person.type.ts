import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import type { Role } from '#kernel/access';
import { DateTimeScalar, labelledEnum } from '#kernel/graphql';

export const RoleEnum = labelledEnum('Role', {
  LIAISON: '联络员',
  INTAKE: '受理员',
  INVESTIGATOR: '调查员',
  LEGAL: '法制审核',
  APPROVER: '负责人',
  POL_REQ: '侦查员',
  POL_HEAD_DEPARTMENT: '办案部门负责人',
  POL_HEAD_COUNTY: '县级公安机关负责人',
  POL_HEAD_PREFECTURE: '设区的市级以上公安机关负责人',
  CUSTODIAN: '证据保管员',
  ANALYST: '研判员',
  PLANNER: '行动策划',
  REPORT_OFF: '举报专办员',
  REWARD_OFF: '奖励经办',
  PUBLICITY: '宣传员',
  REGISTRAR: '登记管理员',
  LEADER: '领导小组成员',
  SYSADMIN: '系统管理员',
  SECADMIN: '安全管理员',
  AUDITOR: '审计管理员',
} satisfies Record<Role, string>);
export const RoleGrantStatusEnum = labelledEnum('RoleGrantStatus', { PENDING: '待确认', ACTIVE: '有效', REFUSED: '未同意', ENDED: '已结束' });

@ObjectType('Viewer', { description: 'roles: the codes of domain.md section 2' })
export class ViewerType {
  @Field(() => ID) id!: string;
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => [String]) roles!: string[];
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => String) regionCode!: string;
  @Field(() => Boolean, { description: 'Holds an office that decides requests of the agency' }) mayApprove!: boolean;
  @Field(() => [String], { description: 'Heads the viewer stands in for (AB角)' }) actingFor!: string[];
  @Field(() => Boolean, { description: 'Nothing but changePassword is open until then' }) mustChangePassword!: boolean;
  @Field(() => Boolean, { description: 'Nothing but beginSecondFactor and confirmSecondFactor is open until then' }) mustEnrolSecondFactor!: boolean;
}

@ObjectType('SignInPayload')
export class SignInPayload {
  @Field(() => String) token!: string;
  @Field(() => DateTimeScalar) expiresAt!: Date;
  @Field(() => ViewerType) viewer!: ViewerType;
}

@ObjectType('SessionInfo')
export class SessionInfoType {
  @Field(() => ID) id!: string;
  @Field(() => Boolean) current!: boolean;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => DateTimeScalar) lastSeenAt!: Date;
  @Field(() => String, { nullable: true }) address!: string | null;
}

@ObjectType('Colleague')
export class ColleagueType {
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => [String]) roles!: string[];
}

@ObjectType('RoleGrant')
export class RoleGrantType {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => RoleEnum) role!: Role;
  @Field(() => RoleGrantStatusEnum) status!: keyof typeof RoleGrantStatusEnum;
  @Field(() => DateTimeScalar) startsAt!: Date;
  @Field(() => DateTimeScalar) endsAt!: Date;
  @Field(() => String, { nullable: true }) requestedBy!: string | null;
  @Field(() => String, { nullable: true, description: 'A deputy shows as 乙（代甲）' }) decidedBy!: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) decidedAt!: Date | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => Boolean) mayDecide!: boolean;
}

@ObjectType('Person')
export class PersonType {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => AgencyType) agency!: AgencyType;
  @Field(() => Boolean) active!: boolean;
  @Field(() => Boolean) mustChangePassword!: boolean;
  @Field(() => Boolean, { description: 'Whether a second factor is enrolled' }) secondFactor!: boolean;
  @Field(() => DateTimeScalar) createdAt!: Date;
  @Field(() => [RoleGrantType]) roleGrants!: RoleGrantType[];
}

@ObjectType('NewPerson')
export class NewPersonType {
  @Field(() => PersonType) person!: PersonType;
  @Field(() => String, { description: 'Shown this once; to be changed at the first sign-in' }) initialPassword!: string;
}

@ObjectType('DeputyTerm')
export class DeputyTermType {
  @Field(() => ID) id!: string;
  @Field(() => String) head!: string;
  @Field(() => String) headUsername!: string;
  @Field(() => String) deputy!: string;
  @Field(() => String) deputyUsername!: string;
  @Field(() => DateTimeScalar) startsAt!: Date;
  @Field(() => DateTimeScalar) endsAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) revokedAt!: Date | null;
}

@ObjectType('Recusal')
export class RecusalType {
  @Field(() => String) recordNumber!: string;
  @Field(() => String) username!: string;
  @Field(() => String) displayName!: string;
  @Field(() => String) reason!: string;
  @Field(() => String) declaredBy!: string;
  @Field(() => DateTimeScalar) createdAt!: Date;
}
