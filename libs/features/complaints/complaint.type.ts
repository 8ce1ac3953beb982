import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { AgencyType } from '#features/agencies';
import { IdentifierHolderType } from '#features/matching';
import { DateScalar, labelledEnum, MoneyScalar, PageInfoType, RecordType, RedactionType } from '#kernel/graphql';
import { COMPLAINT_CHANNELS, COMPLAINT_DEMANDS } from './import/complaint-words.js';

/** Words of the two closed lists, for enumLabels; the fields themselves are text in the contract. */
export const ComplaintChannelEnum = labelledEnum('ComplaintChannel', firstWords(COMPLAINT_CHANNELS));
export const ComplaintDemandEnum = labelledEnum('ComplaintDemand', firstWords(COMPLAINT_DEMANDS));

function firstWords<T extends Record<string, readonly string[]>>(words: T): { [K in keyof T]: string } {
  return Object.fromEntries(Object.entries(words).map(([code, spellings]) => [code, spellings[0]!])) as { [K in keyof T]: string };
}

@ObjectType('ComplaintLine', { description: 'One allegation of a complaint' })
export class ComplaintLineType {
  @Field(() => Int) position!: number;
  @Field(() => String, { nullable: true }) coverage!: string | null;
  @Field(() => String, { nullable: true }) subCoverage!: string | null;
  @Field(() => String, { nullable: true }) reason!: string | null;
  @Field(() => String, { nullable: true }) subReason!: string | null;
  @Field(() => String, { nullable: true }) disposition!: string | null;
  @Field(() => String, { nullable: true }) conclusion!: string | null;
}

@ObjectType('Complaint', { implements: () => [RecordType] })
export class ComplaintType implements RecordType {
  @Field(() => ID) id!: string;
  @Field(() => String) number!: string;
  @Field(() => Int) version!: number;
  @Field(() => [RedactionType]) redactions!: RedactionType[];
  @Field(() => String, { description: 'Number the source gave the complaint' }) externalNumber!: string;
  @Field(() => String) channel!: string;
  @Field(() => String, { nullable: true }) respondent!: string | null;
  @Field(() => AgencyType, { nullable: true, description: 'The member insurer complained about' }) respondentAgency!: AgencyType | null;
  @Field(() => String, { nullable: true }) category!: string | null;
  @Field(() => String, { nullable: true }) subject!: string | null;
  @Field(() => String, { nullable: true }) complainantName!: string | null;
  @Field(() => String, { nullable: true }) complainantPhone!: string | null;
  @Field(() => String, { nullable: true }) complainantIdNumber!: string | null;
  @Field(() => String, { nullable: true }) policyNumber!: string | null;
  @Field(() => Boolean, { nullable: true }) isProxy!: boolean | null;
  @Field(() => String, { nullable: true }) text!: string | null;
  @Field(() => String, { nullable: true, description: 'Sender address, courier number and postmark' }) mailOrigin!: string | null;
  @Field(() => String, { nullable: true }) demand!: string | null;
  @Field(() => MoneyScalar, { nullable: true }) demandAmount!: string | null;
  @Field(() => DateScalar, { nullable: true }) openedAt!: string | null;
  @Field(() => DateScalar, { nullable: true }) closedAt!: string | null;
  @Field(() => String, { nullable: true }) disposition!: string | null;
  @Field(() => String, { nullable: true }) conclusion!: string | null;
  @Field(() => String, { nullable: true, description: 'In whole units of `currency`, e.g. 1234.56; once per complaint' }) amountReturned!: string | null;
  @Field(() => String, { nullable: true, description: 'ISO 4217' }) currency!: string | null;
  @Field(() => [ComplaintLineType]) lines!: ComplaintLineType[];
  @Field(() => AgencyType) ownerAgency!: AgencyType;
  @Field(() => String, { nullable: true }) importedFrom!: string | null;
  @Field(() => String, { nullable: true, description: 'Number of the lead proposed from it, if that one is visible' }) proposedLead!: string | null;
  @Field(() => [IdentifierHolderType], { description: 'Leads sharing an identifier with it; matched without counting' }) possibleLeads!: IdentifierHolderType[];
}

@ObjectType('ComplaintEdge')
export class ComplaintEdge {
  @Field(() => String) cursor!: string;
  @Field(() => ComplaintType) node!: ComplaintType;
}

@ObjectType('ComplaintConnection')
export class ComplaintConnection {
  @Field(() => [ComplaintEdge]) edges!: ComplaintEdge[];
  @Field(() => PageInfoType) pageInfo!: PageInfoType;
}

@InputType('ComplaintFilter', { description: 'text and respondent match, row by row, only what is disclosed to the viewer' })
export class ComplaintFilterInput {
  @Field(() => String, { nullable: true }) text?: string | null;
  @Field(() => String, { nullable: true }) respondent?: string | null;
  @Field(() => DateScalar, { nullable: true }) openedFrom?: string | null;
  @Field(() => DateScalar, { nullable: true }) openedTo?: string | null;
  @Field(() => String, { nullable: true }) category?: string | null;
}
