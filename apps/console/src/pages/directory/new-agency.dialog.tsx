import { App, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { createAgencyDocument } from '../../graphql/directory.documents.js';
import { useAct } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import type { AgencyKind } from '../../graphql/viewer.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

interface Values {
  code: string;
  name: string;
  kind: AgencyKind;
  regionCode: string;
}

export function NewAgencyDialog({ onClose, reload }: { onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { options } = useLabels();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { act, acting } = useAct(createAgencyDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const required = { required: true, whitespace: true, message: t('frame.required') };
  const finish = async (values: Values) => {
    const answer = await act({ code: values.code.trim(), name: values.name.trim(), kind: values.kind, regionCode: values.regionCode.trim() });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('directory.agencyMade'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t('directory.newAgency')} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.save')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} />
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
        <Form.Item name="name" label={t('directory.agencyName')} rules={[required]}>
          <Input maxLength={80} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t('directory.agencyKind')} rules={[{ required: true, message: t('frame.required') }]}>
          <Select options={options('AgencyKind')} />
        </Form.Item>
        <div className="form-columns">
          <Form.Item name="code" label={t('directory.agencyCode')} extra={t('directory.agencyCodeHint')} rules={[required]}>
            <Input maxLength={40} className="figures" />
          </Form.Item>
          <Form.Item name="regionCode" label={t('directory.region')} extra={t('directory.regionHint')} rules={[required, { pattern: /^\d{6}$/, message: t('directory.regionHint') }]}>
            <Input maxLength={6} inputMode="numeric" className="figures" />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
