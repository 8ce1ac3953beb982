import { Button } from 'antd';
import { useCallback } from 'react';
import { Link, useNavigate } from 'react-router';
import { BandChip, HandlingChip, StatusChip } from '../../elements/chip.js';
import { Disclosed } from '../../elements/disclosed-field.js';
import { Instant } from '../../elements/instant.js';
import { PageHeading } from '../../elements/page-heading.js';
import { QueryTable } from '../../elements/query-table.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useKeyset } from '../../elements/use-keyset.js';
import { Watermarked } from '../../elements/watermarked.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { leadListDocument } from '../../graphql/leads.documents.js';
import type { LeadOrder, LeadRow } from '../../graphql/leads.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { filterOf, useLeadView } from './lead-filter.js';
import { FilterChips, LeadFilters } from './lead-filters.js';

const pageSize = 20;

function leadPath(row: LeadRow): string {
  return `/leads/${encodeURIComponent(row.number)}`;
}

export function LeadListPage() {
  const { t, join, language } = useWords();
  // English words are wider than Chinese ones.
  const wide = (chinese: number, english: number) => (language === 'en' ? english : chinese);
  const { label } = useLabels();
  const navigate = useNavigate();
  const reach = reachOf(useViewer());
  const { view, show } = useLeadView();
  const { after, pagingOf } = useKeyset();
  const list = useAnswer(leadListDocument, {
    filter: filterOf(view),
    orderBy: { field: view.sort, direction: view.descending ? 'DESC' : 'ASC' },
    first: pageSize,
    after,
  });
  const open = useCallback((row: LeadRow) => void navigate(leadPath(row)), [navigate]);
  const rows = list.data?.leads?.edges.map(({ node }) => node) ?? [];
  const sortOf = (field: LeadOrder['field']) => (view.sort === field ? (view.descending ? ('descend' as const) : ('ascend' as const)) : null);

  return (
    <Watermarked>
      <PageHeading
        title={t('frame.leads')}
        intro={t('leads.listIntro')}
        acts={
          reach.submit && (
            <Button type="primary" onClick={() => void navigate('/leads/new')}>
              {t('frame.newLead')}
            </Button>
          )
        }
      />
      <div className="panel">
        <LeadFilters view={view} show={show} searching={list.loading} />
        <FilterChips view={view} show={show} />
        <Refusals refusals={list.refusals} onReload={() => void list.reload()} />
        <QueryTable<LeadRow>
          name={t('frame.leads')}
          rows={rows}
          rowKey={(row) => row.id}
          loading={list.loading}
          onOpen={open}
          paging={pagingOf(list.data?.leads?.pageInfo)}
          onChange={(_page, _filters, sorter) => {
            const chosen = Array.isArray(sorter) ? sorter[0] : sorter;
            const field = chosen?.order === undefined || chosen.order === null ? 'SUBMITTED_AT' : (chosen.columnKey as LeadOrder['field']);
            show({ ...view, sort: field, descending: chosen?.order !== 'ascend' });
          }}
          columns={[
            {
              key: 'NUMBER', title: t('field.number'), width: 198, sorter: true, sortOrder: sortOf('NUMBER'),
              render: (_, row) => (
                <Link to={leadPath(row)} className="figures">
                  {row.number}
                </Link>
              ),
            },
            {
              key: 'title', title: t('field.title'), ellipsis: true,
              render: (_, row) => <Disclosed compact field="title" redactions={row.redactions} value={row.title} />,
            },
            { key: 'status', title: t('field.status'), width: wide(92, 108), render: (_, row) => <StatusChip status={row.status} /> },
            {
              key: 'RISK_BAND', title: t('field.riskBand'), width: wide(84, 104), sorter: true, sortOrder: sortOf('RISK_BAND'),
              render: (_, row) => <BandChip band={row.riskBand} />,
            },
            { key: 'conduct', title: t('field.conductTypes'), width: wide(140, 116), ellipsis: true, render: (_, row) => join(row.conductTypes.map((type) => label('ConductType', type))) },
            { key: 'handling', title: t('field.handlingCode'), width: wide(124, 118), render: (_, row) => <HandlingChip code={row.handlingCode} /> },
            { key: 'owner', title: t('field.ownerAgency'), width: 140, ellipsis: true, render: (_, row) => row.ownerAgency.name },
            {
              key: 'SUBMITTED_AT', title: t('field.submittedAt'), width: wide(108, 116), sorter: true, sortOrder: sortOf('SUBMITTED_AT'),
              render: (_, row) => <Instant at={row.submittedAt} day />,
            },
          ]}
        />
      </div>
    </Watermarked>
  );
}
