import { LogoutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { ProgressLine } from '../../elements/progress-line.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { ask } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { signOutDocument, viewerDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { LanguageSwitch } from '../../layout/language-switch.js';
import { useAutoLock } from '../../session/auto-lock.js';
import { useObservable } from '../../session/observable.js';
import { returnPath } from '../../session/return-path.js';
import { mustSettle } from '../../session/rights.js';
import { endSession, renewViewer, session } from '../../session/session.store.js';
import type { Session } from '../../session/session.store.js';
import { PasswordForm } from './password-form.js';
import { SecondFactorForm } from './second-factor-form.js';

function Settle({ signedIn }: { signedIn: Session }) {
  const { t } = useWords();
  const { viewer } = signedIn;
  const [steps] = useState((viewer.mustChangePassword ? 1 : 0) + (viewer.mustEnrolSecondFactor ? 1 : 0));
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  useAutoLock();
  const title = t(viewer.mustChangePassword ? 'account.settlePassword' : 'account.settleSecondFactor');
  useEffect(() => {
    document.title = `${title} · ${t('frame.product')}`;
  }, [title, t]);

  const renew = async () => {
    const answer = await ask(viewerDocument, {});
    setRefusals(answer.refusals);
    if (answer.data !== null) renewViewer(answer.data.viewer);
  };
  const signOut = async () => {
    await ask(signOutDocument, {});
    endSession('signedOut');
  };
  return (
    <div className="settle">
      <ProgressLine />
      <header className="settle-bar">
        <img src="/emblem.svg" alt="" width={26} height={26} />
        <strong>{t('frame.product')}</strong>
        <span className="quiet">
          {viewer.displayName} · {viewer.agency.name}
        </span>
        <div className="top-bar-end">
          <LanguageSwitch />
          <Button type="text" icon={<LogoutOutlined />} onClick={() => void signOut()}>
            {t('frame.signOut')}
          </Button>
        </div>
      </header>
      <main className="settle-main">
        {steps > 1 && <p className="quiet">{t('account.settleStep', { step: viewer.mustChangePassword ? 1 : 2, of: steps })}</p>}
        <h1>{title}</h1>
        <p className="quiet">{t(viewer.mustChangePassword ? 'account.settlePasswordWhy' : 'account.settleSecondFactorWhy')}</p>
        <Refusals refusals={refusals} onReload={() => void renew()} />
        {viewer.mustChangePassword ? (
          <PasswordForm initial onDone={renew} />
        ) : (
          <>
            <p className="block-note">{t('account.factorIntro')}</p>
            <SecondFactorForm onDone={renew} />
          </>
        )}
      </main>
    </div>
  );
}

/** What a session still has to do before anything else is open: replace the first password, enrol a second factor. */
export function SettlePage() {
  const signedIn = useObservable(session);
  const [search] = useSearchParams();
  if (signedIn === null) return <Navigate to="/sign-in" replace />;
  if (!mustSettle(signedIn.viewer)) return <Navigate to={returnPath(search.get('from'))} replace />;
  return <Settle key={signedIn.token} signedIn={signedIn} />;
}
