export type ImportProfile = 'CONNECTICUT_COMPLAINTS' | 'TEXAS_COMPLAINTS' | 'INSURER_COMPLAINTS';
export type ImportStatus = 'UPLOADED' | 'CHECKING' | 'CHECKED' | 'COMMITTING' | 'DONE' | 'CANCELLED' | 'FAILED';

export interface ImportProfileInfo {
  profile: ImportProfile;
  label: string;
  fields: { name: string; labelZh: string; labelEn: string; required: boolean }[];
  templateUrl: string | null;
}

export interface ImportRunRow {
  id: string;
  profile: ImportProfile;
  fileName: string;
  status: ImportStatus;
  rowsRead: number;
  rowsTotal: number | null;
  recordsCommitted: number;
  rowsRefused: number;
  startedAt: string;
  finishedAt: string | null;
}

export interface ImportRun extends ImportRunRow {
  version: number;
  recordsReady: number;
  recordsUnchanged: number;
  ratePerSecond: number | null;
  remainingSeconds: number | null;
  columns: { header: string; field: string | null; required: boolean }[];
  preview: { row: number; values: string[] }[];
  problems: { row: number; column: string; valueClass: string; reasonZh: string; reasonEn: string }[];
  errorReportUrl: string | null;
  message: string | null;
}
