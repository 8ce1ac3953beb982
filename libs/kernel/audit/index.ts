export { canonicalBytes, sealEntry, type EntryInput, type LedgerEntry, type PersonalPart, type SealedEntry } from './entry.js';
export { LedgerWriter, storeEntries, type LedgerConnection } from './ledger.js';
export { Sequencer, sequenceOnce } from './sequencer.js';
export type { SequencerTransact, SequencerTransaction } from './sequencer-transaction.js';
export { LedgerTree, type PublishedCheckpoint } from './ledger-tree.js';
export { parseReceipt, Receipts, type Receipt } from './receipts.js';
export { WitnessClient, WitnessConflictError } from './witness-client.js';
export { cosigners, parseWitnessPolicy, quorumIsMet, type KnownWitness, type WitnessPolicy } from './witness-policy.js';
export { exportLines, type ExportedEntry, type LedgerExport } from './ledger-export.js';
export { TILE_WIDTH } from './tree.js';
export { LONGEST_PROOF, provesConsistency, provesInclusion } from './proofs.js';
export { CheckpointPublisher, LedgerForkError, signCheckpoint, type Cosign, type SignedCheckpoint } from './checkpoints.js';
export { createLogKeyFile, createSigningKeyFile, loadSigningKey } from './key-file.js';
export {
  cosignText,
  formatCheckpoint,
  formatNote,
  formatSignature,
  formatVerifierKey,
  fromBase64,
  LOG_KEY,
  noteSigner,
  parseCheckpoint,
  parseNote,
  parseNotes,
  parseSignature,
  parseVerifierKey,
  signatureOf,
  signText,
  WITNESS_KEY,
  type Checkpoint,
  type Note,
  type NoteSignature,
  type NoteSigner,
  type VerifierKey,
} from './note.js';
