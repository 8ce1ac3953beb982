import { exactYuan } from '../../elements/yuan.js';
import type { Complaint } from '../../graphql/complaints.types.js';
import type { HandlingCode, Lead, SubjectInput, SubjectKind, SubmitLeadInput } from '../../graphql/leads.types.js';
import type { Viewer } from '../../graphql/viewer.types.js';

export interface SubjectValues {
  kind: SubjectKind;
  role?: string;
  name?: string;
  idNumber?: string;
  unifiedCreditCode?: string;
  phones?: string[];
  bankAccounts?: string[];
}

/** The form as it stands on the page; amounts in yuan as typed. Names equal the input's, so that problems find their field. */
export interface LeadValues {
  title?: string;
  narrative?: string;
  source?: string;
  regionCode?: string;
  conductTypes?: string[];
  sourceGrade?: number;
  informationGrade?: string;
  handling?: string;
  handlingCode: HandlingCode;
  amountInvolved?: string;
  insurerCodes?: string[];
  policyNumbers?: string[];
  subjects: SubjectValues[];
}

function orNull(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}

/** Yuan as typed ("486,000.5") to fen in digits; the form has checked the shape. */
export function fenOf(yuan: string | undefined): string | null {
  const plain = (yuan ?? '').replace(/[,，\s]/g, '');
  if (plain === '') return null;
  const [whole = '0', cents = ''] = plain.split('.');
  return BigInt(`${whole}${cents.padEnd(2, '0')}`).toString();
}

function subjectInput(subject: SubjectValues): SubjectInput {
  const person = subject.kind === 'PERSON';
  return {
    kind: subject.kind,
    role: subject.role ?? '',
    name: (subject.name ?? '').trim(),
    // A kind changed half-way must not carry the other kind's number along unseen.
    idNumber: person ? orNull(subject.idNumber) : null,
    unifiedCreditCode: person ? null : orNull(subject.unifiedCreditCode),
    phones: subject.phones ?? [],
    bankAccounts: subject.bankAccounts ?? [],
  };
}

export function leadInput(values: LeadValues): SubmitLeadInput {
  return {
    title: (values.title ?? '').trim(),
    narrative: (values.narrative ?? '').trim(),
    source: values.source ?? '',
    regionCode: (values.regionCode ?? '').trim(),
    conductTypes: values.conductTypes ?? [],
    sourceGrade: values.sourceGrade ?? 0,
    informationGrade: values.informationGrade ?? '',
    handling: values.handling ?? '',
    handlingCode: values.handlingCode,
    amountInvolved: fenOf(values.amountInvolved),
    insurerCodes: values.insurerCodes ?? [],
    policyNumbers: values.policyNumbers ?? [],
    subjects: values.subjects.map(subjectInput),
  };
}

export function emptyLead(viewer: Viewer): LeadValues {
  return { handlingCode: 'H0', regionCode: viewer.regionCode, insurerCodes: viewer.agency.kind === 'INSURER' ? [viewer.agency.code] : [], subjects: [{ kind: 'PERSON' }] };
}

export function leadValues(lead: Lead): LeadValues {
  const some = <Value>(value: Value | null): Value | undefined => value ?? undefined;
  return {
    title: lead.title ?? '',
    narrative: lead.narrative ?? '',
    source: lead.source,
    regionCode: lead.regionCode,
    conductTypes: lead.conductTypes,
    handlingCode: lead.handlingCode,
    handling: lead.handlingCode < 'H2' ? 'P' : 'C',
    insurerCodes: (lead.insurers ?? []).map(({ code }) => code),
    policyNumbers: lead.policyNumbers ?? [],
    amountInvolved: lead.amountInvolved === null ? '' : exactYuan(lead.amountInvolved),
    ...(lead.sourceGrade === null ? {} : { sourceGrade: lead.sourceGrade }),
    ...(lead.informationGrade === null ? {} : { informationGrade: lead.informationGrade }),
    subjects: lead.subjects.map((subject) => ({
      kind: subject.kind,
      name: subject.name ?? '',
      idNumber: subject.idNumber ?? '',
      unifiedCreditCode: subject.unifiedCreditCode ?? '',
      phones: subject.phones ?? [],
      bankAccounts: subject.bankAccounts ?? [],
      ...(some(subject.role) === undefined ? {} : { role: subject.role ?? '' }),
    })),
  };
}

/** A lead as a complaint suggests it: its complainant is a consumer (victim), never a suspect. */
export function leadFromComplaint(complaint: Complaint, viewer: Viewer): LeadValues {
  const open = (field: keyof Complaint) => !complaint.redactions.some((redaction) => redaction.field === field);
  const complainant: SubjectValues = { kind: 'PERSON', role: 'VICTIM' };
  if (complaint.complainantName !== null && open('complainantName')) complainant.name = complaint.complainantName;
  if (complaint.complainantIdNumber !== null && open('complainantIdNumber')) complainant.idNumber = complaint.complainantIdNumber;
  if (complaint.complainantPhone !== null && open('complainantPhone')) complainant.phones = [complaint.complainantPhone];
  return {
    ...emptyLead(viewer),
    source: 'COMPLAINT',
    narrative: complaint.text !== null && open('text') ? complaint.text : '',
    insurerCodes: complaint.respondentAgency === null ? emptyLead(viewer).insurerCodes ?? [] : [complaint.respondentAgency.code],
    policyNumbers: complaint.policyNumber !== null && open('policyNumber') ? [complaint.policyNumber] : [],
    subjects: complainant.name === undefined && complainant.phones === undefined ? [{ kind: 'PERSON' }] : [complainant, { kind: 'PERSON' }],
  };
}
