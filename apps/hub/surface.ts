import { agencyCommands, agenciesMigration, agencyOpenTypes, agencyReads } from '#features/agencies';
import { ledgerOpenTypes, ledgerReads } from '#features/ledger';
import { leadCommands, leadOpenTypes, leadPolicy, leadReads, leadsMigration } from '#features/leads';
import { matchingCommands, matchingMigration, matchingOpenTypes, matchingReads } from '#features/matching';
import { peopleMigration, peopleOpenTypes, peopleReads, peopleSessionMutations } from '#features/people';
import { accessRequestCommands, sharingCommands, sharingMigration, sharingOpenTypes, sharingReads } from '#features/sharing';
import type { Command, RecordPolicy } from '#kernel/access';
import { kernelMigration, type Migration } from '#kernel/database';
import { jobsMigration } from '#kernel/jobs';

/** Everything the features declare, in one place: what start-up checks the schema against. */
export const policies: readonly RecordPolicy[] = [leadPolicy];

export const commands: readonly Record<string, Command>[] = [agencyCommands, leadCommands, matchingCommands, sharingCommands, accessRequestCommands];

export const migrations: readonly Migration[] = [kernelMigration, jobsMigration, agenciesMigration, peopleMigration, sharingMigration, matchingMigration, leadsMigration];

export const reads: Readonly<Record<string, string>> = {
  hub: 'public: what the sign-in page needs',
  enumLabels: 'public: words of the enums',
  ...agencyReads,
  ...peopleReads,
  ...leadReads,
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
  ...sharingOpenTypes,
  ...matchingOpenTypes,
  ...ledgerOpenTypes,
};

/** Root fields that need no session. */
export const PUBLIC_OPERATIONS: ReadonlySet<string> = new Set(['hub', 'enumLabels', 'signIn', '__typename', '__schema', '__type']);
