import { App, DatePicker, Form, Modal, Select } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useState } from 'react';
import { dayText } from '../../elements/instant.js';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { proposeRoleGrantDocument } from '../../graphql/directory.documents.js';
import type { Person } from '../../graphql/directory.types.js';
import { useAct } from '../../graphql/hub.client.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useLabels, useRoleNames } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { endOf, startOf } from './term.js';

interface Values {
  role: string;
  startsAt?: Dayjs | null;
  endsAt: Dayjs;
}

/** Proposes a role with its term; which roles an agency of that kind has and what excludes what is the hub's word. */
export function ProposeGrantDialog({ person, clock, onClose, reload }: { person: Person; clock: string; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { options } = useLabels();
  const roleNames = useRoleNames();
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const { act, acting } = useAct(proposeRoleGrantDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const today = dayjs(dayText(clock));
  const required = { required: true, message: t('frame.required') };
  const finish = async (values: Values) => {
    const answer = await act({ username: person.username, role: values.role, startsAt: startOf(values.startsAt), endsAt: endOf(values.endsAt) });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t('directory.proposed'));
    onClose();
    await reload();
  };
  return (
    <Modal open title={t('directory.proposeFor', { name: person.displayName })} onCancel={onClose} onOk={() => form.submit()} okText={t('directory.propose')} cancelText={t('frame.cancel')} confirmLoading={acting}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <p className="quiet block-note">
        {person.agency.name} · {person.username}
        <br />
        {t('directory.proposeHint')}
      </p>
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ endsAt: today.add(1, 'year').subtract(1, 'day') }} onFinish={(values) => void finish(values)}>
        <Form.Item name="role" label={t('directory.role')} rules={[required]}>
          <Select showSearch={{ optionFilterProp: 'label' }} options={options('Role').map(({ value }) => ({ value, label: roleNames([value]) }))} />
        </Form.Item>
        <div className="form-columns">
          <Form.Item name="startsAt" label={t('directory.startsAt')} extra={t('directory.startsNow')}>
            <DatePicker className="whole-width" minDate={today} />
          </Form.Item>
          <Form.Item name="endsAt" label={t('directory.endsAt')} rules={[required]}>
            <DatePicker className="whole-width" minDate={today} maxDate={today.add(2, 'year')} />
          </Form.Item>
        </div>
      </Form>
    </Modal>
  );
}
