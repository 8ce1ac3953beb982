import { anyOf, assignedToMyAgency, contributedByMyAgency, definePolicy, derived, hasRole, namesMyCustomers, row, standardColumns, withinMyReach } from '#kernel/access';

/**
 * Rights on complaints: domain.md section 5. As with leads, a contributor keeps reading what it contributed ("O/…")
 * where the matrix says A or H for its kind of agency. No complaint is assigned or transferred: the columns PC and SC
 * are in the table for the day it is. Columns make no row visible: rows = own ∪ shared ∪ granted.
 */
//                      RC RL PC PL  IO  IX SC  AS  CO  LD 3A
const identityRow = row('F  F  F  F   F   F  F   O/A O/A F  H', { needsPurpose: false, requestable: false });
/** "agent name, practice no, employer, status": licensed institutions; not for other insurers (S17, rule 5). */
const respondentRow = row('F F F F    F   H  F   O   O   F  H', { needsPurpose: false });
const ownBusinessRow = row('O O O O   O   O  O   O   O   O  H', { needsPurpose: false, requestable: false });
const textRow = row('    F  M  F  O/M O   H  O/M O   O   H  H', { mask: 'text' });
const consumerNameRow = row('F M F O/M O  H  O/M O   O   H  H', { mask: 'name' });
const consumerIdRow = row('R H F  O   O   H  O   O   O   H  H', { mask: 'id' });
/** The phone a letter leaves is the consumer's row; where it is a ring's, the lead made of it holds it as a suspect's. */
const consumerPhoneRow = row('R H F O O   H  O/R O   O   H  H', { mask: 'phone' });
const mailOriginRow = row('F K F  O/K O   K  O/R O   O   H  H', { mask: 'address' });
const policyNumberRow = row('F M F O/M O  K  O/M O   O/M H  H', { mask: 'policy' });
const amountRow = row('F  A  F  O/A O   A  F   O/A O/A F  H', { mask: 'amount' });
const refundRow = row('F  A  F  O/A O   H  O/A O/A O   O/A H', { mask: 'amount' });

export const complaintPolicy = definePolicy({
  record: 'Complaint',
  prefix: 'TS',
  identity: 'number',
  readers: ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'LEGAL', 'APPROVER', 'POL_REQ', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'LEADER'],
  always: [],
  columns: standardColumns({
    caseRegulator: contributedByMyAgency,
    casePolice: assignedToMyAgency,
    owningInsurer: (v) => anyOf(contributedByMyAgency(v), namesMyCustomers(v)),
    caseMarketRegulator: assignedToMyAgency,
  }),
  fields: {
    id: identityRow,
    version: identityRow,
    number: identityRow,
    externalNumber: identityRow,
    channel: identityRow,
    category: identityRow,
    subject: identityRow,
    openedAt: identityRow,
    closedAt: identityRow,
    ownerAgency: identityRow,
    respondent: respondentRow,
    respondentAgency: respondentRow,
    isProxy: textRow,
    text: textRow,
    demand: textRow,
    disposition: textRow,
    conclusion: textRow,
    complainantName: consumerNameRow,
    complainantIdNumber: consumerIdRow,
    complainantPhone: consumerPhoneRow,
    mailOrigin: mailOriginRow,
    policyNumber: policyNumberRow,
    demandAmount: amountRow,
    amountReturned: refundRow,
    // Without it a masked amount could not be read; alone it says nothing.
    currency: { ...refundRow, mask: 'none', needsPurpose: false, requestable: false },
    importedFrom: ownBusinessRow,
    redactions: derived('tells what the other cells held back'),
    lines: derived('each line obeys its own rows'),
    proposedLead: derived('number of the lead, shown only if that lead is visible to the viewer'),
    possibleLeads: derived('obeys the rules of identifier matching'),
  },
  parts: {
    ComplaintLine: {
      record: 'ComplaintLine',
      parentField: 'lines',
      variants: {
        line: {
          position: identityRow,
          coverage: identityRow,
          subCoverage: identityRow,
          reason: identityRow,
          subReason: identityRow,
          disposition: textRow,
          conclusion: textRow,
        },
      },
    },
  },
  rawTextNeeds: [{ field: 'complainantPhone' }],
  mustNot: {
    REGISTRAR: ['text', 'conclusion', 'disposition'],
    PUBLICITY: ['text', 'conclusion', 'disposition'],
    REWARD_OFF: ['text', 'conclusion', 'disposition'],
    ANALYST: ['complainantName', 'complainantIdNumber', 'complainantPhone', 'mailOrigin'],
  },
  worksOn: (v) => {
    if (hasRole(v, 'LIAISON', 'INTAKE', 'LEADER')) return withinMyReach(v);
    return hasRole(v, 'APPROVER', 'INVESTIGATOR', 'LEGAL', 'POL_REQ', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE') ? contributedByMyAgency(v) : null;
  },
});
