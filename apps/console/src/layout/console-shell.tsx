import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { ProgressLine } from '../elements/progress-line.js';
import { ask, useAnswer } from '../graphql/hub.client.js';
import { hubDocument, viewerDocument } from '../graphql/viewer.documents.js';
import { useWords } from '../i18n/words.js';
import { useAutoLock } from '../session/auto-lock.js';
import { useObservable } from '../session/observable.js';
import { mustSettle, reachOf } from '../session/rights.js';
import { renewViewer, session, sessionEnd } from '../session/session.store.js';
import type { Session } from '../session/session.store.js';
import { ViewerContext } from '../session/viewer.context.js';
import { AccountMenu } from './account-menu.js';
import { LanguageSwitch } from './language-switch.js';
import { PurposeChooser } from './purpose-chooser.js';
import { SideMenu } from './side-menu.js';

const foldKey = 'xiecha.menuFolded';

function SignedIn({ signedIn }: { signedIn: Session }) {
  const { t } = useWords();
  const location = useLocation();
  const hub = useAnswer(hubDocument, {});
  const [folded, setFolded] = useState(localStorage.getItem(foldKey) === '1');
  const reach = reachOf(signedIn.viewer);
  useAutoLock();
  useEffect(() => {
    // Roles begin and end while a tab stays open: every load of the console asks anew who the person is.
    void ask(viewerDocument, {}).then(({ data }) => {
      if (data !== null) renewViewer(data.viewer);
    });
  }, []);
  useEffect(() => {
    // In braces, not as the value: recent browsers answer scrollTo with a promise, which React would take for a clean-up.
    window.scrollTo(0, 0);
  }, [location.pathname]);

  const fold = () => {
    localStorage.setItem(foldKey, folded ? '0' : '1');
    setFolded(!folded);
  };
  return (
    <ViewerContext.Provider value={signedIn.viewer}>
      <a className="skip-link" href="#content">
        {t('frame.skip')}
      </a>
      <div className={folded ? 'shell shell-folded' : 'shell'}>
        <SideMenu reach={reach} folded={folded} />
        <div className="shell-right">
          <header className="top-bar">
            <Button
              type="text"
              icon={folded ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
              onClick={fold}
              aria-label={t(folded ? 'frame.menuUnfold' : 'frame.menuFold')}
              aria-expanded={!folded}
            />
            {reach.purpose ? <PurposeChooser /> : <span className="top-bar-space" />}
            <div className="top-bar-end">
              <LanguageSwitch />
              <AccountMenu />
            </div>
          </header>
          {hub.data?.hub.demo === true && <div className="demo-strip">{t('frame.demoBanner')}</div>}
          <main id="content" tabIndex={-1}>
            <Outlet />
          </main>
        </div>
      </div>
    </ViewerContext.Provider>
  );
}

/** Frame of every page behind the sign-in; without a session it leads to the sign-in page and back afterwards. */
export function ConsoleShell() {
  const signedIn = useObservable(session);
  const ended = useObservable(sessionEnd);
  const location = useLocation();
  if (signedIn === null) {
    const from = `${location.pathname}${location.search}`;
    // Somebody who signed out himself starts at home next time; an interrupted one returns to his page.
    const back = from === '/' || ended === 'signedOut' ? '' : `?from=${encodeURIComponent(from)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  if (mustSettle(signedIn.viewer)) {
    const from = `${location.pathname}${location.search}`;
    return <Navigate to={`/settle${from === '/' ? '' : `?from=${encodeURIComponent(from)}`}`} replace />;
  }
  return (
    <>
      <ProgressLine />
      <SignedIn key={signedIn.token} signedIn={signedIn} />
    </>
  );
}
