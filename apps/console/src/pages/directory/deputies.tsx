import { App, AutoComplete, Button, DatePicker, Form, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useState } from 'react';
import { Chip } from '../../elements/chip.js';
import type { Tone } from '../../elements/chip.js';
import { dayText } from '../../elements/instant.js';
import { placeProblems } from '../../elements/place-problems.js';
import { QueryTable } from '../../elements/query-table.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { deputiesDocument, nameDeputyDocument, revokeDeputyDocument } from '../../graphql/directory.documents.js';
import type { DeputyTerm } from '../../graphql/directory.types.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';
import { reachOf } from '../../session/rights.js';
import { useViewer } from '../../session/viewer.context.js';
import { useColleagues } from './colleagues.js';
import { endOf, startOf, stateOf } from './term.js';
import type { TermState } from './term.js';

interface Values {
  username: string;
  startsAt?: Dayjs | null;
  endsAt: Dayjs;
}

const tones: Record<TermState, Tone> = { RUNNING: 'green', COMING: 'blue', ENDED: 'grey', REVOKED: 'grey' };

function NameDeputyDialog({ clock, onClose, reload }: { clock: string; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const colleagues = useColleagues();
  const { act, acting } = useAct(nameDeputyDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const today = dayjs(dayText(clock));
  const required = { required: true, message: t('frame.required') };
  const finish = async (values: Values) => {
    const answer = await act({ username: values.username.trim(), startsAt: startOf(values.startsAt), endsAt: endOf(values.endsAt) });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('leads.done'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t('directory.nameDeputy')} onCancel={onClose} onOk={() => form.submit()} okText={t('frame.confirm')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ endsAt: today.add(14, 'day') }} onFinish={(values) => void finish(values)}>
        <Form.Item name="username" label={t('directory.deputyUsername')} rules={[{ ...required, whitespace: true }]}>
          <AutoComplete options={colleagues} showSearch={{ filterOption: (text, option) => `${option?.value ?? ''} ${option?.label ?? ''}`.includes(text) }} />
        </Form.Item>
        <div className="form-columns">
          <Form.Item name="startsAt" label={t('directory.startsAt')}>
            <DatePicker className="whole-width" minDate={today} />
          </Form.Item>
          <Form.Item name="endsAt" label={t('directory.endsAt')} rules={[required]}>
            <DatePicker className="whole-width" minDate={today} maxDate={today.add(1, 'year')} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}

/** AB角: who stands in for which head, and until when. */
export function Deputies({ clock, reloadClock }: { clock: string; reloadClock(): Promise<void> }) {
  const { t } = useWords();
  const { modal, message } = App.useApp();
  const viewer = useViewer();
  const reach = reachOf(viewer);
  const answer = useAnswer(deputiesDocument, {});
  const { act } = useAct(revokeDeputyDocument);
  const [naming, setNaming] = useState(false);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const now = Date.parse(clock);
  // A term that begins at once begins after the clock was last read.
  const reload = async () => {
    await Promise.all([answer.reload(), reloadClock()]);
  };
  const revoke = (term: DeputyTerm) => {
    modal.confirm({
      title: t('directory.revoke'),
      content: t('directory.revokeDeputyAsk', { deputy: term.deputy, head: term.head }),
      okText: t('directory.revoke'),
      cancelText: t('frame.cancel'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const { refusals: said } = await act({ id: term.id });
        setRefusals(said);
        if (said.length === 0) message.success(t('leads.done'));
        await reload();
      },
    });
  };
  return (
    <>
      <div className="tab-head">
        <p className="quiet">{t('directory.deputiesIntro')}</p>
        {reach.head && <Button onClick={() => setNaming(true)}>{t('directory.nameDeputy')}</Button>}
      </div>
      <Refusals refusals={[...answer.refusals, ...refusals]} onReload={() => void reload()} />
      <QueryTable<DeputyTerm>
        name={t('directory.tabDeputies')}
        rows={answer.data?.deputies ?? []}
        rowKey={(row) => row.id}
        loading={answer.loading}
        columns={[
          { key: 'head', title: t('directory.head'), render: (_, row) => row.head },
          { key: 'deputy', title: t('directory.deputy'), render: (_, row) => row.deputy },
          {
            key: 'term', title: t('directory.term'), width: 260,
            render: (_, row) => (
              <span className="figures">
                {dayText(row.startsAt)} – {dayText(row.endsAt)}
              </span>
            ),
          },
          { key: 'state', title: t('field.status'), width: 120, render: (_, row) => <Chip tone={tones[stateOf(row, now)]}>{t(`directory.term_${stateOf(row, now)}`)}</Chip> },
          {
            key: 'acts', title: t('frame.actions'), width: 100,
            render: (_, row) =>
              ['RUNNING', 'COMING'].includes(stateOf(row, now)) && (reach.accounts || row.headUsername === viewer.username) ? (
                <Button size="small" danger onClick={() => revoke(row)}>
                  {t('directory.revoke')}
                </Button>
              ) : null,
          },
        ]}
      />
      {naming && <NameDeputyDialog clock={clock} onClose={() => setNaming(false)} reload={reload} />}
    </>
  );
}
