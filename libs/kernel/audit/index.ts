export { canonicalBytes, sealEntry, type EntryInput, type LedgerEntry, type PersonalPart, type SealedEntry } from './entry.js';
export { LedgerWriter, storeEntries, type LedgerConnection } from './ledger.js';
export { Sequencer, sequenceOnce, type SequencerTransact, type SequencerTransaction } from './sequencer.js';
