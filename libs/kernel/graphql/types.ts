import { ArgsType, Field, ID, InterfaceType, Int, ObjectType } from '@nestjs/graphql';
import { labelledEnum } from './enums.js';

export const RedactionModeEnum = labelledEnum('RedactionMode', { MASKED: '已脱敏', ON_REQUEST: '须申请', MATCH_ONLY: '仅可比对' });

@ObjectType('Redaction')
export class RedactionType {
  @Field(() => String) field!: string;
  @Field(() => RedactionModeEnum) mode!: keyof typeof RedactionModeEnum;
  @Field(() => Boolean) requestable!: boolean;
  @Field(() => Boolean, { description: 'Choosing a purpose is enough to see it' }) needsPurpose!: boolean;
}

@InterfaceType('Record')
export abstract class RecordType {
  @Field(() => ID) id!: string;
  @Field(() => String, { description: 'Business number, e.g. XS-990101-2026-000017' }) number!: string;
  @Field(() => Int) version!: number;
  @Field(() => [RedactionType]) redactions!: RedactionType[];
}

@ObjectType('PageInfo')
export class PageInfoType {
  @Field(() => Boolean) hasNextPage!: boolean;
  @Field(() => String, { nullable: true }) endCursor!: string | null;
}

/** Which record, and the version the client saw: what every act on a record names first. */
@ArgsType()
export class AtVersion {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
}
