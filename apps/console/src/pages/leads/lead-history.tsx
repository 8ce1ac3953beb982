import { Empty, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useFieldName, useFieldValue } from '../../elements/field-value.js';
import { Instant } from '../../elements/instant.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { leadHistoryDocument } from '../../graphql/leads.documents.js';
import type { FieldChange, RecordVersion } from '../../graphql/leads.types.js';
import { useWords } from '../../i18n/words.js';
import { compareVersions } from './compare-versions.js';

/** A first version says of every empty field that it became empty: nothing to read. */
function says(change: FieldChange): boolean {
  return change.mode !== null || (change.before ?? '') !== '' || (change.after ?? '') !== '';
}

function Changes({ changes, name }: { changes: FieldChange[]; name: string }) {
  const { t } = useWords();
  const fieldValue = useFieldValue();
  const fieldName = useFieldName();
  const worded = changes.filter(says);
  if (worded.length === 0) return <p className="quiet">{t('leads.noFieldChanges')}</p>;
  return (
    <table className="changes" aria-label={name}>
      <thead>
        <tr>
          <th scope="col">{t('leads.changedField')}</th>
          <th scope="col">{t('leads.changedBefore')}</th>
          <th scope="col">{t('leads.changedAfter')}</th>
        </tr>
      </thead>
      <tbody>
        {worded.map((change) => (
          <tr key={change.field}>
            <th scope="row">
              {fieldName(change.field)}
              {change.mode !== null && <span className="quiet"> · {t(`leads.redaction_${change.mode}`)}</span>}
            </th>
            <td className="before">{fieldValue(change.field, change.before)}</td>
            <td className="after">{fieldValue(change.field, change.after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Comparison({ history }: { history: RecordVersion[] }) {
  const { t } = useWords();
  const newest = history[0]?.version ?? 1;
  const oldest = history.at(-1)?.version ?? 1;
  const [from, setFrom] = useState(oldest);
  const [to, setTo] = useState(newest);
  const options = history.map(({ version }) => ({ value: version, label: t('leads.versionN', { version }) }));
  return (
    <div className="compare">
      <div className="compare-choice">
        <span>{t('leads.compare')}</span>
        <Select aria-label={t('leads.compareFrom')} value={from} onChange={setFrom} options={options.filter(({ value }) => value < to)} className="compare-select" />
        <span aria-hidden="true">→</span>
        <Select aria-label={t('leads.compareTo')} value={to} onChange={setTo} options={options.filter(({ value }) => value > from)} className="compare-select" />
      </div>
      <Changes changes={compareVersions(history, from, to)} name={t('leads.compare')} />
    </div>
  );
}

/** Versions of the lead, newest first, under today's field rules; and the difference of any two. */
export function LeadHistory({ id, version }: { id: string; version: number }) {
  const { t, named } = useWords();
  const { data, loading, refusals, reload } = useAnswer(leadHistoryDocument, { id });
  const history = data?.lead?.history ?? [];
  if (data === null && loading) return <Skeleton active paragraph={{ rows: 5 }} />;
  return (
    <>
      <Refusals refusals={refusals} onReload={() => void reload()} />
      {data !== null && history.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('leads.noHistory')} />}
      {history.length > 1 && <Comparison key={version} history={history} />}
      <ol className="history">
        {history.map((step) => (
          <li key={step.version}>
            <div className="history-head">
              <span className="history-version">{t('leads.versionN', { version: step.version })}</span>
              <strong>{named('ledger', step.action)}</strong>
              <span>
                {step.agency?.name} {step.actor}
              </span>
              <Instant at={step.at} />
            </div>
            {step.changes.length > 0 && <Changes changes={step.changes} name={t('leads.versionN', { version: step.version })} />}
          </li>
        ))}
      </ol>
    </>
  );
}
