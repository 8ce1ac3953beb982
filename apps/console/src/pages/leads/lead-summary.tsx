import { CheckOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { BandChip, HandlingChip, StatusChip } from '../../elements/chip.js';
import { Disclosed } from '../../elements/disclosed-field.js';
import { Instant } from '../../elements/instant.js';
import type { Lead, LeadStatus } from '../../graphql/leads.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

/** The stages of a lead's life in order (domain.md section 4); the last one is one of several endings. */
const stages: LeadStatus[][] = [['SUBMITTED', 'DRAFT', 'RETURNED', 'REJECTED', 'MERGED'], ['ASSIGNED'], ['VERIFYING'], ['PENDING_REVIEW'], ['ARCHIVED', 'CONVERTED', 'TRANSFERRED']];

function LifeLine({ status }: { status: LeadStatus }) {
  const { t } = useWords();
  const { label } = useLabels();
  const at = stages.findIndex((stage) => stage.includes(status));
  return (
    <ol className="life-line" aria-label={t('leads.lifeLine')}>
      {stages.map((stage, place) => {
        const here = place === at;
        const name = here ? label('LeadStatus', status) : place === stages.length - 1 ? t('leads.stageClosed') : label('LeadStatus', stage[0]);
        return (
          <li key={stage[0]} className={here ? 'life-here' : place < at ? 'life-done' : ''} aria-current={here ? 'step' : undefined}>
            <span className="life-mark" aria-hidden="true">
              {place < at ? <CheckOutlined /> : place + 1}
            </span>
            {name}
          </li>
        );
      })}
    </ol>
  );
}

/** The head of the record: what it is, where it stands, whose it is, what can be done. */
export function LeadSummary({ lead, acts, onRequest }: { lead: Lead; acts: ReactNode; onRequest(field: string): void }) {
  const { t } = useWords();
  const { label } = useLabels();
  useEffect(() => {
    document.title = `${lead.number} · ${t('frame.product')}`;
  }, [lead.number, t]);
  const facts: { name: string; value: ReactNode }[] = [
    { name: t('field.ownerAgency'), value: lead.ownerAgency.name },
    { name: t('field.assignedAgency'), value: <Disclosed field="assignedAgency" redactions={lead.redactions} value={lead.assignedAgency?.name} /> },
    { name: t('field.assignee'), value: <Disclosed field="assignee" redactions={lead.redactions} value={lead.assignee} /> },
    { name: t('field.source'), value: label('LeadSource', lead.source) },
    { name: t('field.regionCode'), value: <span className="figures">{lead.regionCode}</span> },
    { name: t('field.submittedAt'), value: <Instant at={lead.submittedAt} /> },
  ];
  return (
    <header className="record-head">
      <nav aria-label="breadcrumb" className="trail">
        <Link to="/leads">{t('leads.backToList')}</Link>
      </nav>
      <div className="record-head-row">
        <div className="record-head-words">
          <div className="record-number">
            <span className="figures">{lead.number}</span>
            <StatusChip status={lead.status} />
            <HandlingChip code={lead.handlingCode} />
            {lead.riskBand !== null && (
              <span className="with-label">
                {t('field.riskBand')} <BandChip band={lead.riskBand} />
              </span>
            )}
            <span className="quiet">{t('leads.versionN', { version: lead.version })}</span>
          </div>
          <h1>
            {lead.title === null && !lead.redactions.some(({ field }) => field === 'title') ? (
              <span className="absent">{t('leads.titleClosed')}</span>
            ) : (
              <Disclosed field="title" redactions={lead.redactions} value={lead.title} onRequest={onRequest} />
            )}
          </h1>
        </div>
        <div className="record-head-acts">{acts}</div>
      </div>
      <dl className="record-strip">
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt>{fact.name}</dt>
            <dd>{fact.value}</dd>
          </div>
        ))}
      </dl>
      <LifeLine status={lead.status} />
    </header>
  );
}
