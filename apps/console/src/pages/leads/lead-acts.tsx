import { DownOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Form, Modal, Space } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import type { Lead, LeadAction } from '../../graphql/leads.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';
import { ShareDialog } from '../sharing/share.dialog.js';
import { leadActs } from './lead-act-table.js';
import type { ActValues, DialogAct } from './lead-act-table.js';

function ActDialog({ lead, act, onClose, reload }: { lead: Lead; act: DialogAct; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<ActValues>();
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [acting, setActing] = useState(false);
  const { Fields, send, danger } = leadActs[act];
  const finish = async (values: ActValues) => {
    setActing(true);
    const answer = await send(lead, values);
    setActing(false);
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal
      open
      title={t(`leads.act_${act}`)}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t(`leads.act_${act}`)}
      okButtonProps={{ danger }}
      confirmLoading={acting}
      cancelText={t('frame.cancel')}
    >
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <p className="quiet">{t(`leads.actIntro_${act}`)}</p>
      <Form form={form} layout="vertical" onFinish={(values) => void finish(values)}>
        {Fields !== null && <Fields lead={lead} />}
      </Form>
    </Modal>
  );
}

/** Acts of the action bar. A recall names one share: it stands beside each share on the access tab. */
type BarAct = Exclude<LeadAction, 'recall'>;

/** What a person comes to this record to do stands first and bold; rare or hard acts wait behind "more". */
const order: BarAct[] = ['submit', 'revise', 'assign', 'accept', 'conclude', 'decide', 'share', 'requestAccess', 'reopen', 'return', 'merge', 'reject', 'refuse'];
const inSight = 3;

/** The acts open to the viewer on this lead, as the hub lists them, each with its dialog. */
export function LeadActs({ lead, reload, onRequestAccess }: { lead: Lead; reload(): Promise<void>; onRequestAccess(): void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [open, setOpen] = useState<BarAct | null>(null);
  const acts = order.filter((act) => lead.actions.includes(act));
  const start = (act: BarAct) => {
    if (act === 'revise') void navigate(`/leads/${encodeURIComponent(lead.number)}/revise`);
    else if (act === 'requestAccess') onRequestAccess();
    else setOpen(act);
  };
  const rest = acts.slice(inSight);
  const close = () => setOpen(null);
  return (
    <>
      <Space wrap>
        {acts.slice(0, inSight).map((act, place) => (
          <Button key={act} type={place === 0 ? 'primary' : 'default'} onClick={() => start(act)}>
            {t(`leads.act_${act}`)}
          </Button>
        ))}
        {rest.length > 0 && (
          <Dropdown
            trigger={['click']}
            menu={{ items: rest.map((act) => ({ key: act, label: t(`leads.act_${act}`), danger: act === 'reject' || act === 'refuse', onClick: () => start(act) })) }}
          >
            <Button icon={<DownOutlined />} iconPlacement="end">
              {t('leads.moreActs')}
            </Button>
          </Dropdown>
        )}
      </Space>
      {open === 'share' && <ShareDialog lead={lead} onClose={close} reload={reload} />}
      {open !== null && open in leadActs && <ActDialog key={open} lead={lead} act={open as DialogAct} onClose={close} reload={reload} />}
    </>
  );
}
