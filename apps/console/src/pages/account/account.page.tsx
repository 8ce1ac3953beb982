import { Alert, Tabs } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { hubDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { Recusals } from '../directory/recusals.js';
import { PasswordForm } from './password-form.js';
import { SecondFactorForm } from './second-factor-form.js';
import { Sessions } from './sessions.js';

/** One's own account: where it is signed in, its password and second factor, one's recusals. */
export function AccountPage() {
  const { t } = useWords();
  const reach = reachOf(useViewer());
  const hub = useAnswer(hubDocument, {});
  const [search, setSearch] = useSearchParams();
  // A new form, emptied, after every change.
  const [changes, setChanges] = useState(0);
  return (
    <>
      <PageHeading title={t('account.title')} intro={t('account.intro')} />
      <div className="panel">
        <Tabs
          activeKey={search.get('tab') ?? 'sessions'}
          onChange={(tab) => setSearch({ tab }, { replace: true })}
          destroyOnHidden
          items={[
            { key: 'sessions', label: t('account.tabSessions'), children: <Sessions /> },
            {
              key: 'password',
              label: t('account.tabPassword'),
              children: (
                <>
                  <p className="quiet block-note">{t('account.passwordEnds')}</p>
                  <PasswordForm key={changes} onDone={() => setChanges(changes + 1)} />
                </>
              ),
            },
            {
              key: 'factor',
              label: t('account.tabSecondFactor'),
              children: (
                <>
                  {hub.data?.hub.secondFactorRequired === false && <Alert type="info" showIcon title={t('account.factorDemo')} className="block-note" />}
                  <p className="quiet block-note">
                    {t('account.factorIntro')} {t('account.factorReplaces')}
                  </p>
                  <SecondFactorForm onDone={() => undefined} />
                </>
              ),
            },
            ...(reach.recuses ? [{ key: 'recusals', label: t('account.tabRecusals'), children: <Recusals own /> }] : []),
          ]}
        />
      </div>
    </>
  );
}
