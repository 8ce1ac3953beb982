/** A transaction of the ledger's own, on a connection that knows no record. */
export interface SequencerTransaction {
  rows<T>(sql: string, params?: unknown[]): Promise<T[]>;
}

export type SequencerTransact = <T>(work: (tx: SequencerTransaction) => Promise<T>) => Promise<T>;

/** "ledg": whoever holds it is the one who gives positions and signs, over all processes on this database. */
export const SEQUENCER_LOCK = 0x6c_65_64_67;
