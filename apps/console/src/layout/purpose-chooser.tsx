import { AimOutlined, DownOutlined } from '@ant-design/icons';
import { AutoComplete, Button, Form, Popover, Select, Space } from 'antd';
import { useEffect } from 'react';
import { useAnswer } from '../graphql/hub.client.js';
import { purposeReferencesDocument } from '../graphql/viewer.documents.js';
import { useLabels } from '../i18n/labels.js';
import { useWords } from '../i18n/words.js';
import { useObservable } from '../session/observable.js';
import { choosePurpose, purpose, purposeChooserOpen, purposeCodes } from '../session/purpose.store.js';
import type { Purpose, PurposeCode } from '../session/purpose.store.js';

/** Business number of a record of the hub, or EXT: and the agency's own number. */
const referenceShape = /^([A-Z]{2,4}-[0-9A-Z-]{6,40}|EXT:\S.{0,79})$/u;

export function usePurposeName(): (code: string) => string {
  const { label } = useLabels();
  const { t } = useWords();
  return (code) => {
    const known = label('PurposeCode', code);
    return known === code && (purposeCodes as readonly string[]).includes(code) ? t(`leads.purpose_${code as PurposeCode}`) : known;
  };
}

function PurposeForm({ onDone }: { onDone(): void }) {
  const { t } = useWords();
  const purposeName = usePurposeName();
  const chosen = useObservable(purpose);
  const [form] = Form.useForm<Purpose>();
  const { data, loading } = useAnswer(purposeReferencesDocument, {});
  const typed = Form.useWatch('reference', form);
  useEffect(() => form.setFieldsValue(chosen ?? { code: 'VERIFICATION' }), [chosen, form]);

  return (
    <Form
      form={form}
      layout="vertical"
      className="purpose-form"
      requiredMark={false}
      onFinish={(values) => {
        choosePurpose({ code: values.code, reference: values.reference.trim() });
        onDone();
      }}
    >
      <p className="purpose-why">{t('frame.purposeWhy')}</p>
      <Form.Item name="code" label={t('frame.purposeCode')} rules={[{ required: true, message: t('frame.purposeIncomplete') }]}>
        <Select options={purposeCodes.map((code) => ({ value: code, label: purposeName(code) }))} />
      </Form.Item>
      <Form.Item
        name="reference"
        label={t('frame.purposeReference')}
        extra={typed?.startsWith('EXT:') === true ? t('frame.purposeExternalNote') : t('frame.purposeReferenceHelp')}
        normalize={(value: string | undefined) => value?.replace(/^ext[:：]/iu, 'EXT:')}
        rules={[
          { required: true, whitespace: true, message: t('frame.purposeIncomplete') },
          { pattern: referenceShape, message: t('frame.purposeReferenceShape') },
        ]}
      >
        <AutoComplete
          placeholder="XS-… / EXT:…"
          showSearch={{ filterOption: (text, option) => `${option?.value ?? ''} ${option?.name ?? ''}`.toLowerCase().includes(text.toLowerCase()) }}
          notFoundContent={loading ? t('frame.loading') : null}
          options={(data?.purposeReferences ?? []).map((known) => ({
            value: known.number,
            name: known.title ?? '',
            label: (
              <div className="purpose-option">
                <span className="figures">{known.number}</span>
                <small>{known.title ?? ''}</small>
              </div>
            ),
          }))}
        />
      </Form.Item>
      <Space>
        <Button type="primary" htmlType="submit">
          {t('frame.purposeApply')}
        </Button>
        <Button
          disabled={chosen === null}
          onClick={() => {
            choosePurpose(null);
            form.resetFields();
            onDone();
          }}
        >
          {t('frame.purposeClear')}
        </Button>
      </Space>
    </Form>
  );
}

/** The purpose in force, always in sight: code and matter. Changing it reads the open page again. */
export function PurposeChooser() {
  const { t } = useWords();
  const purposeName = usePurposeName();
  const chosen = useObservable(purpose);
  const open = useObservable(purposeChooserOpen);
  return (
    <Popover
      open={open}
      onOpenChange={(next) => purposeChooserOpen.set(next)}
      trigger="click"
      placement="bottomLeft"
      title={t('frame.purposeChoose')}
      destroyOnHidden
      content={<PurposeForm onDone={() => purposeChooserOpen.set(false)} />}
    >
      <button type="button" className={chosen === null ? 'purpose purpose-missing' : 'purpose'} aria-expanded={open} aria-haspopup="dialog">
        <AimOutlined />
        <span className="purpose-label">{t('frame.purpose')}</span>
        {chosen === null ? (
          <span>{t('frame.purposeNone')}</span>
        ) : (
          <>
            <strong>{purposeName(chosen.code)}</strong>
            <span className="figures">{chosen.reference}</span>
          </>
        )}
        <DownOutlined className="purpose-arrow" />
      </button>
    </Popover>
  );
}
