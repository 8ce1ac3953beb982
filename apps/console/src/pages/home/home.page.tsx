import { Card, Skeleton } from 'antd';
import { Link } from 'react-router';
import { BandChip, StatusChip } from '../../elements/chip.js';
import { Instant } from '../../elements/instant.js';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { leadListDocument, toDoDocument } from '../../graphql/leads.documents.js';
import { accessRequestsDocument } from '../../graphql/sharing.documents.js';
import type { ToDo } from '../../graphql/viewer.types.js';
import { useRoleNames } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';

/** Each counter leads to exactly the rows it counts. */
const counters: { key: keyof ToDo; to: string }[] = [
  { key: 'leadsToTriage', to: '/leads?toDo=TRIAGE' },
  { key: 'leadsAssignedToMe', to: '/leads?toDo=ASSIGNED_TO_ME' },
  { key: 'leadsToDecide', to: '/leads?toDo=DECIDE' },
  { key: 'accessRequestsWaiting', to: '/requests?tab=waiting' },
  { key: 'sharesWaiting', to: '/sharing/waiting' },
  { key: 'recallsToAcknowledge', to: '/sharing/waiting' },
  { key: 'returnedLeads', to: '/leads?toDo=RETURNED' },
];

function ToDoCounters() {
  const { t } = useWords();
  const toDo = useAnswer(toDoDocument, {});
  const waiting = counters.filter(({ key }) => (toDo.data?.toDo[key] ?? 0) > 0);
  const quiet = counters.filter(({ key }) => toDo.data?.toDo[key] === 0);
  return (
    <Card title={<h2>{t('frame.toDo')}</h2>} size="small" className="home-to-do">
      <Refusals refusals={toDo.refusals} onReload={() => void toDo.reload()} />
      {toDo.data === null && toDo.loading && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
      {toDo.data !== null && (
        <>
          {waiting.length === 0 && <p className="home-nothing">{t('frame.toDoNone')}</p>}
          <ul className="counters">
            {waiting.map(({ key, to }) => (
              <li key={key}>
                <Link to={to}>
                  <span className="counter-number">{toDo.data?.toDo[key]}</span>
                  <span>{t(`frame.${key}`)}</span>
                </Link>
              </li>
            ))}
          </ul>
          {quiet.length > 0 && waiting.length > 0 && (
            <p className="counters-quiet">
              {quiet.map(({ key, to }) => (
                <Link key={key} to={to}>
                  {t(`frame.${key}`)} 0
                </Link>
              ))}
            </p>
          )}
        </>
      )}
    </Card>
  );
}

function RecentLeads() {
  const { t } = useWords();
  const { data, loading, refusals, reload } = useAnswer(leadListDocument, { filter: null, orderBy: null, first: 8, after: null });
  const rows = data?.leads?.edges ?? [];
  return (
    <Card title={<h2>{t('frame.recentLeads')}</h2>} size="small" extra={<Link to="/leads">{t('frame.allLeads')}</Link>}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      {data === null && loading && <Skeleton active paragraph={{ rows: 6 }} title={false} />}
      {data !== null && rows.length === 0 && <p className="home-nothing">{t('frame.empty')}</p>}
      <ul className="recent">
        {rows.map(({ node }) => (
          <li key={node.id}>
            <Link to={`/leads/${encodeURIComponent(node.number)}`} className="figures">
              {node.number}
            </Link>
            <span className="recent-title">{node.title ?? node.ownerAgency.name}</span>
            <StatusChip status={node.status} />
            <BandChip band={node.riskBand} />
            <Instant at={node.submittedAt} day />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function RequestsForMe() {
  const { t } = useWords();
  const { data, loading } = useAnswer(accessRequestsDocument, {});
  const waiting = (data?.accessRequests ?? []).filter((request) => request.mayDecide);
  return (
    <Card title={<h2>{t('frame.requestsForMe')}</h2>} size="small" extra={<Link to="/requests?tab=waiting">{t('frame.requests')}</Link>}>
      {data === null && loading && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
      {data !== null && waiting.length === 0 && <p className="home-nothing">{t('frame.noRequestsForMe')}</p>}
      <ul className="waiting">
        {waiting.map((request) => (
          <li key={request.id}>
            <Link to="/requests?tab=waiting" className="figures">
              {request.recordNumber}
            </Link>
            <span>
              {request.requesterAgency?.name} {request.requester}
            </span>
            <span className="quiet">
              {t('sharing.due')} <Instant at={request.due} day />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Shortcuts() {
  const { t } = useWords();
  const reach = reachOf(useViewer());
  const shortcuts = [
    { open: reach.match, to: '/matching', name: t('frame.match'), text: t('leads.matchShort') },
    { open: reach.submit, to: '/leads/new', name: t('frame.newLead'), text: t('leads.newShort') },
    { open: reach.ownRecords, to: '/audit/own-records', name: t('frame.ownRecords'), text: t('ledger.ownShort') },
  ].filter(({ open }) => open);
  if (shortcuts.length === 0) return null;
  return (
    <Card title={<h2>{t('frame.quickActs')}</h2>} size="small">
      <ul className="shortcuts">
        {shortcuts.map((shortcut) => (
          <li key={shortcut.to}>
            <Link to={shortcut.to}>{shortcut.name}</Link>
            <span className="quiet">{shortcut.text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function HomePage() {
  const { t } = useWords();
  const viewer = useViewer();
  const roleNames = useRoleNames();
  const reach = reachOf(viewer);
  return (
    <>
      <PageHeading title={t('frame.home')} intro={`${t('frame.greeting', { name: viewer.displayName })} · ${viewer.agency.name} · ${roleNames(viewer.roles)}`} />
      {reach.leads ? (
        <div className="home-grid">
          <div>
            <ToDoCounters />
            <RecentLeads />
          </div>
          <div>
            <RequestsForMe />
            <Shortcuts />
          </div>
        </div>
      ) : (
        <Card size="small">
          <p>{t('frame.adminHome')}</p>
          <ul className="shortcuts">
            {reach.wholeLedger && (
              <li>
                <Link to="/audit/all">{t('frame.wholeLedger')}</Link>
              </li>
            )}
            {reach.directory && (
              <li>
                <Link to="/directory">{t('frame.directory')}</Link>
              </li>
            )}
            <li>
              <Link to="/audit/mine">{t('frame.myActs')}</Link>
            </li>
            <li>
              <Link to="/account">{t('frame.myAccount')}</Link>
            </li>
          </ul>
        </Card>
      )}
    </>
  );
}
