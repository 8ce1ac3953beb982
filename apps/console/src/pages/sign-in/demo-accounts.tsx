import { Input } from 'antd';
import { useState } from 'react';
import type { DemoAccount } from '../../graphql/viewer.types.js';
import { useRoleNames } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

/** The password of every account of the demo world (shown on the page: there is nothing to protect in it). */
const demoPassword = 'xiecha-demo';

export function DemoAccounts({ accounts, onChoose }: { accounts: DemoAccount[]; onChoose(username: string, password: string): void }) {
  const { t } = useWords();
  const roleNames = useRoleNames();
  const [wanted, setWanted] = useState('');
  const shown = accounts.filter((account) => `${account.username} ${account.displayName} ${account.agencyName} ${roleNames(account.roles)}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <section className="demo-accounts" aria-labelledby="demo-accounts-title">
      <div className="demo-accounts-head">
        <h2 id="demo-accounts-title">{t('frame.demoAccounts')}</h2>
        <span className="quiet">
          {t('frame.demoPassword')} <code>{demoPassword}</code>
        </span>
      </div>
      <p className="demo-note">{t('frame.demoBanner')}</p>
      <p className="quiet">{t('frame.demoAccountsHelp')}</p>
      <Input value={wanted} onChange={(event) => setWanted(event.target.value)} placeholder={t('frame.filterAccounts')} aria-label={t('frame.filterAccounts')} allowClear />
      <ul>
        {shown.map((account) => (
          <li key={account.username}>
            <button type="button" onClick={() => onChoose(account.username, demoPassword)}>
              <span className="demo-accounts-who">
                <strong>{account.displayName}</strong>
                <code>{account.username}</code>
              </span>
              <span className="demo-accounts-where">
                {account.agencyName}
                <small>{roleNames(account.roles)}</small>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
