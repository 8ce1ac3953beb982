import { DownOutlined, UpOutlined } from '@ant-design/icons';
import { Button, DatePicker, Form, Input, Select, Space } from 'antd';
import dayjs from 'dayjs';
import type { Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useAnswer } from '../../graphql/hub.client.js';
import { agenciesDocument } from '../../graphql/viewer.documents.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import type { WordKey } from '../../i18n/words.js';
import { plainView } from './lead-filter.js';
import type { LeadView } from './lead-filter.js';

interface Values {
  text: string;
  status: string[];
  riskBand: string[];
  conductType: string[];
  regionCode: string;
  ownerAgencyCode: string | undefined;
  submitted: [Dayjs | null, Dayjs | null] | null;
}

function valuesOf(view: LeadView): Values {
  return {
    text: view.text, status: view.status, riskBand: view.riskBand, conductType: view.conductType, regionCode: view.regionCode,
    ownerAgencyCode: view.ownerAgencyCode === '' ? undefined : view.ownerAgencyCode,
    submitted: view.submittedFrom === '' && view.submittedTo === '' ? null : [view.submittedFrom === '' ? null : dayjs(view.submittedFrom), view.submittedTo === '' ? null : dayjs(view.submittedTo)],
  };
}

export function LeadFilters({ view, show, searching }: { view: LeadView; show(next: LeadView): void; searching: boolean }) {
  const { t } = useWords();
  const { options } = useLabels();
  const agencies = useAnswer(agenciesDocument, {});
  const [form] = Form.useForm<Values>();
  const hasMore = view.regionCode !== '' || view.ownerAgencyCode !== '' || view.submittedFrom !== '' || view.submittedTo !== '' || view.conductType.length > 0;
  const [open, setOpen] = useState(hasMore);
  useEffect(() => form.setFieldsValue(valuesOf(view)), [form, view]);

  return (
    <Form
      form={form}
      layout="vertical"
      className="filters"
      onFinish={(values) =>
        show({
          ...view,
          text: (values.text ?? '').trim(),
          status: values.status ?? [],
          riskBand: values.riskBand ?? [],
          conductType: values.conductType ?? view.conductType,
          regionCode: (values.regionCode ?? view.regionCode).trim(),
          ownerAgencyCode: open ? (values.ownerAgencyCode ?? '') : view.ownerAgencyCode,
          submittedFrom: open ? (values.submitted?.[0]?.format('YYYY-MM-DD') ?? '') : view.submittedFrom,
          submittedTo: open ? (values.submitted?.[1]?.format('YYYY-MM-DD') ?? '') : view.submittedTo,
        })
      }
    >
      <Form.Item name="text" label={t('leads.search')} className="filter-wide">
        <Input allowClear placeholder={t('leads.searchHint')} />
      </Form.Item>
      <Form.Item name="status" label={t('field.status')}>
        <Select mode="multiple" allowClear maxTagCount="responsive" options={options('LeadStatus')} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      <Form.Item name="riskBand" label={t('field.riskBand')}>
        <Select mode="multiple" allowClear maxTagCount="responsive" options={options('RiskBand')} showSearch={{ optionFilterProp: 'label' }} />
      </Form.Item>
      {open && (
        <>
          <Form.Item name="conductType" label={t('field.conductTypes')} className="filter-wide">
            <Select mode="multiple" allowClear maxTagCount="responsive" options={options('ConductType')} showSearch={{ optionFilterProp: 'label' }} />
          </Form.Item>
          <Form.Item name="ownerAgencyCode" label={t('field.ownerAgency')}>
            <Select
              allowClear
              loading={agencies.loading}
              showSearch={{ optionFilterProp: 'label' }}
              options={(agencies.data?.agencies ?? []).map((agency) => ({ value: agency.code, label: agency.name }))}
            />
          </Form.Item>
          <Form.Item name="regionCode" label={t('field.regionCode')}>
            <Input allowClear inputMode="numeric" maxLength={6} placeholder={t('leads.regionHint')} />
          </Form.Item>
          <Form.Item name="submitted" label={t('field.submittedAt')} className="filter-wide">
            <DatePicker.RangePicker allowEmpty={[true, true]} />
          </Form.Item>
        </>
      )}
      <Space className="filter-buttons">
        <Button type="primary" htmlType="submit" loading={searching}>
          {t('frame.query')}
        </Button>
        <Button
          onClick={() => {
            form.setFieldsValue(valuesOf(plainView));
            show(plainView);
          }}
        >
          {t('frame.reset')}
        </Button>
        <Button type="link" onClick={() => setOpen(!open)} aria-expanded={open} icon={open ? <UpOutlined /> : <DownOutlined />} iconPlacement="end">
          {t(open ? 'frame.fewerFilters' : 'frame.moreFilters')}
        </Button>
      </Space>
    </Form>
  );
}

/** The conditions in force, in words; each can be taken away by itself. */
export function FilterChips({ view, show }: { view: LeadView; show(next: LeadView): void }) {
  const { t } = useWords();
  const { label } = useLabels();
  const chips: { key: string; words: string; without: LeadView }[] = [];
  const single = (key: 'text' | 'regionCode' | 'ownerAgencyCode', name: WordKey) => {
    if (view[key] !== '') chips.push({ key, words: t('frame.labelled', { name: t(name), value: view[key] }), without: { ...view, [key]: '' } });
  };
  const many = (key: 'status' | 'riskBand' | 'conductType', name: WordKey, enumName: string) => {
    for (const value of view[key]) {
      chips.push({ key: `${key}-${value}`, words: t('frame.labelled', { name: t(name), value: label(enumName, value) }), without: { ...view, [key]: view[key].filter((kept) => kept !== value) } });
    }
  };
  if (view.toDo !== '') chips.push({ key: 'toDo', words: t('frame.labelled', { name: t('frame.toDo'), value: label('ToDoList', view.toDo) }), without: { ...view, toDo: '' } });
  single('text', 'leads.search');
  many('status', 'field.status', 'LeadStatus');
  many('riskBand', 'field.riskBand', 'RiskBand');
  many('conductType', 'field.conductTypes', 'ConductType');
  single('ownerAgencyCode', 'field.ownerAgency');
  single('regionCode', 'field.regionCode');
  if (view.submittedFrom !== '') chips.push({ key: 'from', words: t('leads.since', { day: view.submittedFrom }), without: { ...view, submittedFrom: '' } });
  if (view.submittedTo !== '') chips.push({ key: 'to', words: t('leads.until', { day: view.submittedTo }), without: { ...view, submittedTo: '' } });
  if (chips.length === 0) return null;
  return (
    <div className="filter-chips">
      <span>{t('frame.chosenFilters')}</span>
      {chips.map((chip) => (
        <button key={chip.key} type="button" className="filter-chip" onClick={() => show(chip.without)} aria-label={t('leads.removeFilter', { words: chip.words })}>
          {chip.words}
          <span aria-hidden="true">×</span>
        </button>
      ))}
      <button type="button" className="filter-chip-clear" onClick={() => show(plainView)}>
        {t('frame.clearAll')}
      </button>
    </div>
  );
}
