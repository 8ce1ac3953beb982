/**
 * Member agencies and their sharing groups. An agency has a code, a kind and a region; a group is a named list of
 * agencies that its owner keeps. Who is in a group is known inside the group only. Every other feature refers to
 * agencies by id and shows them through AgencyType. Quotas agreed with an agency stand on its row.
 */
export { AgenciesModule } from './agencies.module.js';
export { AgenciesService, agenciesById, agenciesByCode, agenciesOfKind, agencyCommands, checkAgency, groupsOf, insertAgency, regulatorFor, type Agency, type NewAgency, type SharingGroup } from './agencies.service.js';
export { AgencyKindEnum, AgencyType, SharingGroupType } from './agency.type.js';
export { agenciesMigration } from './agencies.migration.js';

/** Query -> ledger action. */
export const agencyReads = { agencies: 'agency.list', sharingGroups: 'sharingGroup.list' } as const;
export const agencyOpenTypes = {
  Agency: 'directory of member agencies, open to every signed-in person',
  SharingGroup: 'listed for owner and members only',
} as const;
