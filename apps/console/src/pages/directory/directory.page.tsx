import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Watermarked } from '../../elements/watermarked.js';
import { roleGrantsWaitingDocument } from '../../graphql/directory.documents.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { hubDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { NotFoundPage } from '../not-found.page.js';
import { Deputies } from './deputies.js';
import { PeopleList } from './people-list.js';
import { Recusals } from './recusals.js';
import { WaitingGrants } from './waiting-grants.js';

/** People and their offices, for the security administrator and for heads. */
export function DirectoryPage() {
  const { t } = useWords();
  const reach = reachOf(useViewer());
  const [search, setSearch] = useSearchParams();
  const hub = useAnswer(hubDocument, {});
  const waiting = useAnswer(roleGrantsWaitingDocument, reach.confirms ? {} : null);
  if (!reach.directory) return <NotFoundPage />;
  // Terms are offered and judged by the hub's clock; the computer's own stands in until it is known.
  const clock = hub.data?.hub.clock ?? new Date().toISOString();
  const tabs = [
    ...(reach.people ? [{ key: 'people', label: t('directory.tabPeople'), children: <PeopleList clock={clock} reloadWaiting={waiting.reload} /> }] : []),
    ...(reach.confirms ? [{ key: 'waiting', label: t('directory.tabWaiting', { count: waiting.data?.roleGrantsWaiting.length ?? 0 }), children: <WaitingGrants answer={waiting} reload={waiting.reload} /> }] : []),
    ...(reach.head || reach.accounts ? [{ key: 'deputies', label: t('directory.tabDeputies'), children: <Deputies clock={clock} reloadClock={hub.reload} /> }] : []),
    ...(reach.head ? [{ key: 'recusals', label: t('directory.tabRecusals'), children: <Recusals /> }] : []),
  ];
  const wanted = search.get('tab');
  return (
    <Watermarked>
      <PageHeading title={t('frame.directory')} intro={t('directory.intro')} />
      <div className="panel">
        <Tabs activeKey={tabs.some(({ key }) => key === wanted) ? (wanted ?? '') : (tabs[0]?.key ?? '')} onChange={(tab) => setSearch({ tab }, { replace: true })} destroyOnHidden items={tabs} />
      </div>
    </Watermarked>
  );
}
