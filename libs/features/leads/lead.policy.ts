import {
  allOf,
  anyOf,
  assignedToMe,
  assignedToMyAgency,
  contributedByMyAgency,
  definePolicy,
  derived,
  hasRole,
  namesMyCustomers,
  row,
  standardColumns,
  submittedOrMine,
  withinMyReach,
  type Viewer,
} from '#kernel/access';

/**
 * Rights on leads: domain.md section 5, rows as written there. The one addition, marked below: where the matrix says A
 * or H for a kind of agency that may itself contribute leads (associations, police, market regulators), the contributor
 * keeps reading what it contributed ("O/…"), because it must be able to supplement a returned lead.
 */
//                      RC RL PC PL  IO  IX SC  AS  CO  LD 3A
const identityRow = row('F  F  F  F   F   F  F   O/A O/A F  H', { needsPurpose: false, requestable: false });
const textRow = row('    F  M  F  O/M O/M H  F   O   O   R  H', { mask: 'text' });
const suspectOrgRow = row('F F F  F   F   K  F   O/K O   F  H');
const suspectNameRow = row('F M F O/M O/M K  F   O/K O   M  H', { mask: 'name' });
const suspectRoleRow = row('F M F O/M O/M K  F   O/K O   M  H');
const suspectIdRow = row('F K  F  O/K O/K K  O/R O/K O   H  H', { mask: 'id' });
const suspectPhoneRow = row('F K F O/K O  K  O/R O   O   H  H', { mask: 'phone' });
const suspectBankRow = row('R H F  O/R O  H  O   O   O   H  H', { mask: 'card' });
const consumerNameRow = row('F M F O/M O  H  O/M O   O   H  H', { mask: 'name' });
const consumerRoleRow = row('F M F O/M O  H  O/M O   O   H  H');
const consumerIdRow = row('R H F  O   O   H  O   O   O   H  H', { mask: 'id' });
const consumerPhoneRow = row('R H F O O   H  O/R O   O   H  H', { mask: 'phone' });
const consumerBankRow = row('R H F O  O   H  O   O   O   H  H', { mask: 'card' });
const policyNumberRow = row('F M F O/M O  K  O/M O   O/M H  H', { mask: 'policy' });
const amountRow = row('F  A  F  O/A O   A  F   O/A O/A F  H', { mask: 'amount' });
const riskScoreRow = row('F F F  M   O   M  F   M   H   A  H', { mask: 'score' });

const readerRoles = ['LIAISON', 'INTAKE', 'INVESTIGATOR', 'LEGAL', 'APPROVER', 'POL_REQ', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE', 'PLANNER', 'LEADER'] as const;

const mine = (v: Viewer) => anyOf(contributedByMyAgency(v), assignedToMyAgency(v));

export const leadPolicy = definePolicy({
  record: 'Lead',
  prefix: 'XS',
  identity: 'number',
  readers: readerRoles,
  always: [submittedOrMine],
  columns: standardColumns({
    caseRegulator: mine,
    casePolice: assignedToMyAgency,
    owningInsurer: (v) => anyOf(contributedByMyAgency(v), namesMyCustomers(v)),
    caseMarketRegulator: assignedToMyAgency,
  }),
  fields: {
    id: identityRow,
    version: identityRow,
    number: identityRow,
    status: identityRow,
    source: identityRow,
    regionCode: identityRow,
    conductTypes: identityRow,
    handlingCode: identityRow,
    sourceGrade: identityRow,
    informationGrade: identityRow,
    riskBand: identityRow,
    ownerAgency: identityRow,
    submittedAt: identityRow,
    updatedAt: identityRow,
    assignedAgency: identityRow,
    title: textRow,
    narrative: textRow,
    conclusion: row('F M F O/M O/M H F O O R H'),
    conclusionNote: row('F H R H H H O H H R H', { mask: 'text' }),
    assignee: row('F H F H H H F H H F H'),
    riskScore: riskScoreRow,
    amountInvolved: amountRow,
    policyNumbers: policyNumberRow,
    insurers: row('F F F F F H F O/A O/A F H'),
    redactions: derived('tells what the other cells held back'),
    subjects: derived('each subject obeys its own rows'),
    mergedInto: derived('shown only if the target lead is visible to the viewer'),
    history: derived('values obey today’s cells of their fields'),
    shares: derived('the owner sees all, a recipient his own'),
    actions: derived('acts the transition table opens to the viewer'),
    requestableFields: derived('names of fields only'),
    possibleDuplicates: derived('obeys the rules of identifier matching'),
  },
  parts: {
    Subject: {
      record: 'Subject',
      parentField: 'subjects',
      variants: {
        suspectPerson: {
          id: identityRow,
          kind: identityRow,
          redactions: derived('tells what the other cells held back'),
          name: suspectNameRow,
          role: suspectRoleRow,
          idNumber: suspectIdRow,
          unifiedCreditCode: suspectOrgRow,
          phones: suspectPhoneRow,
          bankAccounts: suspectBankRow,
        },
        suspectOrganisation: {
          id: identityRow,
          kind: identityRow,
          redactions: derived('tells what the other cells held back'),
          name: suspectOrgRow,
          role: suspectOrgRow,
          idNumber: suspectIdRow,
          unifiedCreditCode: suspectOrgRow,
          phones: suspectPhoneRow,
          bankAccounts: suspectBankRow,
        },
        consumer: {
          id: identityRow,
          kind: identityRow,
          redactions: derived('tells what the other cells held back'),
          name: consumerNameRow,
          role: consumerRoleRow,
          idNumber: consumerIdRow,
          unifiedCreditCode: consumerIdRow,
          phones: consumerPhoneRow,
          bankAccounts: consumerBankRow,
        },
      },
    },
  },
  rawTextNeeds: [
    { field: 'phones', part: { part: 'Subject', variant: 'suspectPerson' } },
    { field: 'phones', part: { part: 'Subject', variant: 'consumer' } },
  ],
  mustNot: {
    REGISTRAR: ['title', 'narrative', 'conclusion', 'conclusionNote'],
    PUBLICITY: ['title', 'narrative', 'conclusion', 'conclusionNote'],
    REWARD_OFF: ['title', 'narrative', 'conclusion', 'conclusionNote'],
    ANALYST: ['subjects.name', 'subjects.idNumber', 'subjects.unifiedCreditCode', 'subjects.phones', 'subjects.bankAccounts'],
  },
  worksOn: (v) => {
    const ways = [];
    if (hasRole(v, 'LIAISON', 'INTAKE')) ways.push(withinMyReach(v));
    if (hasRole(v, 'APPROVER', 'LEGAL', 'POL_REQ', 'POL_HEAD_DEPARTMENT', 'POL_HEAD_COUNTY', 'POL_HEAD_PREFECTURE')) ways.push(allOf(withinMyReach(v), mine(v)));
    if (hasRole(v, 'LEADER')) ways.push(withinMyReach(v));
    if (hasRole(v, 'INVESTIGATOR')) ways.push(allOf(withinMyReach(v), assignedToMe(v)));
    return ways.length > 0 ? anyOf(...ways) : null;
  },
});
