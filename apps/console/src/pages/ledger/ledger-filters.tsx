import { AutoComplete, Button, DatePicker, Form, Input, Select, Space } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router';
import { useFieldName } from '../../elements/field-value.js';
import { useWords } from '../../i18n/words.js';
import { usePurposeName } from '../../layout/purpose-chooser.js';
import { purposeCodes } from '../../session/purpose.store.js';
import type { Scope } from './ledger-filter.js';

/** Acts offered as a filter; the ledger knows more, these are the ones people look for. */
const actions = [
  'lead.read', 'lead.list', 'lead.readHistory', 'lead.previewShare', 'lead.submit', 'lead.revise', 'lead.return', 'lead.reject', 'lead.merge', 'lead.assign',
  'lead.accept', 'lead.conclude', 'lead.decide', 'lead.reopen', 'lead.refuse', 'lead.share', 'lead.recallShare', 'share.decide', 'share.acknowledgeRecall',
  'identifier.match', 'accessRequest.make', 'accessRequest.decide', 'accessRequest.revoke', 'complaint.read', 'complaint.list', 'dissemination.list',
  'roleGrant.propose', 'roleGrant.decide', 'roleGrant.revoke', 'person.create', 'deputy.name', 'recusal.declare', 'recusal.order', 'session.signIn', 'session.signOut',
  'audit.read', 'audit.readHints', 'audit.statement',
];

/** Fields whose disclosure people ask about first; any other may be typed. */
const fields = [
  'narrative', 'subjects.name', 'subjects.idNumber', 'subjects.phones', 'subjects.bankAccounts', 'policyNumbers', 'amountInvolved', 'conclusionNote',
  'complainantName', 'complainantPhone', 'complainantIdNumber', 'text',
];

const outcomes = ['OK', 'PURPOSE_REQUIRED', 'NOT_FOUND', 'NOT_PERMITTED', 'FIELD_NOT_ALLOWED', 'SEPARATION_OF_DUTIES', 'QUOTA_EXCEEDED', 'INVALID_INPUT', 'INVALID_STATE', 'STALE_VERSION'] as const;

const texts = ['person', 'recordNumber', 'field', 'purposeCode', 'action', 'outcome'] as const;
/** Those one types into; an empty one is a text, not an absent choice. */
const typed: ReadonlySet<string> = new Set(['person', 'recordNumber', 'field']);
type Values = Partial<Record<(typeof texts)[number], string>> & { days?: [Dayjs | null, Dayjs | null] | null };

function daysOf(search: URLSearchParams): [Dayjs | null, Dayjs | null] | null {
  const [from, to] = [search.get('from'), search.get('to')];
  return from === null && to === null ? null : [from === null ? null : dayjs(from), to === null ? null : dayjs(to)];
}

/** The filters of the ledger; all of them live in the address. */
export function LedgerFilters({ scope, loading }: { scope: Scope; loading: boolean }) {
  const { t, named } = useWords();
  const fieldName = useFieldName();
  const purposeName = usePurposeName();
  const [search, setSearch] = useSearchParams();
  const [form] = Form.useForm<Values>();
  // A saved investigation or a step back in the history fills the form anew; the focus stays where it is.
  useEffect(() => {
    form.setFields([...texts.map((name) => ({ name, value: search.get(name) ?? (typed.has(name) ? '' : undefined) })), { name: 'days', value: daysOf(search) }]);
  }, [form, search]);
  const show = (values: Values) => {
    const next = new URLSearchParams();
    for (const key of texts) {
      const value = values[key]?.trim() ?? '';
      if (value !== '') next.set(key, value);
    }
    const [from, to] = values.days ?? [null, null];
    if (from !== null) next.set('from', from.format('YYYY-MM-DD'));
    if (to !== null) next.set('to', to.format('YYYY-MM-DD'));
    setSearch(next);
  };
  return (
    <Form form={form} layout="vertical" className="filters" onFinish={show}>
      {scope !== 'mine' && (
        <Form.Item name="person" label={t('ledger.actor')}>
          <Input allowClear maxLength={120} placeholder={t(scope === 'all' ? 'ledger.personPseudonym' : 'ledger.personUsername')} />
        </Form.Item>
      )}
      <Form.Item name="recordNumber" label={t('ledger.recordNumber')}>
        <Input allowClear maxLength={120} placeholder={scope === 'all' ? t('ledger.personPseudonym') : 'XS-…'} />
      </Form.Item>
      <Form.Item name="field" label={t('ledger.field')}>
        <AutoComplete
          allowClear
          showSearch={{ filterOption: (text, option) => `${option?.value ?? ''} ${option?.label ?? ''}`.includes(text) }}
          options={fields.map((field) => ({ value: field, label: `${fieldName(field)}　${field}` }))}
        />
      </Form.Item>
      <Form.Item name="purposeCode" label={t('frame.purpose')}>
        <Select allowClear options={purposeCodes.map((code) => ({ value: code, label: purposeName(code) }))} />
      </Form.Item>
      <Form.Item name="action" label={t('ledger.action')}>
        <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={actions.map((action) => ({ value: action, label: named('ledger', action) }))} />
      </Form.Item>
      <Form.Item name="outcome" label={t('ledger.outcome')}>
        <Select allowClear options={outcomes.map((value) => ({ value, label: value === 'OK' ? t('ledger.outcome_OK') : t(`refusal.title_${value}`) }))} />
      </Form.Item>
      <Form.Item name="days" label={t('ledger.days')}>
        <DatePicker.RangePicker allowEmpty={[true, true]} />
      </Form.Item>
      <Space className="filter-buttons">
        <Button type="primary" htmlType="submit" loading={loading}>
          {t('frame.query')}
        </Button>
        <Button onClick={() => setSearch({})}>{t('frame.reset')}</Button>
      </Space>
    </Form>
  );
}
