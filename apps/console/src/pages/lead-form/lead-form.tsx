import { AutoComplete, Button, Form, Input, Radio, Select, Space } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { placeProblems, showField } from '../../elements/place-problems.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import type { Answer } from '../../graphql/hub.client.js';
import type { HandlingCode, SubmitLeadInput } from '../../graphql/leads.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { agenciesDocument } from '../../graphql/viewer.documents.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { leadInput } from './lead-values.js';
import type { LeadValues } from './lead-values.js';
import { SubjectsEditor } from './subjects-editor.js';

/** One button of the form: what it is called and what it sends. */
export interface LeadSending {
  name: string;
  primary: boolean;
  send(input: SubmitLeadInput): Promise<Answer<unknown>>;
}

const grades = [1, 2, 3] as const;
const informationGrades = ['A', 'B', 'C', 'D', 'E'] as const;
const codes: HandlingCode[] = ['H0', 'H1', 'H2', 'H3'];

/**
 * One key per content: sending the same again (a lost answer, a double click) gives the same lead, a corrected form
 * is a new one (contract: the same key with another body is refused).
 */
function useIdempotency(): (input: SubmitLeadInput) => SubmitLeadInput {
  const last = useRef<{ body: string; key: string } | null>(null);
  return (input) => {
    const body = JSON.stringify(input);
    if (last.current === null || last.current.body !== body) last.current = { body, key: crypto.randomUUID() };
    return { ...input, idempotencyKey: last.current.key };
  };
}

