import { App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { changePasswordDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { AccountName } from './account-name.js';

interface Values {
  currentPassword: string;
  newPassword: string;
  repeated: string;
}

const shortest = 12;

/** Replaces one's own password; `initial` names the present one as what it is at the first sign-in. */
export function PasswordForm({ initial = false, onDone }: { initial?: boolean; onDone(): Promise<void> | void }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { act, acting } = useAct(changePasswordDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  // Until the page that holds the form goes on: what stands in it is no longer the present password.
  const [done, setDone] = useState(false);
  const required = { required: true, message: t('frame.required') };

  const finish = async (values: Values) => {
    const answer = await act({ currentPassword: values.currentPassword, newPassword: values.newPassword });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    setRefusals([]);
    message.success(t('account.passwordChanged'));
    setDone(true);
    await onDone();
  };
  return (
    <>
      <Refusals refusals={refusals} />
      <Form form={form} layout="vertical" requiredMark={false} className="account-form" onFinish={(values) => void finish(values)}>
        <AccountName />
        <Form.Item name="currentPassword" label={t(initial ? 'account.initialPassword' : 'account.currentPassword')} rules={[required]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item name="newPassword" label={t('account.newPassword')} extra={t('account.newPasswordHint')} rules={[required, { min: shortest, message: t('account.newPasswordShort') }]}>
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="repeated"
          label={t('account.repeatPassword')}
          dependencies={['newPassword']}
          rules={[
            required,
            { validator: (_rule, value: string | undefined) => (value === undefined || value === '' || value === form.getFieldValue('newPassword') ? Promise.resolve() : Promise.reject(new Error(t('account.repeatDiffers')))) },
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={acting || done}>
          {t('account.changePassword')}
        </Button>
      </Form>
    </>
  );
}
