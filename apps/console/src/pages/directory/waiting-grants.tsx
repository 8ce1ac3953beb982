import { App, Button, Space } from 'antd';
import { useState } from 'react';
import { dayText } from '../../elements/instant.js';
import { QueryTable } from '../../elements/query-table.js';
import { ReasonDialog } from '../../elements/reason.dialog.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { decideRoleGrantDocument } from '../../graphql/directory.documents.js';
import type { RoleGrant } from '../../graphql/directory.types.js';
import { ask } from '../../graphql/hub.client.js';
import type { Asked } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useRoleNames } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

/** Grants the viewer has to confirm or refuse; a refusal needs words. */
export function WaitingGrants({ answer, reload }: { answer: Asked<{ roleGrantsWaiting: RoleGrant[] }>; reload(): Promise<void> }) {
  const { t } = useWords();
  const { modal, message } = App.useApp();
  const roleNames = useRoleNames();
  const [refusing, setRefusing] = useState<RoleGrant | null>(null);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const confirm = (grant: RoleGrant) => {
    modal.confirm({
      title: t('directory.confirm'),
      content: t('directory.confirmAsk', { name: grant.displayName, role: roleNames([grant.role]), until: dayText(grant.endsAt) }),
      okText: t('directory.confirm'),
      cancelText: t('frame.cancel'),
      onOk: async () => {
        const { refusals: said } = await ask(decideRoleGrantDocument, { id: grant.id, version: grant.version, approve: true, reason: null });
        setRefusals(said);
        if (said.length === 0) message.success(t('directory.decided'));
        await reload();
      },
    });
  };
  return (
    <>
      <p className="quiet block-note">{t('directory.waitingIntro')}</p>
      <Refusals refusals={[...answer.refusals, ...refusals]} onReload={() => void reload()} />
      <QueryTable<RoleGrant>
        name={t('directory.tabWaiting', { count: answer.data?.roleGrantsWaiting.length ?? 0 })}
        rows={answer.data?.roleGrantsWaiting ?? []}
        rowKey={(row) => row.id}
        loading={answer.loading}
        columns={[
          {
            key: 'person', title: t('directory.person'),
            render: (_, row) => (
              <>
                <div>{row.displayName}</div>
                <div className="quiet">{row.username}</div>
              </>
            ),
          },
          { key: 'agency', title: t('directory.agency'), render: (_, row) => row.agency.name },
          { key: 'role', title: t('directory.role'), render: (_, row) => roleNames([row.role]) },
          {
            key: 'term', title: t('directory.term'), width: 220,
            render: (_, row) => (
              <span className="figures">
                {dayText(row.startsAt)} – {dayText(row.endsAt)}
              </span>
            ),
          },
          { key: 'by', title: t('directory.requestedBy'), width: 120, render: (_, row) => row.requestedBy ?? '—' },
          {
            key: 'acts', title: t('frame.actions'), width: 160,
            render: (_, row) => (
              <Space size={6}>
                <Button size="small" type="primary" onClick={() => confirm(row)}>
                  {t('directory.confirm')}
                </Button>
                <Button size="small" onClick={() => setRefusing(row)}>
                  {t('directory.refuse')}
                </Button>
              </Space>
            ),
          },
        ]}
      />
      {refusing !== null && (
        <ReasonDialog
          title={t('directory.refuse')}
          act={(reason) => ask(decideRoleGrantDocument, { id: refusing.id, version: refusing.version, approve: false, reason })}
          onClose={() => setRefusing(null)}
          reload={reload}
        >
          {t('directory.refuseAsk', { name: refusing.displayName, role: roleNames([refusing.role]) })}
        </ReasonDialog>
      )}
    </>
  );
}
