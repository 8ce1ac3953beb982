/**
 * Blind matching of identifiers across agencies. Records leave keyed tokens when they are written; a query compares
 * tokens, never values, and tells hit or no hit and whom to ask. Ad-hoc values are counted against a daily quota of the
 * person; identifiers of a record being submitted or imported are matched without counting. Every match is in the
 * ledger, and the owner of a hit record sees it there. A value whose cell is hidden from the viewer never hits.
 */
export { MatchingModule } from './matching.module.js';
export { matchingCommands, MatchingService, type IdentifierHolder } from './matching.service.js';
export { ConductTypeEnum, IdentifierHolderType, IdentifierKindEnum, RiskBandEnum } from './matching.resolver.js';
export { writeTokens, writeTokensOf, type RecordIdentifier } from './match-tokens.js';
export { matchingMigration } from './matching.migration.js';

export const matchingReads = { matchIdentifier: 'identifier.match', matchIdentifiers: 'identifier.match' } as const;
export const matchingOpenTypes = {
  IdentifierMatch: 'hit or no hit by the cells of each lead',
  IdentifierHolder: 'whom to ask; number, band and conduct only where the row is visible',
} as const;
