import { Button, Form, Input, Select, Space } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useKeyset } from '../../elements/use-keyset.js';
import { Watermarked } from '../../elements/watermarked.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { auditEntriesDocument } from '../../graphql/ledger.documents.js';
import type { AuditFilter } from '../../graphql/ledger.documents.js';
import { useWords } from '../../i18n/words.js';
import { NotFoundPage } from '../not-found.page.js';
import { LedgerTable } from './ledger-table.js';

const scopes = { mine: 'frame.myActs', 'own-records': 'frame.ownRecords', all: 'frame.wholeLedger' } as const;
type Scope = keyof typeof scopes;
const intros = { mine: 'ledger.introMine', 'own-records': 'ledger.introOwnRecords', all: 'ledger.introAll' } as const;

/** Acts offered as a filter; the ledger knows more, these are the ones people look for. */
const actions = [
  'lead.read', 'lead.list', 'lead.readHistory', 'lead.previewShare', 'lead.submit', 'lead.revise', 'lead.return', 'lead.reject', 'lead.merge', 'lead.assign',
  'lead.accept', 'lead.conclude', 'lead.decide', 'lead.reopen', 'lead.refuse', 'lead.share', 'lead.recallShare', 'share.decide', 'share.acknowledgeRecall',
  'identifier.match', 'accessRequest.make', 'accessRequest.decide', 'accessRequest.revoke', 'session.signIn', 'session.signOut', 'audit.read',
];

interface Values {
  recordNumber?: string;
  action?: string;
  outcome?: string;
}

function LedgerView({ scope }: { scope: Scope }) {
  const { t, named } = useWords();
  const [search, setSearch] = useSearchParams();
  const { after, pagingOf } = useKeyset();
  const [form] = Form.useForm<Values>();
  const filter: AuditFilter = scope === 'mine' ? { mine: true } : scope === 'own-records' ? { ownRecords: true } : {};
  for (const key of ['recordNumber', 'action', 'outcome'] as const) {
    const value = search.get(key);
    if (value !== null && value !== '') filter[key] = value;
  }
  const answer = useAnswer(auditEntriesDocument, { first: 30, after, filter: Object.keys(filter).length === 0 ? null : filter });
  const show = (values: Values) => setSearch(Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].trim() !== '').map(([key, value]) => [key, value.trim()])));
  return (
    <Watermarked>
      <PageHeading title={t(scopes[scope])} intro={t(intros[scope])} />
      <div className="panel">
        <Form form={form} layout="vertical" className="filters" initialValues={filter} onFinish={show}>
          <Form.Item name="recordNumber" label={t('ledger.recordNumber')}>
            <Input allowClear placeholder="XS-…" />
          </Form.Item>
          <Form.Item name="action" label={t('ledger.action')}>
            <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={actions.map((action) => ({ value: action, label: named('ledger', action) }))} />
          </Form.Item>
          <Form.Item name="outcome" label={t('ledger.outcome')}>
            <Select
              allowClear
              options={['OK', 'PURPOSE_REQUIRED', 'NOT_FOUND', 'NOT_PERMITTED', 'FIELD_NOT_ALLOWED', 'SEPARATION_OF_DUTIES', 'QUOTA_EXCEEDED', 'INVALID_INPUT'].map((value) => ({ value, label: value === 'OK' ? t('ledger.outcome_OK') : t(`refusal.title_${value as 'NOT_FOUND'}`) }))}
            />
          </Form.Item>
          <Space className="filter-buttons">
            <Button type="primary" htmlType="submit" loading={answer.loading}>
              {t('frame.query')}
            </Button>
            <Button
              onClick={() => {
                form.setFields([{ name: 'recordNumber', value: '' }, { name: 'action', value: undefined }, { name: 'outcome', value: undefined }]);
                show({});
              }}
            >
              {t('frame.reset')}
            </Button>
          </Space>
        </Form>
        <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
        <LedgerTable entries={answer.data?.auditEntries?.edges.map(({ node }) => node) ?? []} loading={answer.loading} paging={pagingOf(answer.data?.auditEntries?.pageInfo)} linked={scope !== 'all'} />
      </div>
    </Watermarked>
  );
}

export function LedgerPage() {
  const { scope = '' } = useParams();
  if (!(scope in scopes)) return <NotFoundPage />;
  return <LedgerView key={scope} scope={scope as Scope} />;
}
