import { Button, Skeleton } from 'antd';
import { Link, useNavigate, useParams } from 'react-router';
import { Chip } from '../../elements/chip.js';
import { Disclosed } from '../../elements/disclosed-field.js';
import { Block, FieldList } from '../../elements/field-list.js';
import { Money } from '../../elements/money.js';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { Watermarked } from '../../elements/watermarked.js';
import { complaintDocument } from '../../graphql/complaints.documents.js';
import type { Complaint, ComplaintLine } from '../../graphql/complaints.types.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import type { WordKey } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { Holders } from '../leads/lead-facts.js';

const lineColumns: (keyof ComplaintLine)[] = ['coverage', 'subCoverage', 'reason', 'subReason', 'disposition', 'conclusion'];

function Lines({ lines }: { lines: ComplaintLine[] }) {
  const { t } = useWords();
  return (
    <table className="plain-table" aria-label={t('field.lines')}>
      <thead>
        <tr>
          <th scope="col">#</th>
          {lineColumns.map((column) => (
            <th key={column} scope="col">
              {t(`field.${column}` as WordKey)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr key={line.position}>
            <td className="figures">{line.position}</td>
            {lineColumns.map((column) => (
              <td key={column}>{line[column] ?? <span className="absent">—</span>}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ComplaintRecord({ complaint }: { complaint: Complaint }) {
  const { t } = useWords();
  const { label } = useLabels();
  const plain = (field: keyof Complaint & string, figures = false) => {
    const value = complaint[field] as string | null;
    return {
      key: field,
      name: t(`field.${field}` as WordKey),
      value: <Disclosed field={field} redactions={complaint.redactions} value={value === null ? null : <span className={figures ? 'figures' : ''}>{value}</span>} />,
    };
  };
  return (
    <div className="panel record-columns">
      <div>
        <Block title={t('field.text')}>
          <div className="prose">
            <Disclosed field="text" redactions={complaint.redactions} value={complaint.text === null ? null : <p>{complaint.text}</p>} block />
          </div>
        </Block>
        {complaint.lines.length > 0 && (
          <Block title={t('field.lines')}>
            <Lines lines={complaint.lines} />
          </Block>
        )}
        <Block title={t('complaints.result')}>
          <FieldList
            entries={[
              plain('disposition'),
              plain('conclusion'),
              plain('amountReturned', true),
              plain('currency'),
              { key: 'demand', name: t('field.demand'), value: <Disclosed field="demand" redactions={complaint.redactions} value={complaint.demand === null ? null : label('ComplaintDemand', complaint.demand)} /> },
              { key: 'demandAmount', name: t('field.demandAmount'), value: <Disclosed field="demandAmount" redactions={complaint.redactions} value={complaint.demandAmount === null ? null : <Money fen={complaint.demandAmount} />} /> },
            ]}
          />
        </Block>
      </div>
      <div>
        <Block title={t('complaints.about')}>
          <FieldList
            entries={[
              plain('externalNumber', true),
              { key: 'channel', name: t('field.channel'), value: <Disclosed field="channel" redactions={complaint.redactions} value={label('ComplaintChannel', complaint.channel)} /> },
              plain('respondent'),
              { key: 'respondentAgency', name: t('field.respondentAgency'), value: complaint.respondentAgency?.name ?? '—' },
              plain('category'),
              plain('subject'),
              { key: 'ownerAgency', name: t('field.ownerAgency'), value: complaint.ownerAgency.name },
              plain('importedFrom'),
              ...(complaint.proposedLead === null
                ? []
                : [{ key: 'proposedLead', name: t('field.proposedLead'), value: <Link to={`/leads/${encodeURIComponent(complaint.proposedLead)}`}>{complaint.proposedLead}</Link> }]),
            ]}
          />
        </Block>
        {complaint.possibleLeads.length > 0 && (
          <Block title={t('leads.duplicates')}>
            <Holders holders={complaint.possibleLeads} />
          </Block>
        )}
        <Block title={t('complaints.complainant')}>
          <FieldList entries={[plain('complainantName'), plain('complainantPhone', true), plain('complainantIdNumber', true), plain('policyNumber', true), plain('mailOrigin')]} />
        </Block>
      </div>
    </div>
  );
}

export function ComplaintPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const reach = reachOf(useViewer());
  const { id = '' } = useParams();
  const record = useAnswer(complaintDocument, { id });
  const complaint = record.data?.complaint ?? null;
  return (
    <Watermarked>
      <PageHeading
        title={complaint?.number ?? t('complaints.recordTitle')}
        trail={[{ to: '/complaints', name: t('frame.complaints') }]}
        intro={
          complaint !== null && (
            <span className="chips">
              {complaint.isProxy === true && <Chip tone="amber">{t('complaints.proxy')}</Chip>}
              <span className="figures">
                {complaint.openedAt ?? '—'} → {complaint.closedAt ?? t('complaints.stillOpen')}
              </span>
            </span>
          )
        }
        acts={
          complaint !== null && reach.submit && complaint.proposedLead === null && (
            <Button type="primary" onClick={() => void navigate(`/complaints/${encodeURIComponent(complaint.number)}/propose`)}>
              {t('complaints.propose')}
            </Button>
          )
        }
      />
      <Refusals refusals={record.refusals} onReload={() => void record.reload()} />
      {complaint === null && record.loading && <Skeleton active paragraph={{ rows: 8 }} />}
      {complaint !== null && <ComplaintRecord complaint={complaint} />}
    </Watermarked>
  );
}
