import { App, Button } from 'antd';
import { Chip } from '../../elements/chip.js';
import { Instant } from '../../elements/instant.js';
import { QueryTable } from '../../elements/query-table.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import { sessionsDocument, signOutEverywhereDocument } from '../../graphql/viewer.documents.js';
import type { SessionInfo } from '../../graphql/viewer.types.js';
import { useWords } from '../../i18n/words.js';
import { endSession } from '../../session/session.store.js';

/** Where one's own account is signed in. */
export function Sessions() {
  const { t } = useWords();
  const { modal, message } = App.useApp();
  const answer = useAnswer(sessionsDocument, {});
  const { act } = useAct(signOutEverywhereDocument);
  const askFirst = () => {
    modal.confirm({
      title: t('frame.signOutEverywhere'),
      content: t('frame.signOutEverywhereAsk'),
      okText: t('frame.signOutEverywhere'),
      cancelText: t('frame.cancel'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const { refusals } = await act({});
        if (refusals.length === 0) endSession('signedOut');
        else message.error(t(`refusal.title_${refusals[0]?.code ?? 'INTERNAL'}`));
      },
    });
  };
  return (
    <>
      <div className="tab-head">
        <p className="quiet">{t('frame.sessionsIntro')}</p>
        <Button danger onClick={askFirst}>
          {t('frame.signOutEverywhere')}
        </Button>
      </div>
      <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
      <QueryTable<SessionInfo>
        name={t('frame.sessions')}
        rows={answer.data?.sessions ?? []}
        rowKey={(row) => row.id}
        loading={answer.loading}
        columns={[
          { key: 'created', title: t('frame.sessionCreated'), width: 180, render: (_, row) => <Instant at={row.createdAt} /> },
          { key: 'seen', title: t('frame.sessionSeen'), width: 180, render: (_, row) => <Instant at={row.lastSeenAt} /> },
          { key: 'address', title: t('frame.sessionAddress'), render: (_, row) => <span className="figures">{row.address ?? '—'}</span> },
          { key: 'current', title: t('field.status'), width: 140, render: (_, row) => (row.current ? <Chip tone="green">{t('frame.sessionCurrent')}</Chip> : null) },
        ]}
      />
    </>
  );
}
