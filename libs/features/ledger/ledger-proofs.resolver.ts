import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { IndexScalar } from '#kernel/graphql';
import { AuditCheckpointType } from './checkpoint.type.js';
import { LedgerProofsService } from './ledger-proofs.service.js';
import { AuditReceiptCheck } from './receipt.type.js';

@Resolver()
export class LedgerProofsResolver {
  constructor(@Inject(LedgerProofsService) private readonly proofs: LedgerProofsService) {}

  @Query(() => AuditCheckpointType)
  auditCheckpoint(): Promise<AuditCheckpointType> {
    return this.proofs.checkpoint();
  }

  @Query(() => [String], { description: 'RFC 6962 audit path of an entry, leaf to root, base64; treeSize at most that of the checkpoint' })
  auditInclusionProof(@Args('index', { type: () => IndexScalar }) index: string, @Args('treeSize', { type: () => IndexScalar }) treeSize: string): Promise<string[]> {
    return this.proofs.inclusion(index, treeSize);
  }

  @Query(() => [String], { description: 'RFC 6962 consistency proof between two tree sizes, base64; empty between equal sizes and from 0' })
  auditConsistencyProof(@Args('from', { type: () => IndexScalar }) from: string, @Args('to', { type: () => IndexScalar }) to: string): Promise<string[]> {
    return this.proofs.consistency(from, to);
  }

  @Query(() => AuditReceiptCheck, { description: 'Whether the log kept the promise of a receipt; the inclusion proof then shows it to others' })
  auditReceipt(@Args('receipt', { type: () => String }) receipt: string): Promise<AuditReceiptCheck> {
    return this.proofs.receipt(receipt);
  }
}
