import { Field, Float, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar, labelledEnum } from '#kernel/graphql';
import type { TextEncoding } from './import/encoding.rules.js';

export const ImportProfileEnum = labelledEnum('ImportProfile', { CONNECTICUT_COMPLAINTS: '康涅狄格州保险监管局已结投诉', TEXAS_COMPLAINTS: '得克萨斯州保险监管局已结投诉', INSURER_COMPLAINTS: '保险公司投诉（模板）' });
export const ImportStatusEnum = labelledEnum('ImportStatus', { UPLOADED: '已上传', CHECKING: '检查中', CHECKED: '已检查', COMMITTING: '入库中', DONE: '已完成', CANCELLED: '已取消', FAILED: '未成功' });
export const ImportEncodingEnum = labelledEnum('ImportEncoding', { UTF_8: 'UTF-8', UTF_16LE: 'UTF-16 LE', UTF_16BE: 'UTF-16 BE', GB18030: 'GB18030 (GBK)', BIG5: 'Big5' });

export const ENCODING_OF: Readonly<Record<keyof typeof ImportEncodingEnum, TextEncoding>> = { UTF_8: 'utf-8', UTF_16LE: 'utf-16le', UTF_16BE: 'utf-16be', GB18030: 'gb18030', BIG5: 'big5' };

@ObjectType('ImportColumn')
export class ImportColumnType {
  @Field(() => String) header!: string;
  @Field(() => String, { nullable: true, description: 'Null: not imported' }) field!: string | null;
  @Field(() => Boolean) required!: boolean;
}

@ObjectType('ImportPreviewRow')
export class ImportPreviewRowType {
  @Field(() => Int) row!: number;
  @Field(() => [String]) values!: string[];
}

@ObjectType('ImportProblem', { description: 'What was wrong, never with the value' })
export class ImportProblemType {
  @Field(() => Int) row!: number;
  @Field(() => String) column!: string;
  @Field(() => String) valueClass!: string;
  @Field(() => String) reasonZh!: string;
  @Field(() => String) reasonEn!: string;
}

@ObjectType('ImportRun')
export class ImportRunType {
  @Field(() => ID) id!: string;
  @Field(() => Int) version!: number;
  @Field(() => ImportProfileEnum) profile!: string;
  @Field(() => String) fileName!: string;
  @Field(() => ImportStatusEnum) status!: string;
  @Field(() => Int) rowsRead!: number;
  @Field(() => Int, { nullable: true, description: 'An estimate until the file was read' }) rowsTotal!: number | null;
  @Field(() => Int) recordsReady!: number;
  @Field(() => Int) recordsCommitted!: number;
  @Field(() => Int) recordsUnchanged!: number;
  @Field(() => Int) rowsRefused!: number;
  @Field(() => Float, { nullable: true, description: 'Rows while checking, complaints while committing' }) ratePerSecond!: number | null;
  @Field(() => Float, { nullable: true }) remainingSeconds!: number | null;
  @Field(() => [ImportColumnType]) columns!: ImportColumnType[];
  @Field(() => [ImportPreviewRowType], { description: 'For the person who imports' }) preview!: ImportPreviewRowType[];
  @Field(() => [ImportProblemType], { description: 'The first 100; the error report has all' }) problems!: ImportProblemType[];
  @Field(() => DateTimeScalar) startedAt!: Date;
  @Field(() => DateTimeScalar, { nullable: true }) finishedAt!: Date | null;
  @Field(() => String, { nullable: true }) errorReportUrl!: string | null;
  @Field(() => String, { nullable: true }) message!: string | null;
}

@ObjectType('ImportField')
export class ImportFieldType {
  @Field(() => String) name!: string;
  @Field(() => String) labelZh!: string;
  @Field(() => String) labelEn!: string;
  @Field(() => Boolean) required!: boolean;
}

@ObjectType('ImportProfileInfo')
export class ImportProfileInfoType {
  @Field(() => ImportProfileEnum) profile!: string;
  @Field(() => String) label!: string;
  @Field(() => [ImportFieldType]) fields!: ImportFieldType[];
  @Field(() => String, { nullable: true }) templateUrl!: string | null;
}

@InputType('ImportMapping')
export class ImportMappingInput {
  @Field(() => String) header!: string;
  @Field(() => String, { nullable: true, description: 'Null: leave the column out' }) field?: string | null;
}
