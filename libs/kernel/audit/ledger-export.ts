import { createLineDigest } from '#kernel/crypto';
import { readHashesOn, type PublishedCheckpoint } from './ledger-tree.js';
import { formatSignature, signText, type NoteSigner } from './note.js';
import type { SequencerTransact } from './sequencer-transaction.js';
import { consistencyRanges, hashesOf, inclusionRanges, TILE_WIDTH, type ReadHashes, type StoredHashes } from './tree.js';

const TILES_KEPT = 4096;

export interface LedgerExport {
  transact: SequencerTransact;
  signer: NoteSigner;
  checkpoint: PublishedCheckpoint;
  /** Code of the agency the export is for; null: the whole log, for the auditor. */
  agencyCode: string | null;
  /** The next entries behind a position, ascending; for the whole log every one. None: there are no more. */
  entriesAfter(index: number): Promise<ExportedEntry[]>;
  /** Sizes of checkpoints the reader kept: the export proves that it continues them. */
  remembered: readonly number[];
}

export interface ExportedEntry {
  index: number;
  bytes: Buffer;
  leafHash: Buffer;
  /** Goes along: who acted. Null where that is not the reader's business. */
  personal: { salt: Buffer; part: Buffer } | null;
  /** The personal part was erased. */
  redacted: boolean;
}

/**
 * The lines of an export, version 1, in order: header, checkpoint note, consistency proofs, entries (the whole log with its
 * leaf hashes, an agency's with inclusion proofs and the personal parts of its own people), end with the log's signature
 * over everything before it. `apps/ops/audit-verify.mjs` reads it.
 */
export async function* exportLines(o: LedgerExport): AsyncGenerator<string> {
  const { size, note } = o.checkpoint;
  const origin = o.signer.verifier.name;
  const scope = o.agencyCode === null ? 'all' : 'agency';
  const digest = createLineDigest();
  const line = (value: object): string => digest.line(JSON.stringify(value));
  const read = withTileCache(o.transact, size);

  yield line({ format: 'xiecha-audit-export', version: 1, scope, agency: o.agencyCode, origin, size });
  yield line({ checkpoint: note });
  for (const from of new Set(o.remembered)) {
    if (scope === 'agency' && from <= size) yield line({ consistency: { from, proof: inBase64(await hashesOf(consistencyRanges(from, size), read)) } });
  }
  let entries = 0;
  for (let last = -1; ; ) {
    const page = await o.entriesAfter(last);
    for (const { index, bytes, leafHash, personal, redacted } of page) {
      yield line({
        index,
        entry: bytes.toString('utf8'),
        ...(scope === 'agency' ? { proof: inBase64(await hashesOf(inclusionRanges(index, size), read)) } : { leaf: leafHash.toString('base64') }),
        ...(personal ? { personal: { salt: personal.salt.toString('base64'), part: personal.part.toString('utf8') } } : {}),
        ...(redacted ? { redacted: true } : {}),
      });
      entries += 1;
      last = index;
    }
    if (page.length === 0) break;
  }
  const sha256 = digest.end();
  const text = `xiecha-audit-export/v1\n${origin}\n${scope} ${o.agencyCode ?? '*'}\n${size}\n${entries}\n${sha256}\n`;
  yield `${JSON.stringify({ end: { entries, sha256 }, signature: formatSignature(signText(o.signer, text)) })}\n`;
}

/** Proofs of neighbours share their tiles: full tiles are read once, and the newest few thousand kept (32 MB at most). */
function withTileCache(transact: SequencerTransact, size: number): ReadHashes {
  const tiles = new Map<string, Buffer[]>();
  const readOne = async (part: StoredHashes): Promise<Buffer[]> => {
    const tile = Math.floor(part.first / TILE_WIDTH);
    const name = `${part.level}/${tile}`;
    let hashes = tiles.get(name);
    if (!hashes) {
      const count = Math.min(TILE_WIDTH, Math.floor(size / TILE_WIDTH ** part.level) - tile * TILE_WIDTH);
      [hashes] = await transact((tx) => readHashesOn(tx)([{ level: part.level, first: tile * TILE_WIDTH, count }]));
      if (tiles.size >= TILES_KEPT) tiles.delete(tiles.keys().next().value!);
      tiles.set(name, hashes!);
    }
    return hashes!.slice(part.first - tile * TILE_WIDTH, part.first - tile * TILE_WIDTH + part.count);
  };
  return async (wanted) => {
    const hashes: Buffer[][] = [];
    for (const part of wanted) hashes.push(await readOne(part));
    return hashes;
  };
}

function inBase64(hashes: readonly Buffer[]): string[] {
  return hashes.map((hash) => hash.toString('base64'));
}
