import { Field, Int, ObjectType } from '@nestjs/graphql';
import { IndexScalar } from '#kernel/graphql';

@ObjectType('AuditCheckpoint')
export class AuditCheckpointType {
  @Field(() => String, { description: 'C2SP tlog-checkpoint signed note, byte exact' }) note!: string;
  @Field(() => IndexScalar) size!: string;
  @Field(() => String, { description: 'base64' }) rootHash!: string;
  @Field(() => Int, { description: 'Witnesses that cosigned it' }) cosignatures!: number;
}
