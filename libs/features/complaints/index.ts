/**
 * Complaints (投诉) that agencies bring in as files, and the imports that bring them. A file is read as a stream, its
 * rows are checked and staged, and each complaint of it is committed whole, 200 to a transaction and a ledger entry. A
 * complaint is known by agency, profile and its number at the source: importing it again changes nothing or makes the
 * next version. Its identifiers leave tokens that are matched against leads without counting; a lead is proposed from
 * it. Rights: complaint.policy.ts; nobody but the contributor sees a complaint unless it is shared or granted.
 */
export { ComplaintsModule } from './complaints.module.js';
export { complaintCommands } from './complaint.commands.js';
export { complaintPolicy } from './complaint.policy.js';
export { complaintsMigration } from './complaints.migration.js';
export { IMPORTED_FIELDS, prepareComplaint, writeComplaints, type Destination } from './complaint-writing.js';
export { importFile, writeRunReport, type CommandLineImport } from './import-from-command-line.js';
export type { ImportRunRow } from './import-run.js';
export type { TextEncoding } from './import/encoding.rules.js';
export { importContext } from './import/cell.rules.js';
export { readComplaints } from './import/file-check.plan.js';
export { findProfile, IMPORT_PROFILES } from './import/profiles.js';
export { openSource } from './import/source.reader.js';
export { viewerOfHeader } from './signed-in.js';
export { FileProblem } from './import/row.type.js';

export const complaintReads = {
  complaints: 'complaint.list',
  complaint: 'complaint.read',
  importProfiles: 'columns of the import files: no data',
  importRuns: 'import.list',
  importRun: 'import.read',
} as const;
export const complaintOpenTypes = {
  ComplaintConnection: 'page of complaints',
  ComplaintEdge: 'page of complaints',
  ImportRun: 'runs of the viewer’s own agency only',
  ImportColumn: 'headers of a file of the viewer’s own agency',
  ImportPreviewRow: 'shown to the person who imports the file only',
  ImportProblem: 'shown to the person who imports the file only; never a value',
  ImportProfileInfo: 'columns of the import files: no data',
  ImportField: 'columns of the import files: no data',
} as const;

