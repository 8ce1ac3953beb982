import { App, Button, Dropdown, Form, Input, Select, Space, Table } from 'antd';
import { MoreOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Chip } from '../../elements/chip.js';
import type { Tone } from '../../elements/chip.js';
import { dayText } from '../../elements/instant.js';
import { QueryTable } from '../../elements/query-table.js';
import { ReasonDialog } from '../../elements/reason.dialog.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { deactivatePersonDocument, peopleDocument, reactivatePersonDocument, revokeRoleGrantDocument } from '../../graphql/directory.documents.js';
import type { Person, RoleGrant, RoleGrantStatus } from '../../graphql/directory.types.js';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { agenciesDocument } from '../../graphql/viewer.documents.js';
import { useLabels, useRoleNames } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { NewAgencyDialog } from './new-agency.dialog.js';
import { NewPersonDialog } from './new-person.dialog.js';
import { ProposeGrantDialog } from './propose-grant.dialog.js';

const grantTones: Record<RoleGrantStatus, Tone> = { ACTIVE: 'green', PENDING: 'amber', REFUSED: 'grey', ENDED: 'grey' };

function Grants({ person, onRevoke }: { person: Person; onRevoke(grant: RoleGrant): void }) {
  const { t } = useWords();
  const { label } = useLabels();
  const roleNames = useRoleNames();
  if (person.roleGrants.length === 0) return <p className="quiet">{t('directory.noGrants')}</p>;
  return (
    <table className="plain-table" aria-label={t('directory.allGrants')}>
      <thead>
        <tr>
          {[t('directory.role'), t('field.status'), t('directory.term'), t('directory.requestedBy'), t('directory.decidedBy'), t('directory.reason'), t('frame.actions')].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {person.roleGrants.map((grant) => (
          <tr key={grant.id}>
            <th scope="row">{roleNames([grant.role])}</th>
            <td>
              <Chip tone={grantTones[grant.status]}>{label('RoleGrantStatus', grant.status)}</Chip>
            </td>
            <td className="figures">
              {dayText(grant.startsAt)} – {dayText(grant.endsAt)}
            </td>
            <td>{grant.requestedBy ?? '—'}</td>
            <td>{grant.decidedBy ?? '—'}</td>
            <td>{grant.reason ?? '—'}</td>
            <td>
              {(grant.status === 'ACTIVE' || grant.status === 'PENDING') && (
                <Button size="small" danger onClick={() => onRevoke(grant)}>
                  {t('directory.revoke')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RoleChips({ person }: { person: Person }) {
  const { t } = useWords();
  const { label } = useLabels();
  const roleNames = useRoleNames();
  const inForce = person.roleGrants.filter(({ status }) => status === 'ACTIVE' || status === 'PENDING');
  if (inForce.length === 0) return <span className="absent">{t('directory.noRoles')}</span>;
  return (
    <ul className="role-terms">
      {inForce.map((grant) => (
        <li key={grant.id}>
          <Chip tone={grant.status === 'PENDING' ? 'amber' : 'teal'}>
            {roleNames([grant.role])}
            {grant.status === 'PENDING' && ` · ${label('RoleGrantStatus', 'PENDING')}`}
          </Chip>
          <span className="quiet figures">
            {t('directory.until')} {dayText(grant.endsAt)}
          </span>
        </li>
      ))}
    </ul>
  );
}

interface Values {
  agencyCode?: string;
  text?: string;
}

/** The agency lives in the address; a name, being personal, in the history state only. */
function usePeopleView() {
  const location = useLocation();
  const navigate = useNavigate();
  const agencyCode = new URLSearchParams(location.search).get('agency');
  const text = ((location.state ?? {}) as { text?: string }).text ?? '';
  const show = (values: Values) => {
    const params = new URLSearchParams();
    if (values.agencyCode !== undefined) params.set('agency', values.agencyCode);
    void navigate({ search: params.toString() }, { state: { text: (values.text ?? '').trim() } });
  };
  return { agencyCode, text, show };
}

/** Accounts with their roles: everybody for the security administrator, the own agency for its head. */
export function PeopleList({ clock, reloadWaiting }: { clock: string; reloadWaiting(): Promise<void> }) {
  const { t } = useWords();
  const { modal, message } = App.useApp();
  const roleNames = useRoleNames();
  const viewer = useViewer();
  const reach = reachOf(viewer);
  const { agencyCode, text, show } = usePeopleView();
  const [form] = Form.useForm<Values>();
  const agencies = useAnswer(agenciesDocument, reach.accounts ? {} : null);
  const answer = useAnswer(peopleDocument, { agencyCode, text: text === '' ? null : text });
  const [dialog, setDialog] = useState<'agency' | 'person' | Person | null>(null);
  const [revoking, setRevoking] = useState<RoleGrant | null>(null);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const reload = async () => {
    await Promise.all([answer.reload(), reloadWaiting()]);
  };
  const openOrClose = (person: Person) => {
    modal.confirm({
      title: t(person.active ? 'directory.deactivate' : 'directory.reactivate'),
      content: t(person.active ? 'directory.deactivateAsk' : 'directory.reactivateAsk', { name: person.displayName }),
      okText: t(person.active ? 'directory.deactivate' : 'directory.reactivate'),
      cancelText: t('frame.cancel'),
      okButtonProps: { danger: person.active },
      onOk: async () => {
        const { username } = person;
        const { refusals: said } = person.active ? await ask(deactivatePersonDocument, { username }) : await ask(reactivatePersonDocument, { username });
        setRefusals(said);
        if (said.length === 0) message.success(t('leads.done'));
        await reload();
      },
    });
  };
  return (
    <>
      <Form form={form} name="people" layout="vertical" className="filters" initialValues={{ text, ...(agencyCode === null ? {} : { agencyCode }) }} onFinish={show}>
        {reach.accounts && (
          <Form.Item name="agencyCode" label={t('directory.agency')}>
            <Select allowClear loading={agencies.loading} showSearch={{ optionFilterProp: 'label' }} options={(agencies.data?.agencies ?? []).map((agency) => ({ value: agency.code, label: agency.name }))} />
          </Form.Item>
        )}
        <Form.Item name="text" label={t('directory.nameOrUser')}>
          <Input allowClear maxLength={60} />
        </Form.Item>
        <Space className="filter-buttons">
          <Button type="primary" htmlType="submit" loading={answer.loading}>
            {t('frame.query')}
          </Button>
        </Space>
        {reach.accounts && (
          <Space className="filter-buttons filter-acts">
            <Button onClick={() => setDialog('person')}>{t('directory.newPerson')}</Button>
            <Button onClick={() => setDialog('agency')}>{t('directory.newAgency')}</Button>
          </Space>
        )}
      </Form>
      <Refusals refusals={[...answer.refusals, ...refusals]} onReload={() => void answer.reload()} />
      <QueryTable<Person>
        name={t('directory.tabPeople')}
        rows={answer.data?.people ?? []}
        rowKey={(row) => row.id}
        loading={answer.loading}
        expandable={{ expandedRowRender: (person) => <Grants person={person} onRevoke={setRevoking} />, columnWidth: 36 }}
        columns={[
          Table.EXPAND_COLUMN,
          {
            key: 'person', title: t('directory.person'), width: 170,
            render: (_, row) => (
              <>
                <div>{row.displayName}</div>
                <div className="quiet">{row.username}</div>
              </>
            ),
          },
          { key: 'agency', title: t('directory.agency'), width: 220, render: (_, row) => row.agency.name },
          { key: 'roles', title: t('directory.roles'), render: (_, row) => <RoleChips person={row} /> },
          {
            key: 'account', title: t('directory.account'), width: 190,
            render: (_, row) => (
              <span className="chips">
                {row.active ? <Chip tone="green">{t('directory.accountActive')}</Chip> : <Chip tone="grey">{t('directory.accountClosed')}</Chip>}
                {row.active && row.mustChangePassword && <Chip tone="amber">{t('directory.accountFirst')}</Chip>}
                {row.active && !row.mustChangePassword && !row.secondFactor && <span className="quiet">{t('directory.noSecondFactor')}</span>}
              </span>
            ),
          },
          ...(reach.accounts
            ? [
                {
                  key: 'acts', title: t('frame.actions'), width: 170,
                  render: (_: unknown, row: Person) =>
                    row.username === viewer.username ? null : (
                      <Space size={4}>
                        {row.active && (
                          <Button size="small" onClick={() => setDialog(row)}>
                            {t('directory.propose')}
                          </Button>
                        )}
                        <Dropdown trigger={['click']} menu={{ items: [{ key: 'open', danger: row.active, label: t(row.active ? 'directory.deactivate' : 'directory.reactivate'), onClick: () => openOrClose(row) }] }}>
                          <Button size="small" icon={<MoreOutlined />} aria-label={`${t('frame.actions')} ${row.displayName}`} />
                        </Dropdown>
                      </Space>
                    ),
                },
              ]
            : []),
        ]}
      />
      {dialog === 'agency' && <NewAgencyDialog onClose={() => setDialog(null)} reload={agencies.reload} />}
      {dialog === 'person' && <NewPersonDialog agencies={agencies.data?.agencies ?? []} agencyCode={agencyCode} onClose={() => setDialog(null)} reload={reload} />}
      {dialog !== null && typeof dialog === 'object' && <ProposeGrantDialog person={dialog} clock={clock} onClose={() => setDialog(null)} reload={reload} />}
      {revoking !== null && (
        <ReasonDialog title={t('directory.revoke')} act={(reason) => ask(revokeRoleGrantDocument, { id: revoking.id, version: revoking.version, reason })} onClose={() => setRevoking(null)} reload={reload}>
          {t('directory.revokeAsk', { name: revoking.displayName, role: roleNames([revoking.role]) })}
        </ReasonDialog>
      )}
    </>
  );
}
