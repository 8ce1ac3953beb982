import { Field, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar, IndexScalar, labelledEnum } from '#kernel/graphql';

export const ReceiptStatusEnum = labelledEnum('ReceiptStatus', { KEPT: '已入日志', PENDING: '尚在期限内', BROKEN: '未兑现', UNKNOWN: '非本日志签发' });

@ObjectType('AuditReceiptEntry')
export class AuditReceiptEntry {
  @Field(() => String, { description: 'base64' }) leafHash!: string;
  @Field(() => IndexScalar, { nullable: true, description: 'Null: not in the published tree' }) index!: string | null;
}

@ObjectType('AuditReceiptCheck')
export class AuditReceiptCheck {
  @Field(() => ReceiptStatusEnum, { description: 'KEPT: every entry is in the published tree; PENDING: not yet due; BROKEN: overdue, keep the receipt as evidence; UNKNOWN: this log did not sign it' })
  status!: keyof typeof ReceiptStatusEnum;
  @Field(() => DateTimeScalar, { nullable: true }) due!: Date | null;
  @Field(() => [AuditReceiptEntry]) entries!: AuditReceiptEntry[];
}
