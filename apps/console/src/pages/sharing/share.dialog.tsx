import { EyeOutlined } from '@ant-design/icons';
import { Alert, App, Button, DatePicker, Empty, Form, Input, Modal, Radio, Select, Skeleton } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { Chip } from '../../elements/chip.js';
import type { Tone } from '../../elements/chip.js';
import { useFieldName, useFieldValue } from '../../elements/field-value.js';
import { placeProblems } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAct, useAnswer } from '../../graphql/hub.client.js';
import { shareLeadDocument } from '../../graphql/leads.documents.js';
import type { DisclosureMode, HandlingCode, Lead } from '../../graphql/leads.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { sharePreviewDocument, sharingGroupsDocument } from '../../graphql/sharing.documents.js';
import { agenciesDocument, hubDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';

interface Values {
  agencyCodes?: string[];
  groupCodes?: string[];
  handlingCode: HandlingCode;
  expiresAt?: Dayjs | null;
  reason: string;
}

const codes: HandlingCode[] = ['H0', 'H1', 'H2', 'H3'];
const modeTones: Record<DisclosureMode, Tone> = { FULL: 'green', MASKED: 'amber', MATCH_ONLY: 'blue', ON_REQUEST: 'violet', HIDDEN: 'grey' };

/** What one agency would see of the lead after the share, field by field, before anything is sent. */
function PartnerView({ lead, agencyCode, handlingCode }: { lead: Lead; agencyCode: string; handlingCode: HandlingCode }) {
  const { t } = useWords();
  const fieldName = useFieldName();
  const fieldValue = useFieldValue();
  const { data, loading, refusals, reload } = useAnswer(sharePreviewDocument, { leadId: lead.id, agencyCode, handlingCode });
  if (data === null && loading) return <Skeleton active paragraph={{ rows: 6 }} title={false} />;
  const preview = data?.sharePreview;
  return (
    <>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      {preview !== undefined && preview !== null && (
        <>
          {preview.warnings.map((warning) => (
            <Alert key={warning} type="warning" showIcon title={warning} className="block-note" />
          ))}
          {!preview.visible && <Alert type="info" showIcon title={t('sharing.previewInvisible', { agency: preview.agency.name })} className="block-note" />}
          <div className="partner-view-scroll" tabIndex={0} role="region" aria-label={t('sharing.previewTable')}>
            <table className="plain-table" aria-label={t('sharing.previewTable')}>
              <thead>
                <tr>
                  <th scope="col">{t('leads.changedField')}</th>
                  <th scope="col">{t('sharing.previewMode')}</th>
                  <th scope="col">{t('sharing.previewValue')}</th>
                </tr>
              </thead>
              <tbody>
                {preview.withPurpose.map((field) => (
                  <tr key={field.field}>
                    <th scope="row">{fieldName(field.field)}</th>
                    <td>
                      <Chip tone={modeTones[field.mode]}>{t(`sharing.mode_${field.mode}`)}</Chip>
                    </td>
                    <td>
                      <div className="partner-value">{fieldValue(field.field, field.value)}</div>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

export function ShareDialog({ lead, onClose, reload }: { lead: Lead; onClose(): void; reload(): Promise<void> }) {
  const { t, language } = useWords();
  const { message } = App.useApp();
  const viewer = useViewer();
  const [form] = Form.useForm<Values>();
  const agencies = useAnswer(agenciesDocument, {});
  const groups = useAnswer(sharingGroupsDocument, {});
  const hub = useAnswer(hubDocument, {});
  const { act, acting } = useAct(shareLeadDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [seenAs, setSeenAs] = useState<string | null>(null);
  const chosen = Form.useWatch('agencyCodes', form) ?? [];
  const chosenGroups = Form.useWatch('groupCodes', form) ?? [];
  const handlingCode = Form.useWatch('handlingCode', form) ?? lead.handlingCode;
  // Under H2 and H3 an approver of the owner must agree; when he shares himself, he has.
  const waits = (code: HandlingCode) => code >= 'H2' && !(viewer.mayApprove && viewer.agency.code === lead.ownerAgency.code);
  const today = dayjs(hub.data?.hub.clock);

  const known = agencies.data?.agencies ?? [];
  const members = (groups.data?.sharingGroups ?? []).filter(({ code }) => chosenGroups.includes(code)).flatMap((group) => group.members.map(({ code }) => code));
  const partners = [...new Set([...chosen, ...members])].filter((code) => code !== lead.ownerAgency.code);
  const viewed = seenAs !== null && partners.includes(seenAs) ? seenAs : (partners[0] ?? null);

  const finish = async (values: Values) => {
    const answer = await act({
      input: {
        leadId: lead.id,
        agencyCodes: values.agencyCodes ?? [],
        groupCodes: values.groupCodes ?? [],
        handlingCode: values.handlingCode,
        expiresAt: values.expiresAt === null || values.expiresAt === undefined ? null : `${values.expiresAt.format('YYYY-MM-DD')}T23:59:59+08:00`,
        reason: values.reason.trim(),
      },
    });
    if (answer.refusals.length > 0) {
      setRefusals(placeProblems(form, answer.refusals, language));
      return;
    }
    message.success(t(waits(values.handlingCode) ? 'sharing.sharedPending' : 'sharing.shared'));
    onClose();
    await reload();
  };

  return (
    <Modal open width={1000} title={t('sharing.shareTitle', { number: lead.number })} onCancel={onClose} onOk={() => form.submit()} okText={t('leads.act_share')} cancelText={t('frame.cancel')} confirmLoading={acting} style={{ top: 40 }}>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      <div className="share-columns">
        <Form form={form} layout="vertical" initialValues={{ handlingCode: lead.handlingCode }} onFinish={(values) => void finish(values)}>
          <Form.Item name="agencyCodes" label={t('sharing.agencies')} dependencies={['groupCodes']} rules={[{ validator: async (_rule, value: string[] | undefined) => { if ((value ?? []).length === 0 && (form.getFieldValue('groupCodes') as string[] | undefined ?? []).length === 0) throw new Error(t('sharing.chooseSomebody')); } }]}>
            <Select
              mode="multiple"
              loading={agencies.loading}
              showSearch={{ optionFilterProp: 'label' }}
              options={known.filter(({ code }) => code !== lead.ownerAgency.code).map((agency) => ({ value: agency.code, label: agency.name }))}
            />
          </Form.Item>
          <Form.Item name="groupCodes" label={t('sharing.groups')} extra={t('sharing.groupsHint')}>
            <Select mode="multiple" loading={groups.loading} showSearch={{ optionFilterProp: 'label' }} options={(groups.data?.sharingGroups ?? []).map((group) => ({ value: group.code, label: group.name }))} />
          </Form.Item>
          <Form.Item name="handlingCode" label={t('field.handlingCode')} extra={waits(handlingCode) ? t('sharing.needsConsent') : t('sharing.atOnce')}>
            <Radio.Group className="stacked-radios">
              {codes.map((code) => (
                // A share may bind harder than the record, never softer.
                <Radio key={code} value={code} disabled={code < lead.handlingCode}>
                  <b>{code}</b> {t(`leads.handling${code}`)}
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
          <Form.Item name="expiresAt" label={t('sharing.expiresAt')} extra={t('sharing.expiresHint')}>
            <DatePicker disabledDate={(day) => day.isBefore(today, 'day')} />
          </Form.Item>
          <Form.Item name="reason" label={t('sharing.shareReason')} rules={[{ required: true, whitespace: true, message: t('frame.required') }]}>
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
        </Form>
        <section className="partner-view" aria-label={t('sharing.previewTitle')}>
          <h3>
            <EyeOutlined /> {t('sharing.previewTitle')}
          </h3>
          <p className="quiet">{t('sharing.previewHint')}</p>
          {viewed === null ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('sharing.previewNobody')} />
          ) : (
            <>
              <div className="partner-choice">
                {partners.map((code) => (
                  <Button key={code} size="small" type={code === viewed ? 'primary' : 'default'} aria-pressed={code === viewed} onClick={() => setSeenAs(code)}>
                    {known.find((agency) => agency.code === code)?.name ?? code}
                  </Button>
                ))}
              </div>
              <PartnerView key={`${viewed} ${handlingCode}`} lead={lead} agencyCode={viewed} handlingCode={handlingCode} />
            </>
          )}
        </section>
      </div>
    </Modal>
  );
}
