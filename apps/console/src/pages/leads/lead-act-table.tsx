import { AutoComplete, Form, Input, Radio, Select } from 'antd';
import type { ComponentType } from 'react';
import { useState } from 'react';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import type { Answer } from '../../graphql/hub.client.js';
import {
  acceptLeadDocument, assignLeadDocument, concludeLeadDocument, decideLeadDocument, leadListDocument, mergeLeadDocument,
  refuseLeadDocument, rejectLeadDocument, reopenLeadDocument, returnLeadDocument, submitDraftDocument,
} from '../../graphql/leads.documents.js';
import type { Lead } from '../../graphql/leads.types.js';
import { agenciesDocument, assignableDocument } from '../../graphql/viewer.documents.js';
import { useLabels, useRoleNames } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

export interface ActValues {
  reason?: string;
  note?: string;
  intoId?: string;
  agencyCode?: string;
  username?: string;
  conclusion?: string;
  outcome?: string;
}

/** Acts that a dialog of plain fields settles. */
export type DialogAct = 'submit' | 'return' | 'reject' | 'merge' | 'assign' | 'accept' | 'conclude' | 'decide' | 'reopen' | 'refuse';

interface ActSpec {
  Fields: ComponentType<{ lead: Lead }> | null;
  danger: boolean;
  send(lead: Lead, values: ActValues): Promise<Answer<unknown>>;
}

function useRequired() {
  const { t } = useWords();
  return [{ required: true, whitespace: true, message: t('frame.required') }];
}

function Reason() {
  const { t } = useWords();
  return (
    <Form.Item name="reason" label={t('leads.reason')} rules={useRequired()}>
      <Input.TextArea rows={4} maxLength={1000} showCount autoFocus />
    </Form.Item>
  );
}

/** The lead to merge into: by number, or found by what the viewer may read of it. */
function MergeFields({ lead }: { lead: Lead }) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const found = useAnswer(leadListDocument, text.trim().length < 2 ? null : { filter: { text: text.trim() }, orderBy: null, first: 10, after: null });
  const hinted = lead.possibleDuplicates.flatMap((holder) => (holder.leadNumber === null ? [] : [{ value: holder.leadNumber, label: `${holder.leadNumber} · ${holder.agency.name} · ${t('leads.sharesIdentifier')}` }]));
  const listed = (found.data?.leads?.edges ?? []).filter(({ node }) => node.id !== lead.id).map(({ node }) => ({ value: node.number, label: `${node.number} · ${node.title ?? node.ownerAgency.name}` }));
  const options = text.trim().length < 2 ? hinted : listed;
  return (
    <Form.Item name="intoId" label={t('leads.mergeInto')} rules={useRequired()} extra={t('leads.mergeIntoHint')}>
      <AutoComplete showSearch={{ onSearch: setText, filterOption: false }} options={options} placeholder="XS-…" />
    </Form.Item>
  );
}

function AgencySelect({ name, label, kinds, except }: { name: string; label: string; kinds?: string[]; except?: string }) {
  const agencies = useAnswer(agenciesDocument, {});
  return (
    <Form.Item name={name} label={label} rules={useRequired()}>
      <Select
        loading={agencies.loading}
        showSearch={{ optionFilterProp: 'label' }}
        options={(agencies.data?.agencies ?? [])
          .filter((agency) => (kinds === undefined || kinds.includes(agency.kind)) && agency.code !== except)
          .map((agency) => ({ value: agency.code, label: `${agency.name}（${agency.code}）` }))}
      />
    </Form.Item>
  );
}

function AssignFields() {
  const { t } = useWords();
  const roleNames = useRoleNames();
  const form = Form.useFormInstance<ActValues>();
  const agencyCode = Form.useWatch('agencyCode', form);
  const people = useAnswer(assignableDocument, agencyCode === undefined ? null : { agencyCode });
  return (
    <>
      <AgencySelect name="agencyCode" label={t('leads.assignAgency')} kinds={['REGULATOR', 'MARKET_REGULATOR', 'POLICE']} />
      <Form.Item name="username" label={t('leads.assignPerson')} extra={t('leads.assignPersonHint')}>
        <Select
          allowClear
          disabled={agencyCode === undefined}
          loading={people.loading}
          showSearch={{ optionFilterProp: 'label' }}
          options={(people.data?.assignableInvestigators ?? []).map((person) => ({ value: person.username, label: `${person.displayName} · ${roleNames(person.roles)}` }))}
        />
      </Form.Item>
    </>
  );
}

function ConcludeFields() {
  const { t } = useWords();
  const { options } = useLabels();
  const required = useRequired();
  return (
    <>
      <Form.Item name="conclusion" label={t('field.conclusion')} rules={required}>
        <Select options={options('LeadConclusion')} />
      </Form.Item>
      <Form.Item name="note" label={t('leads.verificationNote')} rules={required}>
        <Input.TextArea rows={5} maxLength={4000} showCount />
      </Form.Item>
    </>
  );
}

function DecideFields() {
  const { t } = useWords();
  const { options } = useLabels();
  const form = Form.useFormInstance<ActValues>();
  const outcome = Form.useWatch('outcome', form);
  return (
    <>
      <Form.Item name="outcome" label={t('leads.outcome')} rules={useRequired()}>
        <Radio.Group options={options('LeadOutcome')} />
      </Form.Item>
      {outcome === 'TRANSFER' && <AgencySelect name="agencyCode" label={t('leads.receivingAgency')} kinds={['REGULATOR', 'MARKET_REGULATOR', 'POLICE', 'CYBERSPACE', 'PROCURATORATE']} />}
      <Reason />
    </>
  );
}

function at(lead: Lead): { id: string; version: number } {
  return { id: lead.id, version: lead.version };
}

/** Every act with its fields and the mutation of the same name. */
export const leadActs: Record<DialogAct, ActSpec> = {
  submit: { Fields: null, danger: false, send: (lead) => ask(submitDraftDocument, at(lead)) },
  accept: { Fields: null, danger: false, send: (lead) => ask(acceptLeadDocument, at(lead)) },
  return: { Fields: Reason, danger: false, send: (lead, { reason = '' }) => ask(returnLeadDocument, { ...at(lead), reason }) },
  reject: { Fields: Reason, danger: true, send: (lead, { reason = '' }) => ask(rejectLeadDocument, { ...at(lead), reason }) },
  refuse: { Fields: Reason, danger: true, send: (lead, { reason = '' }) => ask(refuseLeadDocument, { ...at(lead), reason }) },
  reopen: { Fields: Reason, danger: false, send: (lead, { reason = '' }) => ask(reopenLeadDocument, { ...at(lead), reason }) },
  merge: { Fields: MergeFields, danger: false, send: (lead, { intoId = '' }) => ask(mergeLeadDocument, { ...at(lead), intoId: intoId.trim() }) },
  assign: {
    Fields: AssignFields, danger: false,
    send: (lead, { agencyCode = '', username }) => ask(assignLeadDocument, { ...at(lead), agencyCode, username: username ?? null }),
  },
  conclude: {
    Fields: ConcludeFields, danger: false,
    send: (lead, { conclusion = '', note = '' }) => ask(concludeLeadDocument, { ...at(lead), conclusion, note }),
  },
  decide: {
    Fields: DecideFields, danger: false,
    send: (lead, { outcome = '', reason = '', agencyCode }) => ask(decideLeadDocument, { ...at(lead), outcome, reason, agencyCode: outcome === 'TRANSFER' ? (agencyCode ?? null) : null }),
  },
};
