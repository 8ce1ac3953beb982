import { AuditOutlined, EyeInvisibleOutlined, AimOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input } from 'antd';
import type { InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { ProgressLine } from '../../elements/progress-line.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { hubDocument, signInDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { LanguageSwitch } from '../../layout/language-switch.js';
import { useObservable } from '../../session/observable.js';
import { returnPath } from '../../session/return-path.js';
import { beginSession, session, sessionEnd } from '../../session/session.store.js';
import { DemoAccounts } from './demo-accounts.js';

interface Credentials {
  username: string;
  password: string;
  oneTimeCode?: string;
}

const ends = { expired: 'frame.endedExpired', locked: 'frame.endedLocked', signedOut: 'frame.endedSignedOut' } as const;

export function SignInPage() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const signedIn = useObservable(session);
  const ended = useObservable(sessionEnd);
  const hub = useAnswer(hubDocument, {});
  const { act, acting } = useAct(signInDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [form] = Form.useForm<Credentials>();
  const submitButton = useRef<HTMLButtonElement>(null);
  const firstField = useRef<InputRef>(null);

  useEffect(() => {
    document.title = `${t('frame.signInTitle')} · ${t('frame.product')}`;
  }, [t]);
  useEffect(() => firstField.current?.focus(), []);

  if (signedIn !== null) return <Navigate to={returnPath(search.get('from'))} replace />;

  const submit = async (values: Credentials) => {
    const { data, refusals: said } = await act({ username: values.username.trim(), password: values.password, oneTimeCode: (values.oneTimeCode ?? '') === '' ? null : (values.oneTimeCode ?? null) });
    if (data?.signIn !== undefined && data.signIn !== null) beginSession(data.signIn);
    // A wrong password is UNAUTHENTICATED like a lost session; here its words belong on the page.
    else setRefusals(said.map((refusal) => (refusal.code === 'UNAUTHENTICATED' ? { ...refusal, code: 'INVALID_INPUT' } : refusal)));
  };

  const pillars = [
    { icon: <EyeInvisibleOutlined />, title: t('frame.pillarField'), text: t('frame.pillarFieldText') },
    { icon: <AimOutlined />, title: t('frame.pillarPurpose'), text: t('frame.pillarPurposeText') },
    { icon: <AuditOutlined />, title: t('frame.pillarTrace'), text: t('frame.pillarTraceText') },
  ];
  const demo = hub.data?.hub.demo === true ? hub.data.hub : null;
  return (
    <div className="sign-in">
      <ProgressLine />
      <div className="sign-in-story">
        <div className="sign-in-brand">
          <img src="/emblem.svg" alt="" width={46} height={46} />
          <div>
            <strong>{t('frame.product')}</strong>
            <span>{t('frame.productLong')}</span>
          </div>
        </div>
        <ul>
          {pillars.map((pillar) => (
            <li key={pillar.title}>
              <span className="sign-in-icon" aria-hidden="true">
                {pillar.icon}
              </span>
              <div>
                <strong>{pillar.title}</strong>
                <p>{pillar.text}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
      <main className="sign-in-main">
        <div className="sign-in-language">
          <LanguageSwitch />
        </div>
        <div className="sign-in-form">
          <h1>{t('frame.signInTitle')}</h1>
          <p className="quiet">{t('frame.signInIntro')}</p>
          {ended !== null && refusals.length === 0 && <Alert type={ended === 'signedOut' ? 'success' : 'info'} showIcon title={t(ends[ended])} className="sign-in-note" />}
          {hub.data === null && !hub.loading && <Refusals refusals={hub.refusals} onReload={() => void hub.reload()} />}
          <Refusals refusals={refusals} />
          <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void submit(values)}>
            <Form.Item name="username" label={t('frame.username')} rules={[{ required: true, whitespace: true, message: t('frame.required') }]}>
              <Input ref={firstField} size="large" autoComplete="username" autoCapitalize="none" spellCheck={false} />
            </Form.Item>
            <Form.Item name="password" label={t('frame.password')} rules={[{ required: true, message: t('frame.required') }]}>
              <Input.Password size="large" autoComplete="current-password" />
            </Form.Item>
            {hub.data?.hub.secondFactorRequired === true && (
              <Form.Item
                name="oneTimeCode"
                label={t('frame.oneTimeCode')}
                extra={t('frame.oneTimeCodeHelp')}
                rules={[{ pattern: /^\d{6}$/, message: t('account.codeShape') }]}
              >
                <Input size="large" inputMode="numeric" autoComplete="one-time-code" maxLength={6} />
              </Form.Item>
            )}
            <Button ref={submitButton} type="primary" size="large" htmlType="submit" block loading={acting}>
              {t('frame.signInNow')}
            </Button>
          </Form>
          {demo !== null && (
            <DemoAccounts
              accounts={demo.demoAccounts}
              onChoose={(username, password) => {
                form.setFieldsValue({ username, password });
                submitButton.current?.focus();
              }}
            />
          )}
        </div>
      </main>
    </div>
  );
}
