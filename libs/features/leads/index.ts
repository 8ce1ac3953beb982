/**
 * Leads (线索): what one agency knows and others should act on. A lead is contributed, graded 3x5x2, triaged, assigned,
 * verified and decided; its life is the table in lead-states.ts and its rights are the table in lead.policy.ts. Subjects
 * stand on the suspect or the consumer rows of the access matrix by their role. Submitting routes it to the regulator of
 * the longest matching region and to the hub office. Every version is kept, sealed, and shown under today's field rules.
 */
export { LeadsModule } from './leads.module.js';
export { LeadsService } from './leads.service.js';
export { leadCommands } from './lead.commands.js';
export { leadPolicy } from './lead.policy.js';
export { LeadSource, variantOf } from './lead.source.js';
export { leadsMigration } from './leads.migration.js';
export { checkLead, textProblem, type LeadInput, type SubjectInput } from './lead-input.js';
export { announceIdentifiers, insertLead, keepVersion } from './lead-writing.js';
export { bigrams, containsPattern, searchForm, writeSearchText } from './search-text.js';
export { LeadType, SubmitLeadInputType } from './lead.type.js';

export const leadReads = {
  leads: 'lead.list',
  lead: 'lead.read',
  sharePreview: 'lead.previewShare',
  purposeReferences: 'purpose.listReferences',
  toDo: 'counts of what waits for the viewer; lists behind it write their entries',
} as const;
export const leadOpenTypes = {
  LeadConnection: 'page of leads',
  LeadEdge: 'page of leads',
  PageInfo: 'page of any list',
  Redaction: 'tells what was held back',
  RecordVersion: 'values obey today’s cells',
  FieldChange: 'values obey today’s cells',
  PurposeReference: 'number and title as the viewer’s cells allow',
  ToDo: 'counts of rows the viewer may list',
} as const;
