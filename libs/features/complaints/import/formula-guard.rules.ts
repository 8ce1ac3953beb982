/** Cells that a spreadsheet program would run as a formula, and the apostrophe that keeps it from doing so. */

// Excel in Chinese and Japanese takes the full-width signs for formulas too.
const STARTS_FORMULA = /^[=+\-@\t\r＝＋－＠]/;
const GUARDED = /^'(?=[=+\-@\t\r＝＋－＠])/;

/** The cell, with an apostrophe in front when it starts with = + - @ TAB or CR. */
export function neutralised(cell: string): string {
  return STARTS_FORMULA.test(cell) ? `'${cell}` : cell;
}

/** The inverse, for a corrected error report that is handed in again. */
export function unguarded(cell: string): string {
  return cell.replace(GUARDED, '');
}
