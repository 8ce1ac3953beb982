import { Button, Select } from 'antd';
import { useState } from 'react';
import { useAct } from '../../graphql/hub.client.js';
import { mapImportColumnsDocument } from '../../graphql/imports.documents.js';
import type { ImportProfileInfo, ImportRun } from '../../graphql/imports.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';

/** Which column of the file fills which field; says which required fields still lack one. */
export function ColumnMapping({ run, fields, onDone }: { run: ImportRun; fields: ImportProfileInfo['fields']; onDone(refusals: Refusal[]): Promise<void> }) {
  const { t, language, join } = useWords();
  const { act, acting } = useAct(mapImportColumnsDocument);
  const [chosen, setChosen] = useState<Record<string, string | null>>(Object.fromEntries(run.columns.map(({ header, field }) => [header, field])));
  const name = (field: ImportProfileInfo['fields'][number]) => (language === 'en' ? field.labelEn : field.labelZh);
  const used = new Set(Object.values(chosen));
  const missing = fields.filter((field) => field.required && !used.has(field.name));
  const check = async () => {
    const answer = await act({ id: run.id, mapping: run.columns.map(({ header }) => ({ header, field: chosen[header] ?? null })) });
    await onDone(answer.refusals);
  };
  return (
    <div className="mapping">
      <p className="quiet">{t('imports.mappingHint')}</p>
      <table className="plain-table" aria-label={t('imports.stepMap')}>
        <thead>
          <tr>
            <th scope="col">{t('imports.column')}</th>
            <th scope="col">{t('imports.sample')}</th>
            <th scope="col">{t('imports.mapsTo')}</th>
          </tr>
        </thead>
        <tbody>
          {run.columns.map(({ header }, place) => (
            <tr key={header}>
              <th scope="row">{header}</th>
              <td className="sample">{run.preview[0]?.values[place] ?? ''}</td>
              <td>
                <Select
                  aria-label={t('imports.mapsToOf', { header })}
                  className="mapping-select"
                  value={chosen[header] ?? ''}
                  onChange={(value: string) => setChosen((before) => ({ ...before, [header]: value === '' ? null : value }))}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={[
                    { value: '', label: t('imports.ignore') },
                    ...fields.map((field) => ({ value: field.name, label: `${name(field)}${field.required ? ' *' : ''}`, disabled: used.has(field.name) && chosen[header] !== field.name })),
                  ]}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {missing.length > 0 && <p className="mapping-missing">{t('imports.missing', { fields: join(missing.map(name)) })}</p>}
      <Button type="primary" loading={acting} disabled={missing.length > 0} onClick={() => void check()}>
        {t('imports.check')}
      </Button>
    </div>
  );
}
