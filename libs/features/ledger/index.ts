/**
 * Reading the audit ledger. Everyone reads his own acts; an agency reads who opened which of its records and fields,
 * with purpose and outcome, live and as a monthly statement; AUDITOR reads everything under pseudonymous record numbers;
 * SYSADMIN and SECADMIN read nothing. Covert reads enter the owner's view when lifted; the dissemination log, hints and
 * saved investigations are other ways to ask the same entries. Which policy is in force is decided here too, by two agencies.
 */
export { LedgerModule } from './ledger.module.js';
export { ledgerCommands } from './ledger.commands.js';
export { ledgerMigration, LEDGER_TABLES_WITHOUT_TRIGGER } from './ledger.migration.js';
export { PolicyApprovalService, policyNotInForce } from './policy-approval.service.js';
export { StatementService } from './statement.service.js';

export const ledgerReads = {
  auditEntries: 'audit.read',
  disseminations: 'dissemination.list',
  accessHints: 'audit.readHints',
  savedInvestigations: 'investigation.list',
  statement: 'audit.offerStatement',
  covertMarks: 'covert.list',
  policyStatus: 'policy.status',
  auditCheckpoint: 'public hashes and sizes: no entry needed',
  auditInclusionProof: 'public hashes: no entry needed',
  auditConsistencyProof: 'public hashes: no entry needed',
  auditReceipt: 'whether hashes the asker holds are in the tree: no entry needed',
} as const;
export const ledgerOpenTypes = {
  AuditEntry: 'scope by own acts, own records or AUDITOR',
  AuditEntryEdge: 'page of entries',
  AuditEntryConnection: 'page of entries',
  AuditCheckpoint: 'size, root and signed note, public in the community',
  AuditReceiptCheck: 'whether a receipt was kept',
  AuditReceiptEntry: 'a hash the asker holds, and its place',
  CovertMark: 'listed to heads of the marking agency only',
  Dissemination: 'lines about records the reader’s agency owns and the reader may see',
  DisseminationPage: 'page of the dissemination log',
  AccessHint: 'counts and ledger indexes; pseudonyms for AUDITOR, own people for an approver',
  SavedInvestigation: 'own, or shared in the agency by the same role',
  SavedFilter: 'part of SavedInvestigation',
  AuditStatement: 'where to fetch the statement of one’s own agency',
  PolicyStatus: 'hash and confirmations of the policy; no record',
  PolicyApproval: 'part of PolicyStatus',
} as const;
