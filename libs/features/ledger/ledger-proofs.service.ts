import { Inject, Injectable } from '@nestjs/common';
import { CheckpointPublisher, LedgerTree, parseReceipt, type PublishedCheckpoint, type VerifierKey } from '#kernel/audit';
import { invalidInput, Refusal } from '#kernel/errors';
import { LOG_KEY_OF_LEDGER } from '#kernel/runtime';
import type { AuditCheckpointType } from './checkpoint.type.js';
import type { AuditReceiptCheck } from './receipt.type.js';

/** Checkpoints and proofs: hashes and sizes only, which the whole community may know; nothing here depends on the reader. */
@Injectable()
export class LedgerProofsService {
  constructor(
    @Inject(LedgerTree) private readonly tree: LedgerTree,
    @Inject(CheckpointPublisher) private readonly publisher: CheckpointPublisher,
    @Inject(LOG_KEY_OF_LEDGER) private readonly key: VerifierKey,
  ) {}

  async checkpoint(): Promise<AuditCheckpointType> {
    const { size, root, note, cosignatures } = await this.published();
    return { note, size: String(size), rootHash: root.toString('base64'), cosignatures };
  }

  async inclusion(index: string, treeSize: string): Promise<string[]> {
    const { size } = await this.published();
    const tree = within(treeSize, 'treeSize', 1, size);
    const at = within(index, 'index', 0, tree - 1);
    return inBase64(await this.tree.inclusionProof(at, tree));
  }

  async consistency(from: string, to: string): Promise<string[]> {
    const { size } = await this.published();
    const tree = within(to, 'to', 0, size);
    const old = within(from, 'from', 0, tree);
    return inBase64(await this.tree.consistencyProof(old, tree));
  }

  async receipt(note: string): Promise<AuditReceiptCheck> {
    const receipt = parseReceipt(note, this.key);
    if (!receipt) return { status: 'UNKNOWN', due: null, entries: [] };
    const { size } = await this.published();
    const places = await this.tree.placesOf(receipt.entries.map((e) => e.id));
    const entries = receipt.entries.map(({ id, leafHash }) => {
      const place = places.get(id);
      // Another content under the same id is not what was promised.
      return { leafHash: leafHash.toString('base64'), index: place && place.index < size && place.leafHash.equals(leafHash) ? String(place.index) : null };
    });
    const kept = entries.every((e) => e.index !== null);
    return { status: kept ? 'KEPT' : receipt.due > new Date() ? 'PENDING' : 'BROKEN', due: receipt.due, entries };
  }

  private async published(): Promise<PublishedCheckpoint> {
    const known = await this.tree.published();
    if (known) return known;
    // The first second after the first start.
    await this.publisher.publishNow();
    const first = await this.tree.published();
    if (!first) throw new Refusal('UNAVAILABLE', { zh: '尚无检查点：见证方未达到法定数量', en: 'There is no checkpoint yet: the witnesses have not reached their quorum' });
    return first;
  }
}

function within(value: string, field: string, least: number, most: number): number {
  const n = Number(value);
  if (n < least || n > most) throw invalidInput([{ field, zh: `应在 ${least} 至 ${most} 之间`, en: `must be between ${least} and ${most}` }]);
  return n;
}

function inBase64(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('base64'));
}
