/**
 * Reading the audit ledger. Everyone reads his own acts; an agency reads who opened which of its records and fields,
 * with purpose and outcome; AUDITOR reads everything under pseudonymous record numbers; SYSADMIN and SECADMIN read
 * nothing. Entries appear once the sequencer gave them their index, within a second. Reading is itself recorded.
 */
export { LedgerModule } from './ledger.module.js';

export const ledgerReads = { auditEntries: 'audit.read' } as const;
export const ledgerOpenTypes = {
  AuditEntry: 'scope by own acts, own records or AUDITOR',
  AuditEntryEdge: 'page of entries',
  AuditEntryConnection: 'page of entries',
} as const;
