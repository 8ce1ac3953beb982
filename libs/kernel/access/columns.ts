import type { ColumnRule } from './policy.js';
import { always, type RowCondition } from './conditions.js';
import { hasRole, isAdministrator, type Viewer } from './viewer.js';

/** How a record type relates agencies to its rows; everything else about the columns is the same for every type. */
export interface RelationRules {
  /** Owning or assigned regulator, for staff holding INTAKE, INVESTIGATOR, LEGAL or APPROVER. */
  caseRegulator: (viewer: Viewer) => RowCondition;
  /** Police on a filed or transferred case. */
  casePolice: (viewer: Viewer) => RowCondition;
  /** The insurer that owns or contributed the record or whose customers it names. */
  owningInsurer: (viewer: Viewer) => RowCondition;
  /** Market regulator assigned to the record. */
  caseMarketRegulator: (viewer: Viewer) => RowCondition;
}

/**
 * The columns of domain.md section 5 in the order of first match: 3A, LD, RC, PC, PL, IO, IX, SC, AS, CO, RL, otherwise
 * hidden (no rule). PROC reads as PL, CAC as AS, the hub's intake as RL.
 */
export function standardColumns(relations: RelationRules): readonly ColumnRule[] {
  const anyRow = () => always;
  return [
    { column: '3A', viewer: isAdministrator, row: anyRow },
    { column: 'LD', viewer: (v) => hasRole(v, 'LEADER'), row: anyRow },
    { column: 'RC', viewer: (v) => v.agencyKind === 'REGULATOR' && hasRole(v, 'INTAKE', 'INVESTIGATOR', 'LEGAL', 'APPROVER'), row: relations.caseRegulator },
    { column: 'PC', viewer: (v) => v.agencyKind === 'POLICE', row: relations.casePolice },
    { column: 'PL', viewer: (v) => v.agencyKind === 'POLICE' || v.agencyKind === 'PROCURATORATE', row: anyRow },
    { column: 'IO', viewer: (v) => v.agencyKind === 'INSURER', row: relations.owningInsurer },
    { column: 'IX', viewer: (v) => v.agencyKind === 'INSURER', row: anyRow },
    { column: 'SC', viewer: (v) => v.agencyKind === 'MARKET_REGULATOR', row: relations.caseMarketRegulator },
    { column: 'AS', viewer: (v) => v.agencyKind === 'INDUSTRY_ASSOCIATION' || v.agencyKind === 'CYBERSPACE', row: anyRow },
    { column: 'CO', viewer: (v) => v.agencyKind === 'CONSUMER_ASSOCIATION', row: anyRow },
    {
      column: 'RL',
      viewer: (v) => v.agencyKind === 'REGULATOR' || v.agencyKind === 'MARKET_REGULATOR' || (v.agencyKind === 'HUB_OFFICE' && hasRole(v, 'INTAKE')),
      row: anyRow,
    },
  ];
}
