import { App, Button, Form, Input, Space } from 'antd';
import { useState } from 'react';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { beginSecondFactorDocument, confirmSecondFactorDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { AccountName } from './account-name.js';
import { secretInGroups } from './otpauth.js';

function BeginForm({ onBegun }: { onBegun(address: string): void }) {
  const { t, language } = useWords();
  const [form] = Form.useForm<{ currentPassword: string }>();
  const { act, acting } = useAct(beginSecondFactorDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const finish = async ({ currentPassword }: { currentPassword: string }) => {
    const answer = await act({ currentPassword });
    if (answer.data?.beginSecondFactor !== undefined && answer.refusals.length === 0) onBegun(answer.data.beginSecondFactor);
    else setRefusals(placeProblems(form, answer.refusals, language));
  };
  return (
    <>
      <Refusals refusals={refusals} />
      <Form form={form} layout="vertical" requiredMark={false} className="account-form" onFinish={(values) => void finish(values)}>
        <AccountName />
        <Form.Item name="currentPassword" label={t('account.currentPassword')} extra={t('account.factorPassword')} rules={[{ required: true, message: t('frame.required') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={acting}>
          {t('account.factorBegin')}
        </Button>
      </Form>
    </>
  );
}

function ConfirmForm({ address, onAgain, onDone }: { address: string; onAgain(): void; onDone(): Promise<void> | void }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<{ code: string }>();
  const { act, acting } = useAct(confirmSecondFactorDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const finish = async ({ code }: { code: string }) => {
    const answer = await act({ code });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('account.factorDone'));
    await onDone();
  };
  return (
    <>
      <Refusals refusals={refusals} />
      <div className="shown-once">
        <span>{t('account.factorSecret')}</span>
        <strong className="shown-once-value">{secretInGroups(address)}</strong>
        <a href={address}>{t('account.factorLink')}</a>
        <small>{t('account.factorSecretOnce')}</small>
      </div>
      <Form form={form} layout="vertical" requiredMark={false} className="account-form" onFinish={(values) => void finish(values)}>
        <Form.Item name="code" label={t('account.factorCode')} rules={[{ required: true, message: t('frame.required') }, { pattern: /^\d{6}$/, message: t('account.codeShape') }]}>
          <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus className="code-input" />
        </Form.Item>
        <Space>
          <Button type="primary" htmlType="submit" loading={acting}>
            {t('account.factorConfirm')}
          </Button>
          <Button onClick={onAgain}>{t('account.factorAgain')}</Button>
        </Space>
      </Form>
    </>
  );
}

/** Enrols a second factor: password, then the secret (shown once), then the first code. */
export function SecondFactorForm({ onDone }: { onDone(): Promise<void> | void }) {
  const [address, setAddress] = useState<string | null>(null);
  if (address === null) return <BeginForm onBegun={setAddress} />;
  return (
    <ConfirmForm
      address={address}
      onAgain={() => setAddress(null)}
      onDone={async () => {
        setAddress(null);
        await onDone();
      }}
    />
  );
}
