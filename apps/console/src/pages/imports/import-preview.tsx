import { Block } from '../../elements/field-list.js';
import type { ImportProfileInfo, ImportRun } from '../../graphql/imports.types.js';
import { useWords } from '../../i18n/words.js';

/** Problems shown on the page; all of them are in the error report. */
const problemsInSight = 50;

export function ImportProblems({ run }: { run: ImportRun }) {
  const { t, language } = useWords();
  return (
    <div className="panel">
      <Block title={t('imports.problems', { count: run.rowsRefused.toLocaleString('en-US') })}>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t('imports.problemsTable')}>
          <table className="plain-table" aria-label={t('imports.problemsTable')}>
            <thead>
              <tr>
                <th scope="col">{t('imports.row')}</th>
                <th scope="col">{t('imports.column')}</th>
                <th scope="col">{t('imports.valueClass')}</th>
                <th scope="col">{t('imports.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {run.problems.slice(0, problemsInSight).map((problem) => (
                <tr key={`${problem.row} ${problem.column} ${problem.valueClass}`}>
                  <td className="figures">{problem.row}</td>
                  <td>{problem.column}</td>
                  <td>{problem.valueClass}</td>
                  <td>{language === 'en' ? problem.reasonEn : problem.reasonZh}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Block>
    </div>
  );
}

export function ImportPreview({ run, fields }: { run: ImportRun; fields: ImportProfileInfo['fields'] }) {
  const { t, language } = useWords();
  const fieldName = (name: string | null) => {
    const field = fields.find((one) => one.name === name);
    return field === undefined ? t('imports.ignored') : language === 'en' ? field.labelEn : field.labelZh;
  };
  return (
    <div className="panel">
      <Block title={t('imports.preview', { count: run.preview.length })}>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={t('imports.stepPreview')}>
          <table className="plain-table preview" aria-label={t('imports.stepPreview')}>
            <thead>
              <tr>
                <th scope="col">{t('imports.row')}</th>
                {run.columns.map((column) => (
                  <th key={column.header} scope="col" className={column.field === null ? 'ignored' : ''}>
                    {column.header}
                    <small>{fieldName(column.field)}</small>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {run.preview.map((line) => (
                <tr key={line.row}>
                  <td className="figures">{line.row}</td>
                  {run.columns.map((column, place) => (
                    <td key={column.header} className={column.field === null ? 'ignored' : ''}>
                      {line.values[place] ?? ''}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Block>
    </div>
  );
}
