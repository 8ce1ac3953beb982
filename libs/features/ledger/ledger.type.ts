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
  @Field(() => [String], { description: 'Only those the reader may see' }) records!: string[];
  @Field(() => [String]) fields!: string[];
  @Field(() => [String]) maskedFields!: string[];
  @Field(() => String, { nullable: true }) purposeCode!: string | null;
  @Field(() => String, { nullable: true }) purposeReference!: string | null;
  @Field(() => String) policyVersion!: string;
  @Field(() => String) outcome!: string;
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
  @Field(() => String, { nullable: true }) recordNumber?: string | null;
  @Field(() => String, { nullable: true }) action?: string | null;
  @Field(() => String, { nullable: true }) outcome?: string | null;
}
