import { App, Button, Checkbox, Form, Input, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import { deleteInvestigationDocument, savedInvestigationsDocument, saveInvestigationDocument } from '../../graphql/ledger.documents.js';
import type { AuditFilter } from '../../graphql/ledger.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';
import { addressOf } from './ledger-filter.js';
import type { Scope } from './ledger-filter.js';

interface Values {
  name: string;
  shared?: boolean;
}

function SaveDialog({ filter, onClose, reload }: { filter: AuditFilter; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { act, acting } = useAct(saveInvestigationDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const finish = async (values: Values) => {
    const answer = await act({ input: { name: values.name.trim(), filter, shared: values.shared ?? false } });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t('ledger.saveTitle')} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.save')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
        <Form.Item name="name" label={t('ledger.saveName')} extra={t('ledger.saveHint')} rules={[{ required: true, whitespace: true, message: t('frame.required') }]}>
          <Input maxLength={60} autoFocus />
        </Form.Item>
        <Form.Item name="shared" valuePropName="checked">
          <Checkbox>{t('ledger.saveShared')}</Checkbox>
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Filters one comes back to: choose one, keep the present one, drop one's own. */
export function Investigations({ scope, filter }: { scope: Scope; filter: AuditFilter }) {
  const { t } = useWords();
  const { modal } = App.useApp();
  const navigate = useNavigate();
  const answer = useAnswer(savedInvestigationsDocument, {});
  const { act } = useAct(deleteInvestigationDocument);
  const [saving, setSaving] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const saved = answer.data?.savedInvestigations ?? [];
  const present = saved.find(({ id }) => id === chosen) ?? null;
  const drop = (id: string, name: string) => {
    modal.confirm({
      title: t('ledger.drop'),
      content: t('ledger.dropAsk', { name }),
      okText: t('ledger.drop'),
      cancelText: t('frame.cancel'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const { refusals: said } = await act({ id });
        setRefusals(said);
        setChosen(null);
        await answer.reload();
      },
    });
  };
  return (
    <>
      <div className="investigations">
        <Select
          className="investigation-choice"
          aria-label={t('ledger.investigations')}
          placeholder={t('ledger.investigations')}
          loading={answer.loading}
          value={chosen}
          notFoundContent={t('ledger.noInvestigations')}
          options={saved.map(({ id, name, own, savedBy }) => ({ value: id, label: own ? name : `${name}（${savedBy}）` }))}
          onChange={(id: string) => {
            setChosen(id);
            const next = saved.find((one) => one.id === id);
            if (next !== undefined) void navigate(addressOf(next.filter, scope));
          }}
        />
        <Space>
          <Button onClick={() => setSaving(true)}>{t('ledger.saveFilter')}</Button>
          {present?.own === true && (
            <Button danger onClick={() => drop(present.id, present.name)}>
              {t('ledger.drop')}
            </Button>
          )}
        </Space>
      </div>
      <Refusals refusals={[...answer.refusals, ...refusals]} onReload={() => void answer.reload()} />
      {saving && <SaveDialog filter={filter} onClose={() => setSaving(false)} reload={answer.reload} />}
    </>
  );
}
