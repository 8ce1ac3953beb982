import { gql } from 'urql';
import type { ImportProfileInfo, ImportRun, ImportRunRow } from './imports.types.js';

type Nothing = Record<string, never>;

const runFields = gql`
  fragment RunFields on ImportRun {
    id version profile fileName status rowsRead rowsTotal recordsReady recordsCommitted recordsUnchanged rowsRefused
    ratePerSecond remainingSeconds startedAt finishedAt errorReportUrl message
    columns { header field required }
    preview { row values }
    problems { row column valueClass reasonZh reasonEn }
  }
`;

export const importProfilesDocument = gql<{ importProfiles: ImportProfileInfo[] }, Nothing>`
  query ImportProfiles {
    importProfiles { profile label templateUrl fields { name labelZh labelEn required } }
  }
`;

export const importRunsDocument = gql<{ importRuns: ImportRunRow[] }, Nothing>`
  query ImportRuns {
    importRuns { id profile fileName status rowsRead rowsTotal recordsCommitted rowsRefused startedAt finishedAt }
  }
`;

export const importRunDocument = gql<{ importRun: ImportRun | null }, { id: string }>`
  query ImportRun($id: ID!) { importRun(id: $id) { ...RunFields } }
  ${runFields}
`;

/** Counts alone, for following a run without reading its rows again and again. */
export const importProgressDocument = gql<
  { importRun: Pick<ImportRun, 'id' | 'status' | 'rowsRead' | 'rowsTotal' | 'recordsReady' | 'recordsCommitted' | 'recordsUnchanged' | 'rowsRefused' | 'ratePerSecond' | 'remainingSeconds'> | null },
  { id: string }
>`
  query ImportProgress($id: ID!) {
    importRun(id: $id) {
      id status rowsRead rowsTotal recordsReady recordsCommitted recordsUnchanged rowsRefused ratePerSecond remainingSeconds
    }
  }
`;

export const startImportDocument = gql<{ startImport: ImportRun }, { uploadId: string; profile: string }>`
  mutation StartImport($uploadId: ID!, $profile: ImportProfile!) {
    startImport(uploadId: $uploadId, profile: $profile) { ...RunFields }
  }
  ${runFields}
`;
export const mapImportColumnsDocument = gql<
  { mapImportColumns: ImportRun },
  { id: string; mapping: { header: string; field: string | null }[] }
>`
  mutation MapImportColumns($id: ID!, $mapping: [ImportMapping!]!) {
    mapImportColumns(id: $id, mapping: $mapping) { ...RunFields }
  }
  ${runFields}
`;
export const commitImportDocument = gql<{ commitImport: ImportRun }, { id: string }>`
  mutation CommitImport($id: ID!) { commitImport(id: $id) { ...RunFields } }
  ${runFields}
`;
export const cancelImportDocument = gql<{ cancelImport: ImportRun }, { id: string }>`
  mutation CancelImport($id: ID!) { cancelImport(id: $id) { ...RunFields } }
  ${runFields}
`;
export const resumeImportDocument = gql<{ resumeImport: ImportRun }, { id: string }>`
  mutation ResumeImport($id: ID!) { resumeImport(id: $id) { ...RunFields } }
  ${runFields}
`;
