import { Button, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { HandlingChip } from '../../elements/chip.js';
import { Block } from '../../elements/field-list.js';
import { Instant } from '../../elements/instant.js';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import type { Share } from '../../graphql/leads.types.js';
import { sharesWaitingDocument } from '../../graphql/sharing.documents.js';
import { useWords } from '../../i18n/words.js';
import { ShareActDialog } from './share-act.dialog.js';
import type { ShareAct } from './share-act.dialog.js';

function WaitingTable({ shares, name, kinds, onAct }: { shares: Share[]; name: string; kinds: ShareAct['kind'][]; onAct(act: ShareAct): void }) {
  const { t } = useWords();
  if (shares.length === 0) return <p className="quiet">{t('sharing.noneWaiting')}</p>;
  return (
    <table className="plain-table" aria-label={name}>
      <thead>
        <tr>
          {[t('field.number'), t('sharing.sharedBy'), t('sharing.sharedWith'), t('field.handlingCode'), t('sharing.sharedAt'), t('sharing.shareReason'), t('frame.actions')].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shares.map((share) => (
          <tr key={share.id}>
            <th scope="row">
              <Link to={`/leads/${encodeURIComponent(share.recordNumber)}?tab=access`} className="figures">
                {share.recordNumber}
              </Link>
            </th>
            <td>{share.sharedBy.name}</td>
            <td>{share.agency?.name ?? share.group?.name}</td>
            <td>
              <HandlingChip code={share.handlingCode} />
            </td>
            <td>
              <Instant at={share.sharedAt} />
            </td>
            <td>{share.reason}</td>
            <td>
              <Space size={4}>
                {kinds.map((kind, place) => (
                  <Button key={kind} size="small" type={place === 0 ? 'primary' : 'default'} onClick={() => onAct({ share, kind })}>
                    {t(`sharing.shareAct_${kind}`)}
                  </Button>
                ))}
              </Space>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Shares that wait for this agency: consents of its approver, recalls it has to acknowledge. */
export function SharesWaitingPage() {
  const { t } = useWords();
  const answer = useAnswer(sharesWaitingDocument, {});
  const [act, setAct] = useState<ShareAct | null>(null);
  const waiting = answer.data?.sharesWaiting;
  return (
    <>
      <PageHeading title={t('sharing.waitingTitle')} intro={t('sharing.waitingIntro')} />
      <div className="panel">
        <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
        {answer.data === null && answer.loading && <Skeleton active paragraph={{ rows: 4 }} />}
        {waiting !== undefined && (
          <>
            <Block title={t('frame.sharesWaiting')}>
              <WaitingTable shares={waiting.consents} name={t('frame.sharesWaiting')} kinds={['approve', 'refuse']} onAct={setAct} />
            </Block>
            <Block title={t('frame.recallsToAcknowledge')}>
              <WaitingTable shares={waiting.recalls} name={t('frame.recallsToAcknowledge')} kinds={['acknowledge']} onAct={setAct} />
            </Block>
          </>
        )}
      </div>
      {act !== null && <ShareActDialog key={`${act.share.id} ${act.kind}`} act={act} onClose={() => setAct(null)} reload={answer.reload} />}
    </>
  );
}
