import { App, Checkbox, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import { useFieldName } from '../../elements/field-value.js';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { decideAccessRequestDocument, revokeAccessDocument } from '../../graphql/sharing.documents.js';
import type { AccessRequest } from '../../graphql/sharing.types.js';
import { useWords } from '../../i18n/words.js';
import { someField } from './some-field.js';

interface Values {
  approve: boolean;
  fields?: string[];
  reason?: string;
}

interface DialogProps {
  request: AccessRequest;
  onClose(): void;
  reload(): Promise<void>;
}

/** Approve all or some of the fields asked for, or refuse with a reason. One's own head only passes the request on. */
export function DecideRequestDialog({ request, onClose, reload }: DialogProps) {
  const { t, language } = useWords();
  const fieldName = useFieldName();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { act, acting } = useAct(decideAccessRequestDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const approve = Form.useWatch('approve', form) ?? true;
  const ownHead = request.status === 'PENDING_OWN_HEAD';

  const finish = async (values: Values) => {
    const partial = values.approve && values.fields !== undefined && values.fields.length < request.fields.length;
    const answer = await act({
      id: request.id,
      version: request.version,
      approve: values.approve,
      fields: partial ? (values.fields ?? null) : null,
      reason: (values.reason ?? '').trim() === '' ? null : (values.reason ?? '').trim(),
    });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('sharing.decided'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t('sharing.decideTitle', { number: request.recordNumber })} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.confirm')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <p className="quiet">{t(ownHead ? 'sharing.decideOwnHead' : 'sharing.decideProvider')}</p>
      <Form form={form} layout="vertical" initialValues={{ approve: true, fields: request.fields }} onFinish={(values) => void finish(values)}>
        <Form.Item name="approve" label={t('sharing.decision')}>
          <Radio.Group
            options={[
              { value: true, label: t(ownHead ? 'sharing.countersign' : 'sharing.approve') },
              { value: false, label: t('sharing.refuse') },
            ]}
          />
        </Form.Item>
        {approve && (
          <Form.Item name="fields" label={t('sharing.fieldsGranted')} extra={t('sharing.partialHint')} rules={[someField(t('sharing.chooseField'))]}>
            <Checkbox.Group className="field-choice" options={request.fields.map((field) => ({ value: field, label: fieldName(field) }))} />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label={t('sharing.decisionReason')}
          extra={approve ? null : t('sharing.refuseHint')}
          rules={approve ? [] : [{ required: true, whitespace: true, message: t('frame.required') }]}
        >
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
      </Form>
    </Modal>
  );
}

export function RevokeAccessDialog({ request, onClose, reload }: DialogProps) {
  const { t } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ reason: string }>();
  const { act, acting } = useAct(revokeAccessDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const finish = async ({ reason }: { reason: string }) => {
    const answer = await act({ id: request.id, version: request.version, reason: reason.trim() });
    setRefusals(answer.refusals);
    if (answer.refusals.length > 0) return;
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t('sharing.revoke')} onCancel={onClose} onOk={() => form.submit()} okText={t('sharing.revoke')} okButtonProps={{ danger: true }} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <p>{t('sharing.revokeAsk', { agency: request.requesterAgency?.name ?? '' })}</p>
      <Form form={form} layout="vertical" onFinish={(values) => void finish(values)}>
        <Form.Item name="reason" label={t('sharing.decisionReason')} rules={[{ required: true, whitespace: true, message: t('frame.required') }]}>
          <Input.TextArea rows={3} maxLength={500} autoFocus />
        </Form.Item>
      </Form>
    </Modal>
  );
}
