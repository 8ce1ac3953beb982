import { Alert, App, AutoComplete, Button, Checkbox, DatePicker, Form, Input, Modal } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useFieldName } from '../../elements/field-value.js';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { requestAccessDocument } from '../../graphql/sharing.documents.js';
import { hubDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { usePurposeName } from '../../layout/purpose-chooser.js';
import { useObservable } from '../../session/observable.js';
import { purpose, purposeChooserOpen } from '../../session/purpose.store.js';
import { someField } from './some-field.js';

interface Values {
  fields: string[];
  legalBasis: string;
  until: Dayjs;
  message: string;
}

/** Laws most requests rest on; free text is always possible. */
const usualBases = [
  '《中华人民共和国保险法》第一百五十四条',
  '《保险销售行为管理办法》第三十九条',
  '《公安机关办理刑事案件程序规定》第六十二条',
  '《政务数据共享条例》第二十一条',
  '《中华人民共和国个人信息保护法》第十三条',
];

/** Longest time that is offered without typing a date. */
const usualDays = 30;

/** Asks for fields one does not see in full: own head first, then the owner. Says who decides and by when. */
export function RequestAccessDialog({ recordNumber, fields, chosen, onClose }: { recordNumber: string; fields: string[]; chosen: string[]; onClose(): void }) {
  const { t, language } = useWords();
  const fieldName = useFieldName();
  const { message } = App.useApp();
  const purposeName = usePurposeName();
  const inForce = useObservable(purpose);
  const [form] = Form.useForm<Values>();
  const hub = useAnswer(hubDocument, {});
  const { act, acting } = useAct(requestAccessDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const today = dayjs(hub.data?.hub.clock);
  const offered = [...new Set([...fields, ...chosen])];

  const finish = async (values: Values) => {
    const answer = await act({
      input: {
        recordNumber,
        fields: values.fields,
        legalBasis: values.legalBasis.trim(),
        until: `${values.until.format('YYYY-MM-DD')}T23:59:59+08:00`,
        message: values.message.trim(),
      },
    });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('sharing.requested'));
    onClose();
  };
  const required = { required: true, message: t('frame.required') };
  return (
    <Modal open width={680} style={{ top: 32 }} title={t('sharing.requestTitle', { number: recordNumber })} onCancel={onClose} onOk={() => form.submit()} okText={t('sharing.requestSend')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} />
      <ol className="way">
        <li>{t('sharing.way1')}</li>
        <li>{t('sharing.way2')}</li>
        <li>{t('sharing.way3')}</li>
      </ol>
      {inForce === null ? (
        <Alert
          type="warning"
          showIcon
          title={t('sharing.requestNoPurpose')}
          action={
            <Button size="small" onClick={() => purposeChooserOpen.set(true)}>
              {t('frame.purposeChoose')}
            </Button>
          }
          className="block-note"
        />
      ) : (
        <p>
          {t('frame.purpose')} <strong>{purposeName(inForce.code)}</strong> <span className="figures">{inForce.reference}</span>
        </p>
      )}
      {hub.data !== null && (
        <Form form={form} layout="vertical" initialValues={{ fields: chosen, until: today.add(usualDays, 'day') }} onFinish={(values) => void finish(values)}>
          <Form.Item name="fields" label={t('sharing.fieldsWanted')} extra={t('sharing.fieldsWantedHint')} rules={[someField(t('sharing.chooseField'))]}>
            <Checkbox.Group className="field-choice" options={offered.map((field) => ({ value: field, label: fieldName(field) }))} />
          </Form.Item>
          <Form.Item name="legalBasis" label={t('sharing.legalBasis')} rules={[{ ...required, whitespace: true }]}>
            <AutoComplete options={usualBases.map((value) => ({ value }))} showSearch={{ filterOption: (text, option) => (option?.value ?? '').includes(text) }}>
              <Input maxLength={300} />
            </AutoComplete>
          </Form.Item>
          <Form.Item name="until" label={t('sharing.until')} extra={t('sharing.untilHint')} rules={[required]}>
            <DatePicker disabledDate={(day) => day.isBefore(today, 'day')} />
          </Form.Item>
          <Form.Item name="message" label={t('sharing.message')} rules={[{ ...required, whitespace: true }]}>
            <Input.TextArea rows={3} maxLength={1000} showCount placeholder={t('sharing.messageHint')} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  );
}
