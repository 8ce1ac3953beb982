/** What an import profile is: the columns of one kind of file, and how its rows become complaints. All data and pure rules. */
import type { CellCheck } from './cell.rules.js';
import type { ComplaintDraft } from './complaint-draft.type.js';
import type { RowProblem, Words } from './row.type.js';

export type ProfileCode = 'CONNECTICUT_COMPLAINTS' | 'TEXAS_COMPLAINTS' | 'INSURER_COMPLAINTS';

export interface ProfileField {
  name: string;
  labelZh: string;
  labelEn: string;
  /** the column must be there, and each row must fill it */
  required: boolean;
  /** spellings of the header that are recognised, besides the two labels and the name */
  headers: readonly string[];
  check: CellCheck;
  /** words the field may hold, for the drop-down of a template */
  choices?: readonly string[];
  /** how to fill the column, for the legend and the cell note of a template */
  note?: Words;
}

/** A checked row on its way to the database: `values` in the order of the profile's fields, '' where the cell was empty. */
export interface StagedRow {
  row: number;
  key: string;
  values: string[];
}

/** One complaint, or why none can be made of its rows (each row then has its problem). */
export type Assembled = { ok: true; draft: ComplaintDraft } | { ok: false; problems: RowProblem[] };

export interface ImportProfile {
  code: ProfileCode;
  /** name on the command line: `ops import FILE --profile NAME` */
  name: string;
  labelZh: string;
  labelEn: string;
  fields: readonly ProfileField[];
  /** field whose value is the natural key of the complaint */
  keyField: string;
  /** from this many rows of one key on, assemble may refuse them: those are tried when the file is checked */
  suspiciousFrom: number;
  /** the file's rows of one key, in the order of the file */
  assemble(rows: StagedRow[]): Assembled;
  /** rows shown as examples in the template; absent = no template is offered */
  examples?: readonly (readonly string[])[];
}
