import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { Refusals } from '../../elements/refusal-notice.js';
import { ask } from '../../graphql/hub.client.js';
import type { Answer } from '../../graphql/hub.client.js';
import { recallShareDocument } from '../../graphql/leads.documents.js';
import type { Share } from '../../graphql/leads.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { acknowledgeRecallDocument, decideShareDocument } from '../../graphql/sharing.documents.js';
import { useWords } from '../../i18n/words.js';

/** One act on one share: an approver's consent or refusal, the originator's recall, the partner's acknowledgement. */
export interface ShareAct {
  share: Share;
  kind: 'approve' | 'refuse' | 'recall' | 'acknowledge';
}

/** Confirms one act on a share; a refusal needs words. */
export function ShareActDialog({ act, onClose, reload }: { act: ShareAct; onClose(): void; reload(): Promise<void> }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [acting, setActing] = useState(false);
  const { share, kind } = act;
  const whom = share.group?.name ?? share.agency?.name ?? '';
  const send = (): Promise<Answer<unknown>> => {
    if (kind === 'recall') return ask(recallShareDocument, { leadId: share.recordNumber, agencyCode: share.agency?.code ?? share.group?.code ?? '' });
    if (kind === 'acknowledge') return ask(acknowledgeRecallDocument, { shareId: share.id });
    return ask(decideShareDocument, { id: share.id, version: share.version, approve: kind === 'approve', reason: reason === '' ? null : reason });
  };
  const confirm = async () => {
    setActing(true);
    const { refusals: said } = await send();
    setActing(false);
    setRefusals(said);
    if (said.length > 0) return;
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal
      open
      title={t(`sharing.shareAct_${kind}`)}
      onCancel={onClose}
      onOk={() => void confirm()}
      okText={t(`sharing.shareAct_${kind}`)}
      okButtonProps={{ danger: kind === 'recall' || kind === 'refuse', disabled: kind === 'refuse' && reason.trim() === '' }}
      confirmLoading={acting}
      cancelText={t('frame.cancel')}
    >
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <p>{t(`sharing.shareActAsk_${kind}`, { whom })}</p>
      {(kind === 'approve' || kind === 'refuse') && (
        <label className="stacked">
          {t('sharing.decisionReason')}
          <Input.TextArea rows={3} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} />
        </label>
      )}
    </Modal>
  );
}
