import { Tabs } from 'antd';
import { useParams, useSearchParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useKeyset } from '../../elements/use-keyset.js';
import { Watermarked } from '../../elements/watermarked.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { auditEntriesDocument } from '../../graphql/ledger.documents.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { NotFoundPage } from '../not-found.page.js';
import { AccessHints } from './access-hints.js';
import { CheckpointLine } from './checkpoint-line.js';
import { Investigations } from './investigations.js';
import { filterOf, scopes } from './ledger-filter.js';
import type { Scope } from './ledger-filter.js';
import { LedgerFilters } from './ledger-filters.js';
import { LedgerTable } from './ledger-table.js';
import { Statement } from './statement.js';

const intros = { mine: 'ledger.introMine', 'own-records': 'ledger.introOwnRecords', all: 'ledger.introAll' } as const;

function Entries({ scope }: { scope: Scope }) {
  const reach = reachOf(useViewer());
  const [search] = useSearchParams();
  const { after, pagingOf } = useKeyset();
  const filter = filterOf(scope, search);
  const answer = useAnswer(auditEntriesDocument, { first: 30, after, filter: Object.keys(filter).length === 0 ? null : filter });
  return (
    <>
      {reach.investigations && scope !== 'mine' && <Investigations scope={scope} filter={filter} />}
      <LedgerFilters scope={scope} loading={answer.loading} />
      <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
      <LedgerTable entries={answer.data?.auditEntries?.edges.map(({ node }) => node) ?? []} loading={answer.loading} paging={pagingOf(answer.data?.auditEntries?.pageInfo)} linked={scope !== 'all'} />
    </>
  );
}

function LedgerView({ scope }: { scope: Scope }) {
  const { t } = useWords();
  const reach = reachOf(useViewer());
  const [search, setSearch] = useSearchParams();
  const tabs = [
    { key: 'entries', label: t('ledger.tabEntries'), children: <Entries scope={scope} /> },
    ...(reach.hints && scope !== 'mine' ? [{ key: 'hints', label: t('ledger.tabHints'), children: <AccessHints scope={scope} /> }] : []),
    ...(reach.statement && scope === 'own-records' ? [{ key: 'statement', label: t('ledger.tabStatement'), children: <Statement /> }] : []),
  ];
  const wanted = search.get('tab');
  return (
    <Watermarked>
      <PageHeading title={t(scopes[scope])} intro={t(intros[scope])} />
      <div className="panel">
        {tabs.length === 1 ? (
          <Entries scope={scope} />
        ) : (
          <Tabs activeKey={tabs.some(({ key }) => key === wanted) ? (wanted ?? '') : 'entries'} onChange={(tab) => setSearch(tab === 'entries' ? {} : { tab })} destroyOnHidden items={tabs} />
        )}
      </div>
      <CheckpointLine />
    </Watermarked>
  );
}

export function LedgerPage() {
  const { scope = '' } = useParams();
  if (!(scope in scopes)) return <NotFoundPage />;
  return <LedgerView key={scope} scope={scope as Scope} />;
}
