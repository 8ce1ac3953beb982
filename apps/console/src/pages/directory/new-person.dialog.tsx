import { Button, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { createPersonDocument } from '../../graphql/directory.documents.js';
import type { NewPerson } from '../../graphql/directory.types.js';
import { useAct } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import type { AgencyWithContact } from '../../graphql/viewer.types.js';
import { useWords } from '../../i18n/words.js';

interface Values {
  agencyCode: string;
  displayName: string;
  username: string;
}

/** The initial password, readable this once; only the button closes it, so that no stray click loses it. */
function Created({ made, onClose }: { made: NewPerson; onClose(): void }) {
  const { t } = useWords();
  return (
    <Modal
      open
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={t('directory.createdTitle')}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('directory.handedOver')}
        </Button>
      }
    >
      <p>{t('directory.createdText', { name: made.person.displayName })}</p>
      <div className="shown-once">
        <span>{t('directory.username')}</span>
        <strong className="figures">{made.person.username}</strong>
        <span>{t('directory.initialPassword')}</span>
        <Typography.Text className="shown-once-value" copyable={{ text: made.initialPassword, tooltips: [t('frame.copy'), t('frame.copied')] }}>
          {made.initialPassword}
        </Typography.Text>
      </div>
      <p className="quiet">{t('directory.createdNext')}</p>
    </Modal>
  );
}

/** Makes an account for somebody of a member agency and shows its first password once. */
export function NewPersonDialog({ agencies, agencyCode, onClose, reload }: {
  agencies: AgencyWithContact[];
  agencyCode: string | null;
  onClose(): void;
  reload(): Promise<void>;
}) {
  const { t, language } = useWords();
  const [form] = Form.useForm<Values>();
  const { act, acting } = useAct(createPersonDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [made, setMade] = useState<NewPerson | null>(null);
  const required = { required: true, whitespace: true, message: t('frame.required') };
  const finish = async (values: Values) => {
    const answer = await act({ agencyCode: values.agencyCode, displayName: values.displayName.trim(), username: values.username.trim() });
    if (answer.data?.createPerson === undefined || answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    setMade(answer.data.createPerson);
    await reload();
  };
  if (made !== null) return <Created made={made} onClose={onClose} />;
  return (
    <Modal open title={t('directory.newPerson')} onCancel={onClose} onOk={() => form.submit()} okText={t('directory.create')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={agencyCode === null ? {} : { agencyCode }} onFinish={(values) => void finish(values)}>
        <Form.Item name="agencyCode" label={t('directory.agency')} rules={[{ required: true, message: t('frame.required') }]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={agencies.map((agency) => ({ value: agency.code, label: agency.name }))} />
        </Form.Item>
        <Form.Item name="displayName" label={t('directory.displayName')} rules={[required]}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="username" label={t('directory.username')} extra={t('directory.usernameHint')} rules={[required]}>
          <Input maxLength={61} autoComplete="off" autoCapitalize="none" spellCheck={false} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
