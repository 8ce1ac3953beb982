import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Form, Input, Radio, Select } from 'antd';
import type { FormRule } from 'antd';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { bankCardHint, creditCodeHint, phoneHint, residentIdHint } from './identifier-hints.js';
import type { IdentifierHint } from './identifier-hints.js';
import type { LeadValues } from './lead-values.js';

type Judge = (value: string) => IdentifierHint | null;

/** A hint under the field, in amber: it warns and does not stop anybody. */
function useHint(): (judge: Judge) => FormRule {
  const { t } = useWords();
  return (judge) => ({
    warningOnly: true,
    validator: async (_rule, value: string | string[] | undefined) => {
      const values = (Array.isArray(value) ? value : [value ?? '']).filter((entry) => entry.trim() !== '');
      const wrong = values.map(judge).find((hint) => hint !== null);
      if (wrong !== undefined) throw new Error(t(`leads.hint_${wrong}`));
    },
  });
}

function SubjectFields({ place }: { place: number }) {
  const { t } = useWords();
  const { options } = useLabels();
  const hint = useHint();
  const kind = Form.useWatch(['subjects', place, 'kind'], { form: Form.useFormInstance<LeadValues>(), preserve: true });
  const organisation = kind === 'ORGANISATION';
  return (
    <div className="subject-fields">
      <Form.Item name={[place, 'kind']} label={t('field.kind')}>
        <Radio.Group optionType="button" options={options('SubjectKind')} />
      </Form.Item>
      <Form.Item name={[place, 'role']} label={t('field.role')} rules={[{ required: true, message: t('frame.required') }]}>
        <Select options={options('SubjectRole')} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name={[place, 'name']} label={t(organisation ? 'leads.organisationName' : 'leads.personName')} rules={[{ required: true, whitespace: true, message: t('frame.required') }]}>
        <Input maxLength={120} autoComplete="off" />
      </Form.Item>
      {organisation ? (
        <Form.Item name={[place, 'unifiedCreditCode']} label={t('field.unifiedCreditCode')} rules={[hint(creditCodeHint)]}>
          <Input maxLength={18} autoComplete="off" className="figures" />
        </Form.Item>
      ) : (
        <Form.Item name={[place, 'idNumber']} label={t('field.idNumber')} rules={[hint(residentIdHint)]}>
          <Input maxLength={18} autoComplete="off" className="figures" />
        </Form.Item>
      )}
      <Form.Item name={[place, 'phones']} label={t('field.phones')} rules={[hint(phoneHint)]}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ';', '；', ' ', '、']} placeholder={t('leads.severalHint')} />
      </Form.Item>
      <Form.Item name={[place, 'bankAccounts']} label={t('field.bankAccounts')} rules={[hint(bankCardHint)]}>
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，', ';', '；', '、']} placeholder={t('leads.severalHint')} />
      </Form.Item>
    </div>
  );
}

export function SubjectsEditor() {
  const { t } = useWords();
  return (
    <Form.List name="subjects">
      {(fields, { add, remove }, { errors }) => (
        <>
          {fields.map((field, place) => (
            <fieldset key={field.key} className="subject-editor">
              <legend>{t('leads.subjectN', { n: place + 1 })}</legend>
              <Button className="subject-remove" type="text" size="small" danger icon={<DeleteOutlined />} onClick={() => remove(field.name)} aria-label={t('leads.removeSubject', { n: place + 1 })}>
                {t('leads.remove')}
              </Button>
              <SubjectFields place={field.name} />
            </fieldset>
          ))}
          <Button icon={<PlusOutlined />} onClick={() => add({ kind: 'PERSON' })}>
            {t('leads.addSubject')}
          </Button>
          <Form.ErrorList errors={errors} />
        </>
      )}
    </Form.List>
  );
}
