import { Field, InputType, ObjectType } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import { DateTimeScalar, IndexScalar, PageInfoType } from '#kernel/graphql';

@ObjectType('AuditEntry')
export class AuditEntryType {
  @Field(() => IndexScalar) index!: string;
  @Field(() => String) leafHash!: string;
  @Field(() => String) action!: string;
  @Field(() => DateTimeScalar) at!: Date;
  @Field(() => AgencyType, { nullable: true }) agency!: AgencyType | null;
  @Field(() => String, { nullable: true, description: 'Name within the reader’s own agency, else role-free pseudonym' }) actor!: string | null;
  @Field(() => [String], { description: 'Only those the reader may see; of another’s act only his own agency’s records' }) records!: string[];
  @Field(() => [String]) fields!: string[];
  @Field(() => [String]) maskedFields!: string[];
  @Field(() => String, { nullable: true }) purposeCode!: string | null;
  @Field(() => String, { nullable: true }) purposeReference!: string | null;
  @Field(() => String) policyVersion!: string;
  @Field(() => String) outcome!: string;
  @Field(() => Boolean, { description: 'For AUDITOR: withheld from a record’s owner at present. False for everybody else' }) covert!: boolean;
  @Field(() => DateTimeScalar, { nullable: true, description: 'A covert read of our record: when it entered our view' }) liftedAt!: Date | null;
}

@ObjectType('AuditEntryEdge')
export class AuditEntryEdge {
  @Field(() => String) cursor!: string;
  @Field(() => AuditEntryType) node!: AuditEntryType;
}

@ObjectType('AuditEntryConnection')
export class AuditEntryConnection {
  @Field(() => [AuditEntryEdge]) edges!: AuditEntryEdge[];
  @Field(() => PageInfoType) pageInfo!: PageInfoType;
}

@InputType('AuditFilter')
export class AuditFilterInput {
  @Field(() => Boolean, { nullable: true, description: 'My own acts only' }) mine?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: 'Accesses to my agency’s records only' }) ownRecords?: boolean | null;
  @Field(() => String, { nullable: true, description: 'User name of a colleague; for AUDITOR a pseudonym' }) person?: string | null;
  @Field(() => String, { nullable: true, description: 'Business number; for AUDITOR a pseudonym he has been shown' }) recordNumber?: string | null;
  @Field(() => String, { nullable: true, description: 'A field disclosed in full or written, e.g. subjects.phones' }) field?: string | null;
  @Field(() => String, { nullable: true }) purposeCode?: string | null;
  @Field(() => String, { nullable: true }) action?: string | null;
  @Field(() => String, { nullable: true, description: 'OK or the code of the refusal' }) outcome?: string | null;
  @Field(() => DateTimeScalar, { nullable: true }) from?: Date | null;
  @Field(() => DateTimeScalar, { nullable: true, description: 'Not included' }) to?: Date | null;
}
