import type { MaskName } from './masks.js';

/**
 * What one column of viewers gets of one field (domain.md section 5): F full, M masked, H hidden, R on approved request,
 * K match only, A aggregate only; O own organisation's records in full and otherwise hidden, O/x otherwise x.
 */
export type Mode = 'full' | 'masked' | 'match' | 'request' | 'aggregate' | 'hidden';

export interface Cell {
  own: Mode;
  other: Mode;
}

const MODE_OF: Record<string, Mode> = { F: 'full', M: 'masked', K: 'match', R: 'request', A: 'aggregate', H: 'hidden' };

/** The columns of the matrix in the order of its heading. */
export const COLUMNS = ['RC', 'RL', 'PC', 'PL', 'IO', 'IX', 'SC', 'AS', 'CO', 'LD', '3A'] as const;
export type Column = (typeof COLUMNS)[number];

export interface FieldRule {
  cells: Record<Column, Cell>;
  mask: MaskName | 'none';
  /** False for row 1 of the matrix and "agent name…": they need no purpose. */
  needsPurpose: boolean;
  /** What an access request may ask for; everything but identity rows and derived fields. */
  requestable: boolean;
  /** Derived fields (history, actions …) carry no value of their own: their content obeys the other fields' cells. */
  derived?: string;
}

/** One row of the matrix, written as in domain.md: `row('F M F M O/M H F O/H O/H R H', { mask: 'text' })`. */
export function row(letters: string, options: { mask?: MaskName; needsPurpose?: boolean; requestable?: boolean } = {}): FieldRule {
  const parts = letters.trim().split(/\s+/);
  if (parts.length !== COLUMNS.length) throw new Error(`a policy row needs ${COLUMNS.length} cells, found ${parts.length}: ${letters}`);
  const cells = Object.fromEntries(COLUMNS.map((column, i) => [column, parseCell(parts[i]!)])) as Record<Column, Cell>;
  return {
    cells,
    mask: options.mask ?? 'none',
    needsPurpose: options.needsPurpose ?? true,
    requestable: options.requestable ?? true,
  };
}

/** A field without a value of its own; `why` says whose rules its content obeys. */
export function derived(why: string): FieldRule {
  return { ...row('F F F F F F F F F F H', { needsPurpose: false, requestable: false }), derived: why };
}

function parseCell(text: string): Cell {
  if (text === 'O') return { own: 'full', other: 'hidden' };
  const [first, second] = text.split('/') as [string, string | undefined];
  if (first === 'O' && second !== undefined) return { own: 'full', other: modeOf(second, text) };
  const mode = modeOf(text, text);
  return { own: mode, other: mode };
}

function modeOf(letter: string, cell: string): Mode {
  const mode = MODE_OF[letter];
  if (!mode) throw new Error(`unknown policy cell ${cell}`);
  return mode;
}
