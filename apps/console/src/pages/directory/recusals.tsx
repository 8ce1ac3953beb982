import { App, AutoComplete, Button, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { Instant } from '../../elements/instant.js';
import { placeProblems } from '../../elements/place-problems.js';
import { QueryTable } from '../../elements/query-table.js';
import { ReasonDialog } from '../../elements/reason.dialog.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { declareRecusalDocument, liftRecusalDocument, recusalsDocument, recusePersonDocument } from '../../graphql/directory.documents.js';
import type { Recusal } from '../../graphql/directory.types.js';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';
import { useColleagues } from './colleagues.js';

interface Values {
  username?: string;
  recordNumber: string;
  reason: string;
}

/** Declares one's own recusal, or a head's order for somebody of his agency. */
function RecusalDialog({ own, onClose, reload }: { own: boolean; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const colleagues = useColleagues();
  const [acting, setActing] = useState(false);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const required = { required: true, whitespace: true, message: t('frame.required') };
  const finish = async (values: Values) => {
    const about = { recordNumber: values.recordNumber.trim(), reason: values.reason.trim() };
    setActing(true);
    const answer = own ? await ask(declareRecusalDocument, about) : await ask(recusePersonDocument, { username: (values.username ?? '').trim(), ...about });
    setActing(false);
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('directory.recused'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t(own ? 'directory.declareRecusal' : 'directory.orderRecusal')} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.confirm')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
        {!own && (
          <Form.Item name="username" label={t('directory.username')} rules={[required]}>
            <AutoComplete options={colleagues} showSearch={{ filterOption: (text, option) => `${option?.value ?? ''} ${option?.label ?? ''}`.includes(text) }} />
          </Form.Item>
        )}
        <Form.Item name="recordNumber" label={t('directory.recordNumber')} rules={[required]}>
          <Input maxLength={80} placeholder="XS-…" />
        </Form.Item>
        <Form.Item name="reason" label={t('directory.reason')} rules={[required]}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Who keeps off which record: one's own, or for a head those of his agency. */
export function Recusals({ own = false }: { own?: boolean }) {
  const { t } = useWords();
  const viewer = useViewer();
  const answer = useAnswer(recusalsDocument, {});
  const [open, setOpen] = useState(false);
  const [lifting, setLifting] = useState<Recusal | null>(null);
  const rows = (answer.data?.recusals ?? []).filter(({ username }) => !own || username === viewer.username);
  return (
    <>
      <div className="tab-head">
        <p className="quiet">{t('directory.recusalsIntro')}</p>
        <Button onClick={() => setOpen(true)}>{t(own ? 'directory.declareRecusal' : 'directory.orderRecusal')}</Button>
      </div>
      <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
      <QueryTable<Recusal>
        name={t('directory.tabRecusals')}
        rows={rows}
        rowKey={(row) => `${row.username} ${row.recordNumber}`}
        loading={answer.loading}
        columns={[
          { key: 'record', title: t('directory.recordNumber'), width: 200, render: (_, row) => <span className="figures">{row.recordNumber}</span> },
          ...(own ? [] : [{ key: 'person', title: t('directory.person'), width: 160, render: (_: unknown, row: Recusal) => row.displayName }]),
          { key: 'reason', title: t('directory.reason'), render: (_, row) => row.reason },
          { key: 'by', title: t('directory.declaredBy'), width: 140, render: (_, row) => row.declaredBy },
          { key: 'at', title: t('directory.at'), width: 150, render: (_, row) => <Instant at={row.createdAt} /> },
          ...(own
            ? []
            : [
                {
                  key: 'acts', title: t('frame.actions'), width: 90,
                  render: (_: unknown, row: Recusal) =>
                    row.username === viewer.username ? null : (
                      <Button size="small" onClick={() => setLifting(row)}>
                        {t('directory.lift')}
                      </Button>
                    ),
                },
              ]),
        ]}
      />
      {open && <RecusalDialog own={own} onClose={() => setOpen(false)} reload={answer.reload} />}
      {lifting !== null && (
        <ReasonDialog
          title={t('directory.lift')}
          act={(reason) => ask(liftRecusalDocument, { username: lifting.username, recordNumber: lifting.recordNumber, reason })}
          onClose={() => setLifting(null)}
          reload={answer.reload}
        >
          {t('directory.liftAsk', { name: lifting.displayName, number: lifting.recordNumber })}
        </ReasonDialog>
      )}
    </>
  );
}
