import { Tabs } from 'antd';
import { useSearchParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { accessRequestsDocument } from '../../graphql/sharing.documents.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';
import { AccessRequestList } from './access-request-list.js';

export function AccessRequestsPage() {
  const { t } = useWords();
  const viewer = useViewer();
  const [search, setSearch] = useSearchParams();
  const answer = useAnswer(accessRequestsDocument, {});
  const all = answer.data?.accessRequests ?? [];
  const waiting = all.filter((request) => request.mayDecide);
  const mine = all.filter((request) => request.requester === viewer.displayName && request.requesterAgency?.code === viewer.agency.code);
  const others = all.filter((request) => !waiting.includes(request) && !mine.includes(request));
  const wanted = search.get('tab');
  const open = wanted === 'waiting' || wanted === 'mine' || wanted === 'others' ? wanted : waiting.length > 0 ? 'waiting' : 'mine';
  const list = (requests: typeof all) => <AccessRequestList requests={requests} loading={answer.loading} reload={answer.reload} />;
  return (
    <>
      <PageHeading title={t('frame.requests')} intro={t('sharing.requestsIntro')} />
      <div className="panel">
        <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
        <Tabs
          activeKey={open}
          onChange={(tab) => setSearch({ tab }, { replace: true })}
          items={[
            { key: 'waiting', label: t('sharing.tabWaiting', { count: waiting.length }), children: list(waiting) },
            { key: 'mine', label: t('sharing.tabMine', { count: mine.length }), children: list(mine) },
            { key: 'others', label: t('sharing.tabOthers', { count: others.length }), children: list(others) },
          ]}
        />
      </div>
    </>
  );
}
