import { App, Button, Empty, Form, Input, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { Chip } from '../../elements/chip.js';
import { PageHeading } from '../../elements/page-heading.js';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { saveSharingGroupDocument, sharingGroupsDocument } from '../../graphql/sharing.documents.js';
import type { SharingGroup } from '../../graphql/sharing.types.js';
import { agenciesDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';

interface Values {
  code: string;
  name: string;
  memberCodes: string[];
}

function GroupDialog({ group, onClose, reload }: { group: SharingGroup | null; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const agencies = useAnswer(agenciesDocument, {});
  const { act, acting } = useAct(saveSharingGroupDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const required = { required: true, message: t('frame.required') };
  const finish = async (values: Values) => {
    const answer = await act({ code: values.code.trim(), name: values.name.trim(), memberCodes: values.memberCodes });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={group === null ? t('sharing.groupNew') : t('sharing.groupEdit')} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.save')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <Form
        form={form}
        layout="vertical"
        initialValues={group === null ? { memberCodes: [] } : { code: group.code, name: group.name, memberCodes: group.members.map(({ code }) => code) }}
        onFinish={(values) => void finish(values)}
      >
        <Form.Item name="code" label={t('sharing.groupCode')} extra={t('sharing.groupCodeHint')} rules={[required, { pattern: /^[A-Z0-9-]{2,40}$/, message: t('sharing.groupCodeHint') }]}>
          <Input disabled={group !== null} maxLength={40} className="figures" />
        </Form.Item>
        <Form.Item name="name" label={t('sharing.groupName')} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="memberCodes" label={t('sharing.groupMembers')} rules={[{ ...required, type: 'array' }]}>
          <Select mode="multiple" loading={agencies.loading} showSearch={{ optionFilterProp: 'label' }} options={(agencies.data?.agencies ?? []).map((agency) => ({ value: agency.code, label: agency.name }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}

/** Reusable groups of partner agencies; who is in a group is shown to its members only. */
export function SharingGroupsPage() {
  const { t } = useWords();
  const viewer = useViewer();
  const answer = useAnswer(sharingGroupsDocument, {});
  const [open, setOpen] = useState<SharingGroup | 'new' | null>(null);
  const groups = answer.data?.sharingGroups ?? [];
  return (
    <>
      <PageHeading
        title={t('frame.groups')}
        intro={t('sharing.groupsIntro')}
        acts={
          <Button type="primary" onClick={() => setOpen('new')}>
            {t('sharing.groupNew')}
          </Button>
        }
      />
      <div className="panel">
        <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
        {answer.data === null && answer.loading && <Skeleton active paragraph={{ rows: 4 }} />}
        {answer.data !== null && groups.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('sharing.noGroups')} />}
        <ul className="groups">
          {groups.map((group) => (
            <li key={group.id}>
              <div className="group-head">
                <h2>{group.name}</h2>
                <code>{group.code}</code>
                <span className="quiet">{t('sharing.groupOwner', { agency: group.ownerAgency.name })}</span>
                {group.ownerAgency.code === viewer.agency.code && (
                  <Button size="small" onClick={() => setOpen(group)}>
                    {t('sharing.groupEdit')}
                  </Button>
                )}
              </div>
              <div className="chips">
                {group.members.length === 0 && <span className="quiet">{t('sharing.membersHidden')}</span>}
                {group.members.map((member) => (
                  <Chip key={member.code} tone={member.code === viewer.agency.code ? 'teal' : 'grey'}>
                    {member.name}
                  </Chip>
                ))}
              </div>
            </li>
          ))}
        </ul>
      </div>
      {open !== null && <GroupDialog group={open === 'new' ? null : open} onClose={() => setOpen(null)} reload={answer.reload} />}
    </>
  );
}
