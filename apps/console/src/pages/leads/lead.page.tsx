import { Skeleton, Tabs } from 'antd';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { Watermarked } from '../../elements/watermarked.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { leadDocument } from '../../graphql/leads.documents.js';
import type { Lead } from '../../graphql/leads.types.js';
import { useWords } from '../../i18n/words.js';
import { RequestAccessDialog } from '../access-requests/request-access.dialog.js';
import { LeadAccess } from './lead-access.js';
import { LeadActs } from './lead-acts.js';
import { LeadFacts } from './lead-facts.js';
import { LeadHistory } from './lead-history.js';
import { LeadSubjects } from './lead-subjects.js';
import { LeadSummary } from './lead-summary.js';

/** The name under which a field may be asked for: "narrative", or "subjects.idNumber" for a field of its subjects. */
function askedAs(lead: Lead, field: string, ofSubject: boolean): string {
  const full = ofSubject ? `subjects.${field}` : field;
  return lead.requestableFields.includes(full) || !lead.requestableFields.includes(field) ? full : field;
}

const tabs = ['facts', 'subjects', 'history', 'access'] as const;

function LeadRecord({ lead, reload }: { lead: Lead; reload(): Promise<void> }) {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const [asking, setAsking] = useState<string[] | null>(null);
  const chosen = search.get('tab');
  const open = tabs.find((tab) => tab === chosen) ?? 'facts';
  return (
    <>
      <LeadSummary lead={lead} acts={<LeadActs lead={lead} reload={reload} onRequestAccess={() => setAsking([])} />} onRequest={(field) => setAsking([askedAs(lead, field, false)])} />
      <Tabs
        activeKey={open}
        onChange={(tab) => setSearch(tab === 'facts' ? {} : { tab }, { replace: true })}
        className="record-tabs"
        items={[
          { key: 'facts', label: t('leads.tabFacts'), children: <LeadFacts lead={lead} onRequest={(field) => setAsking([askedAs(lead, field, false)])} /> },
          {
            key: 'subjects',
            label: t('leads.tabSubjects', { count: lead.subjects.length }),
            children: <LeadSubjects subjects={lead.subjects} requestableFields={lead.requestableFields.filter((field) => field.startsWith('subjects.'))} onRequest={(field) => setAsking([askedAs(lead, field, true)])} />,
          },
          { key: 'history', label: t('leads.tabHistory'), children: <LeadHistory id={lead.id} version={lead.version} /> },
          { key: 'access', label: t('leads.tabAccess'), children: <LeadAccess lead={lead} reload={reload} /> },
        ]}
      />
      {asking !== null && <RequestAccessDialog recordNumber={lead.number} fields={lead.requestableFields} chosen={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

export function LeadPage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const record = useAnswer(leadDocument, { id });
  const lead = record.data?.lead ?? null;
  const reload = async () => {
    await record.reload();
  };
  return (
    <Watermarked>
      {lead === null && <PageHeading title={t('leads.recordTitle')} trail={[{ to: '/leads', name: t('frame.leads') }]} />}
      <Refusals refusals={record.refusals} onReload={() => void record.reload()} />
      {lead === null && record.loading && (
        <div className="panel">
          <Skeleton active paragraph={{ rows: 8 }} />
        </div>
      )}
      {lead !== null && <LeadRecord key={lead.id} lead={lead} reload={reload} />}
    </Watermarked>
  );
}