function Grading() {
  const { t } = useWords();
  const required = [{ required: true, message: t('frame.required') }];
  return (
    <div className="grading-fields">
      <Form.Item name="sourceGrade" label={t('field.sourceGrade')} rules={required}>
        <Radio.Group className="stacked-radios">
          {grades.map((grade) => (
            <Radio key={grade} value={grade}>
              <b>{grade}</b> {t(`leads.sourceGrade${grade}`)}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="informationGrade" label={t('field.informationGrade')} rules={required}>
        <Radio.Group className="stacked-radios">
          {informationGrades.map((grade) => (
            <Radio key={grade} value={grade}>
              <b>{grade}</b> {t(`leads.informationGrade${grade}`)}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <Form.Item name="handling" label={t('field.handling')} rules={required}>
        <Radio.Group className="stacked-radios">
          <Radio value="P">
            <b>P</b> {t('leads.handlingP')}
          </Radio>
          <Radio value="C">
            <b>C</b> {t('leads.handlingC')}
          </Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item
        name="handlingCode"
        label={t('field.handlingCode')}
        dependencies={['handling']}
        rules={[
          ({ getFieldValue }) => ({
            validator: async (_rule, value: HandlingCode) => {
              if (getFieldValue('handling') === 'C' && value < 'H2') throw new Error(t('leads.handlingCNeedsH2'));
            },
          }),
        ]}
      >
        <Radio.Group className="stacked-radios">
          {codes.map((code) => (
            <Radio key={code} value={code}>
              <b>{code}</b> {t(`leads.handling${code}`)}
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
    </div>
  );
}

export function LeadForm({ initial, sendings, keyed }: { initial: LeadValues; sendings: LeadSending[]; keyed: boolean }) {
  const { t, language } = useWords();
  const { options } = useLabels();
  const agencies = useAnswer(agenciesDocument, {});
  const [form] = Form.useForm<LeadValues>();
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [sending, setSending] = useState<string | null>(null);
  const [touched, setTouched] = useState(false);
  const withKey = useIdempotency();
  const known = agencies.data?.agencies ?? [];
  const regions = [...new Map(known.map((agency) => [agency.regionCode, agency.name])).entries()];

  useEffect(() => {
    if (!touched) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [touched]);

  const start = async (way: LeadSending) => {
    let values: LeadValues;
    try {
      values = await form.validateFields();
    } catch (failed) {
      const first = (failed as { errorFields?: { name: (string | number)[]; errors: string[] }[] }).errorFields?.find(({ errors }) => errors.length > 0);
      if (first !== undefined) {
        showField(first.name);
        return;
      }
      // Only hints were raised: they do not stop the form.
      values = form.getFieldsValue(true) as LeadValues;
    }
    setSending(way.name);
    const input = leadInput(values);
    const answer = await way.send(keyed ? withKey(input) : input);
    setSending(null);
    if (answer.refusals.length > 0) setRefusals(placeProblems(form, answer.refusals, language));
    else setTouched(false);
  };

  const required = { required: true, message: t('frame.required') };
  return (
    <Form form={form} layout="vertical" initialValues={initial} onValuesChange={() => setTouched(true)} className="lead-form">
      <Refusals refusals={refusals} />
      <section className="panel form-section">
        <h2>{t('leads.formWhat')}</h2>
        <Form.Item name="title" label={t('field.title')} extra={t('leads.titleHint')} rules={[{ ...required, whitespace: true }]}>
          <Input maxLength={120} showCount />
        </Form.Item>
        <Form.Item name="narrative" label={t('field.narrative')} extra={t('leads.narrativeHint')} rules={[{ ...required, whitespace: true }]}>
          <Input.TextArea autoSize={{ minRows: 5, maxRows: 16 }} maxLength={20000} showCount />
        </Form.Item>
        <div className="form-columns">
          <Form.Item name="source" label={t('field.source')} rules={[required]}>
            <Select options={options('LeadSource')} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <Form.Item name="conductTypes" label={t('field.conductTypes')} rules={[{ ...required, type: 'array' }]}>
            <Select mode="multiple" options={options('ConductType')} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <Form.Item name="regionCode" label={t('field.regionCode')} extra={t('leads.regionFormHint')} rules={[required, { pattern: /^\d{6}$/, message: t('leads.regionHint') }]}>
            <AutoComplete options={regions.map(([code, name]) => ({ value: code, label: `${code} ${name}` }))} showSearch={{ filterOption: (text, option) => (option?.label ?? '').includes(text) }} />
          </Form.Item>
          <Form.Item
            name="amountInvolved"
            label={t('leads.amountYuan')}
            rules={[{ pattern: /^[\d,，\s]*(\.\d{1,2})?$/, message: t('leads.amountHint') }]}
          >
            <Input inputMode="decimal" maxLength={24} className="figures" />
          </Form.Item>
        </div>
      </section>
      <section className="panel form-section">
        <h2>{t('leads.formGrading')}</h2>
        <p className="quiet">{t('leads.formGradingHint')}</p>
        <Grading />
      </section>
      <section className="panel form-section">
        <h2>{t('leads.formSubjects')}</h2>
        <p className="quiet">{t('leads.formSubjectsHint')}</p>
        <SubjectsEditor />
      </section>
      <section className="panel form-section">
        <h2>{t('leads.policies')}</h2>
        <div className="form-columns">
          <Form.Item name="insurerCodes" label={t('field.insurers')} extra={t('leads.insurersHint')}>
            <Select mode="multiple" loading={agencies.loading} showSearch={{ optionFilterProp: 'label' }} options={known.filter(({ kind }) => kind === 'INSURER').map((agency) => ({ value: agency.code, label: agency.name }))} />
          </Form.Item>
          <Form.Item name="policyNumbers" label={t('field.policyNumbers')}>
            <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ';', '；', ' ', '、']} placeholder={t('leads.severalHint')} />
          </Form.Item>
        </div>
      </section>
      <div className="form-foot">
        <Space>
          {sendings.map((way) => (
            <Button key={way.name} type={way.primary ? 'primary' : 'default'} loading={sending === way.name} disabled={sending !== null && sending !== way.name} onClick={() => void start(way)}>
              {way.name}
            </Button>
          ))}
        </Space>
      </div>
    </Form>
  );
}
