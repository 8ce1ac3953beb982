import { LogoutOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { ask } from '../graphql/hub.client.js';
import { signOutDocument } from '../graphql/viewer.documents.js';
import { useRoleNames } from '../i18n/labels.js';
import { useWords } from '../i18n/words.js';
import { endSession } from '../session/session.store.js';
import { useViewer } from '../session/viewer.context.js';

export function AccountMenu() {
  const { t, join } = useWords();
  const viewer = useViewer();
  const roleNames = useRoleNames();
  const navigate = useNavigate();
  const signOut = async () => {
    await ask(signOutDocument, {});
    endSession('signedOut');
  };
  return (
    <Dropdown
      trigger={['click']}
      placement="bottomRight"
      menu={{
        items: [
          {
            key: 'who',
            disabled: true,
            label: (
              <div className="account-card">
                <strong>{viewer.displayName}</strong>
                <span>{viewer.agency.name}</span>
                <span>{roleNames(viewer.roles)}</span>
                {viewer.actingFor.length > 0 && <span>{t('account.actingFor', { heads: join(viewer.actingFor) })}</span>}
              </div>
            ),
          },
          { type: 'divider' },
          { key: 'account', label: t('frame.myAccount'), onClick: () => void navigate('/account') },
          { key: 'mine', label: t('frame.myActs'), onClick: () => void navigate('/audit/mine') },
          { type: 'divider' },
          { key: 'out', icon: <LogoutOutlined />, label: t('frame.signOut'), onClick: () => void signOut() },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} className="account-button">
        <span className="account-name">{viewer.displayName}</span>
        <span className="account-agency">{viewer.agency.name}</span>
      </Button>
    </Dropdown>
  );
}
