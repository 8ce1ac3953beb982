import { Button, Space } from 'antd';
import { useState } from 'react';
import { Chip, HandlingChip } from '../../elements/chip.js';
import type { Tone } from '../../elements/chip.js';
import { Block } from '../../elements/field-list.js';
import { Instant } from '../../elements/instant.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { auditEntriesDocument } from '../../graphql/ledger.documents.js';
import type { Lead, ShareStatus } from '../../graphql/leads.types.js';
import { accessRequestsDocument } from '../../graphql/sharing.documents.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';
import { AccessRequestList } from '../access-requests/access-request-list.js';
import { LedgerTable } from '../ledger/ledger-table.js';
import { ShareActDialog } from '../sharing/share-act.dialog.js';
import type { ShareAct } from '../sharing/share-act.dialog.js';
import { LeadDisseminations } from './lead-disseminations.js';

const shareTones: Record<ShareStatus, Tone> = { PENDING_CONSENT: 'amber', ACTIVE: 'green', REFUSED: 'grey', RECALLED: 'grey', EXPIRED: 'grey' };

function Shares({ lead, reload }: { lead: Lead; reload(): Promise<void> }) {
  const { t } = useWords();
  const { label } = useLabels();
  const viewer = useViewer();
  const [act, setAct] = useState<ShareAct | null>(null);
  const mayRecall = lead.actions.includes('recall');
  if (lead.shares.length === 0) return <p className="quiet">{t('sharing.noShares')}</p>;
  return (
    <>
      <table className="plain-table" aria-label={t('sharing.shares')}>
        <thead>
          <tr>
            {[t('sharing.sharedWith'), t('field.status'), t('field.handlingCode'), t('sharing.sharedBy'), t('sharing.sharedAt'), t('sharing.expiresAt'), t('sharing.shareReason'), t('frame.actions')].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lead.shares.map((share) => {
            const mine = share.agency?.code === viewer.agency.code;
            return (
              <tr key={share.id}>
                <th scope="row">
                  {share.agency?.name ?? share.group?.name}
                  {share.group !== null && <span className="quiet"> · {t('sharing.group')}</span>}
                </th>
                <td>
                  <Chip tone={shareTones[share.status]}>{label('ShareStatus', share.status) === share.status ? t(`sharing.share_${share.status}`) : label('ShareStatus', share.status)}</Chip>
                  {share.acknowledgedAt !== null && <div className="quiet">{t('sharing.acknowledged')}</div>}
                </td>
                <td>
                  <HandlingChip code={share.handlingCode} />
                </td>
                <td>{share.sharedBy.name}</td>
                <td>
                  <Instant at={share.sharedAt} day />
                </td>
                <td>{share.expiresAt === null ? t('sharing.noExpiry') : <Instant at={share.expiresAt} day />}</td>
                <td>{share.reason}</td>
                <td>
                  <Space size={4} wrap>
                    {share.status === 'PENDING_CONSENT' && viewer.mayApprove && lead.ownerAgency.code === viewer.agency.code && (
                      <>
                        <Button size="small" type="primary" onClick={() => setAct({ share, kind: 'approve' })}>
                          {t('sharing.shareAct_approve')}
                        </Button>
                        <Button size="small" onClick={() => setAct({ share, kind: 'refuse' })}>
                          {t('sharing.shareAct_refuse')}
                        </Button>
                      </>
                    )}
                    {mayRecall && (share.status === 'ACTIVE' || share.status === 'PENDING_CONSENT') && !mine && (
                      <Button size="small" danger onClick={() => setAct({ share, kind: 'recall' })}>
                        {t('sharing.shareAct_recall')}
                      </Button>
                    )}
                    {share.status === 'RECALLED' && share.acknowledgedAt === null && mine && (
                      <Button size="small" type="primary" onClick={() => setAct({ share, kind: 'acknowledge' })}>
                        {t('sharing.shareAct_acknowledge')}
                      </Button>
                    )}
                  </Space>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {act !== null && <ShareActDialog key={`${act.share.id} ${act.kind}`} act={act} onClose={() => setAct(null)} reload={reload} />}
    </>
  );
}

/** Who has the lead, who opened it, who asks for more of it. */
export function LeadAccess({ lead, reload }: { lead: Lead; reload(): Promise<void> }) {
  const { t } = useWords();
  const viewer = useViewer();
  const opened = useAnswer(auditEntriesDocument, { first: 20, after: null, filter: { recordNumber: lead.number } });
  const requests = useAnswer(accessRequestsDocument, {});
  const mine = (requests.data?.accessRequests ?? []).filter((request) => request.recordNumber === lead.number);
  return (
    <>
      <Block title={t('sharing.shares')}>
        <Shares lead={lead} reload={reload} />
      </Block>
      {lead.ownerAgency.code === viewer.agency.code && (
        <Block title={t('ledger.disseminations')}>
          <LeadDisseminations recordNumber={lead.number} />
        </Block>
      )}
      <Block title={t('sharing.requestsOnRecord')}>
        <Refusals refusals={requests.refusals} onReload={() => void requests.reload()} />
        <AccessRequestList
          requests={mine}
          loading={requests.loading}
          reload={async () => {
            await requests.reload();
            await reload();
          }}
        />
      </Block>
      <Block title={t('sharing.whoOpened')}>
        <p className="quiet">{t('sharing.whoOpenedHint')}</p>
        <Refusals refusals={opened.refusals} onReload={() => void opened.reload()} />
        <LedgerTable entries={opened.data?.auditEntries?.edges.map(({ node }) => node) ?? []} loading={opened.loading} withRecords={false} />
      </Block>
    </>
  );
}
