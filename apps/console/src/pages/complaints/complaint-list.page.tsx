import { Button, DatePicker, Form, Input, Space } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { useCallback, useMemo } from 'react';
import { Link, useLocation, useNavigate } from 'react-router';
import { Chip } from '../../elements/chip.js';
import { Disclosed } from '../../elements/disclosed-field.js';
import { PageHeading } from '../../elements/page-heading.js';
import { QueryTable } from '../../elements/query-table.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useKeyset } from '../../elements/use-keyset.js';
import { Watermarked } from '../../elements/watermarked.js';
import { complaintListDocument } from '../../graphql/complaints.documents.js';
import type { ComplaintFilter, ComplaintRow } from '../../graphql/complaints.types.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';

interface Values {
  text?: string;
  respondent?: string;
  category?: string;
  opened?: [Dayjs | null, Dayjs | null] | null;
}

/** Respondent, category and dates live in the address; free text, which may name a person, in the history state only. */
function useComplaintView() {
  const location = useLocation();
  const navigate = useNavigate();
  const text = ((location.state ?? {}) as { text?: string }).text ?? '';
  const filter = useMemo(() => {
    const params = new URLSearchParams(location.search);
    const found: ComplaintFilter = {};
    const [respondent, category, from, to] = ['respondent', 'category', 'from', 'to'].map((key) => params.get(key) ?? '');
    if (text !== '') found.text = text;
    if (respondent) found.respondent = respondent;
    if (category) found.category = category;
    if (from) found.openedFrom = from;
    if (to) found.openedTo = to;
    return found;
  }, [location.search, text]);
  const show = (values: Values) => {
    const params = new URLSearchParams();
    const put = (key: string, value: string | undefined) => {
      if (value !== undefined && value.trim() !== '') params.set(key, value.trim());
    };
    put('respondent', values.respondent);
    put('category', values.category);
    put('from', values.opened?.[0]?.format('YYYY-MM-DD'));
    put('to', values.opened?.[1]?.format('YYYY-MM-DD'));
    void navigate({ search: params.toString() }, { state: { text: (values.text ?? '').trim() } });
  };
  return { filter, show };
}

function complaintPath(row: ComplaintRow): string {
  return `/complaints/${encodeURIComponent(row.number)}`;
}

export function ComplaintListPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const reach = reachOf(useViewer());
  const { filter, show } = useComplaintView();
  const { after, pagingOf } = useKeyset();
  const [form] = Form.useForm<Values>();
  const list = useAnswer(complaintListDocument, { filter: Object.keys(filter).length === 0 ? null : filter, first: 20, after });
  const open = useCallback((row: ComplaintRow) => void navigate(complaintPath(row)), [navigate]);
  return (
    <Watermarked>
      <PageHeading
        title={t('frame.complaints')}
        intro={t('complaints.listIntro')}
        acts={reach.imports && <Button onClick={() => void navigate('/imports/new')}>{t('frame.imports')}</Button>}
      />
      <div className="panel">
        <Form
          form={form}
          layout="vertical"
          className="filters"
          initialValues={{
            text: filter.text ?? '', respondent: filter.respondent ?? '', category: filter.category ?? '',
            opened: filter.openedFrom === undefined && filter.openedTo === undefined ? null : [filter.openedFrom === undefined ? null : dayjs(filter.openedFrom), filter.openedTo === undefined ? null : dayjs(filter.openedTo)],
          }}
          onFinish={show}
        >
          <Form.Item name="text" label={t('leads.search')} className="filter-wide">
            <Input allowClear placeholder={t('complaints.searchHint')} />
          </Form.Item>
          <Form.Item name="respondent" label={t('field.respondent')}>
            <Input allowClear />
          </Form.Item>
          <Form.Item name="category" label={t('field.category')}>
            <Input allowClear />
          </Form.Item>
          <Form.Item name="opened" label={t('field.openedAt')} className="filter-wide">
            <DatePicker.RangePicker allowEmpty={[true, true]} />
          </Form.Item>
          <Space className="filter-buttons">
            <Button type="primary" htmlType="submit" loading={list.loading}>
              {t('frame.query')}
            </Button>
            <Button
              onClick={() => {
                form.setFieldsValue({ text: '', respondent: '', category: '', opened: null });
                show({});
              }}
            >
              {t('frame.reset')}
            </Button>
          </Space>
        </Form>
        <Refusals refusals={list.refusals} onReload={() => void list.reload()} />
        <QueryTable<ComplaintRow>
          name={t('frame.complaints')}
          rows={list.data?.complaints?.edges.map(({ node }) => node) ?? []}
          rowKey={(row) => row.id}
          loading={list.loading}
          onOpen={open}
          paging={pagingOf(list.data?.complaints?.pageInfo)}
          columns={[
            {
              key: 'number', title: t('field.number'), width: 186,
              render: (_, row) => (
                <Link to={complaintPath(row)} className="figures">
                  {row.number}
                </Link>
              ),
            },
            { key: 'openedAt', title: t('field.openedAt'), width: 104, render: (_, row) => <span className="figures">{row.openedAt ?? '—'}</span> },
            { key: 'respondent', title: t('field.respondent'), ellipsis: true, render: (_, row) => <Disclosed compact field="respondent" redactions={row.redactions} value={row.respondent} /> },
            { key: 'category', title: t('field.category'), width: 116, ellipsis: true, render: (_, row) => <Disclosed compact field="category" redactions={row.redactions} value={row.category} /> },
            { key: 'subject', title: t('field.subject'), ellipsis: true, render: (_, row) => <Disclosed compact field="subject" redactions={row.redactions} value={row.subject} /> },
            { key: 'isProxy', title: t('field.isProxy'), width: 88, render: (_, row) => (row.isProxy === true ? <Chip tone="amber">{t('complaints.proxy')}</Chip> : null) },
            { key: 'disposition', title: t('field.disposition'), width: 100, ellipsis: true, render: (_, row) => row.disposition ?? '—' },
            {
              key: 'proposedLead', title: t('field.proposedLead'), width: 194,
              render: (_, row) =>
                row.proposedLead === null ? null : (
                  <Link to={`/leads/${encodeURIComponent(row.proposedLead)}`} className="figures">
                    {row.proposedLead}
                  </Link>
                ),
            },
          ]}
        />
      </div>
    </Watermarked>
  );
}
