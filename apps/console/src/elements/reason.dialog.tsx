import { App, Form, Input, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { Answer } from '../graphql/hub.client.js';
import type { Refusal } from '../graphql/refusal.js';
import { useWords } from '../i18n/words.js';
import { placeProblems } from './place-problems.js';
import { Refusals } from './refusal-notice.js';

/** An act that needs a reason: says what it does, takes the words, sends them, and closes when the hub agreed. */
export function ReasonDialog({ title, children, act, danger = true, onClose, reload }: {
  title: string;
  children: ReactNode;
  act(reason: string): Promise<Answer<unknown>>;
  danger?: boolean;
  onClose(): void;
  reload(): Promise<void>;
}) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const [acting, setActing] = useState(false);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const finish = async ({ reason }: { reason: string }) => {
    setActing(true);
    const answer = await act(reason.trim());
    setActing(false);
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={title} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.confirm')} okButtonProps={{ danger }} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <p className="block-note">{children}</p>
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
        <Form.Item name="reason" label={t('directory.reason')} rules={[{ required: true, whitespace: true, message: t('frame.required') }]}>
          <Input.TextArea rows={3} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
