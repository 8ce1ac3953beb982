import {
  AimOutlined, AuditOutlined, CloudUploadOutlined, EyeOutlined, FileAddOutlined, FileSearchOutlined, HistoryOutlined,
  HomeOutlined, IdcardOutlined, MessageOutlined, SafetyCertificateOutlined, ShareAltOutlined, TeamOutlined, UnlockOutlined,
} from '@ant-design/icons';
import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { NavLink } from 'react-router';
import { useWords } from '../i18n/words.js';
import type { WordKey } from '../i18n/words.js';
import type { Reach } from '../session/rights.js';

interface Entry {
  to: string;
  name: WordKey;
  icon: ReactNode;
  open: boolean;
  end?: boolean;
}

function sections(reach: Reach): { name: WordKey | null; entries: Entry[] }[] {
  return [
    { name: null, entries: [{ to: '/', name: 'frame.home', icon: <HomeOutlined />, open: true, end: true }] },
    {
      name: 'frame.sectionWork',
      entries: [
        { to: '/leads', name: 'frame.leads', icon: <FileSearchOutlined />, open: reach.leads, end: true },
        { to: '/leads/new', name: 'frame.newLead', icon: <FileAddOutlined />, open: reach.submit },
        { to: '/matching', name: 'frame.match', icon: <AimOutlined />, open: reach.match },
        { to: '/requests', name: 'frame.requests', icon: <UnlockOutlined />, open: reach.requests },
        { to: '/sharing/waiting', name: 'sharing.waitingTitle', icon: <ShareAltOutlined />, open: reach.requests },
        { to: '/sharing/groups', name: 'frame.groups', icon: <TeamOutlined />, open: reach.groups },
      ],
    },
    {
      name: 'frame.sectionData',
      entries: [
        { to: '/complaints', name: 'frame.complaints', icon: <MessageOutlined />, open: reach.complaints },
        { to: '/imports', name: 'frame.imports', icon: <CloudUploadOutlined />, open: reach.imports },
      ],
    },
    {
      name: 'frame.sectionTrust',
      entries: [
        { to: '/audit/own-records', name: 'frame.ownRecords', icon: <EyeOutlined />, open: reach.ownRecords },
        { to: '/audit/mine', name: 'frame.myActs', icon: <HistoryOutlined />, open: true },
        { to: '/audit/all', name: 'frame.wholeLedger', icon: <AuditOutlined />, open: reach.wholeLedger },
        { to: '/directory', name: 'frame.directory', icon: <IdcardOutlined />, open: reach.directory },
        { to: '/account', name: 'frame.myAccount', icon: <SafetyCertificateOutlined />, open: true },
      ],
    },
  ];
}

export function SideMenu({ reach, folded }: { reach: Reach; folded: boolean }) {
  const { t } = useWords();
  return (
    <div className="side">
      <div className="brand">
        <img src="/emblem.svg" alt="" width={30} height={30} />
        {!folded && (
          <span>
            <strong>{t('frame.product')}</strong>
            <small>{t('frame.productShort')}</small>
          </span>
        )}
      </div>
      <nav aria-label={t('frame.menu')}>
        {sections(reach).map(({ name, entries }) => {
          const open = entries.filter((entry) => entry.open);
          if (open.length === 0) return null;
          return (
            <div key={name ?? 'home'} className="side-section">
              {name !== null && !folded && <div className="side-section-name">{t(name)}</div>}
              <ul>
                {open.map((entry) => (
                  <li key={entry.to}>
                    <Tooltip title={folded ? t(entry.name) : ''} placement="right">
                      <NavLink to={entry.to} end={entry.end ?? false} aria-label={t(entry.name)}>
                        {entry.icon}
                        {!folded && <span>{t(entry.name)}</span>}
                      </NavLink>
                    </Tooltip>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
    </div>
  );
}
