import { agencyCommands, agenciesMigration, agencyOpenTypes, agencyReads } from '#features/agencies';
import { complaintCommands, complaintOpenTypes, complaintPolicy, complaintReads, complaintsMigration } from '#features/complaints';
import { LEDGER_TABLES_WITHOUT_TRIGGER, ledgerCommands, ledgerMigration, ledgerOpenTypes, ledgerReads } from '#features/ledger';
import { leadCommands, leadOpenTypes, leadPolicy, leadReads, leadsMigration } from '#features/leads';
import { matchingCommands, matchingMigration, matchingOpenTypes, matchingReads } from '#features/matching';
import { PEOPLE_TABLES_WITHOUT_TRIGGER, peopleAccountsMigration, peopleCommands, peopleMigration, peopleOpenTypes, peopleReads, peopleSessionMutations, SETTLING_OPERATIONS } from '#features/people';
import { accessRequestCommands, sharingCommands, sharingMigration, sharingOpenTypes, sharingReads } from '#features/sharing';
import type { Command, RecordPolicy } from '#kernel/access';
import { kernelMigration, ledgerTreeMigration, TABLES_WITHOUT_AUDIT_TRIGGER, type Migration } from '#kernel/database';
import { jobsMigration } from '#kernel/jobs';

/** Everything the features declare, in one place: what start-up checks the schema against. */
export const policies: readonly RecordPolicy[] = [leadPolicy, complaintPolicy];

export const commands: readonly Record<string, Command>[] = [agencyCommands, peopleCommands, leadCommands, complaintCommands, matchingCommands, sharingCommands, accessRequestCommands, ledgerCommands];

export const migrations: readonly Migration[] = [kernelMigration, jobsMigration, ledgerTreeMigration, agenciesMigration, peopleMigration, peopleAccountsMigration, sharingMigration, matchingMigration, leadsMigration, complaintsMigration, ledgerMigration];

/** Tables whose writes need no audit action, each with its reason; every other table carries the trigger. */
export const tablesWithoutTrigger: Readonly<Record<string, string>> = { ...TABLES_WITHOUT_AUDIT_TRIGGER, ...PEOPLE_TABLES_WITHOUT_TRIGGER, ...LEDGER_TABLES_WITHOUT_TRIGGER };

export const reads: Readonly<Record<string, string>> = {
  hub: 'public: what the sign-in page needs',
  enumLabels: 'public: words of the enums',
  ...agencyReads,
  ...peopleReads,
  ...leadReads,
  ...complaintReads,
  ...sharingReads,
  ...matchingReads,
  ...ledgerReads,
};

export const sessionMutations: Readonly<Record<string, string>> = {
  ...peopleSessionMutations,
  advanceDemoClock: 'demo mode only: moves the clock, every act it fires writes its own entry',
};

export const openTypes: Readonly<Record<string, string>> = {
  Hub: 'public: what the sign-in page needs',
  DemoAccount: 'invented accounts of demo mode',
  EnumLabel: 'words of the enums',
  ...agencyOpenTypes,
  ...peopleOpenTypes,
  ...leadOpenTypes,
  ...complaintOpenTypes,
  ...sharingOpenTypes,
  ...matchingOpenTypes,
  ...ledgerOpenTypes,
};

/** Root fields that need no session. */
export const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set(['hub', 'enumLabels', 'signIn', '__typename', '__schema', '__type']);

/** Root fields open to a session whose person still has to change his password or enrol a second factor. */
export const OPEN_TO_UNSETTLED: ReadonlySet<string> = new Set([...PUBLIC_OPERATIONS, ...SETTLING_OPERATIONS]);

const ACCOUNT_ACTS = /^(person|roleGrant|deputy)\./;

/**
 * Root fields open while a new policy waits for two agencies: signing in, the accounts of those who shall confirm it, and
 * the confirmation. None of them reads or writes a record.
 */
export const OPEN_WITHOUT_APPROVED_POLICY: ReadonlySet<string> = new Set([
  ...OPEN_TO_UNSETTLED,
  'policyStatus',
  'approvePolicy',
  'agencies',
  'createAgency',
  ...Object.keys(peopleSessionMutations),
  ...Object.keys(peopleReads).filter((query) => !/recusal/i.test(query)),
  ...Object.values(peopleCommands).flatMap((c) => (c.mutation && ACCOUNT_ACTS.test(c.action) ? [c.mutation] : [])),
]);
