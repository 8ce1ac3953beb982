import { Table, Tooltip } from 'antd';
import { Link } from 'react-router';
import { Chip } from '../../elements/chip.js';
import { useFieldName } from '../../elements/field-value.js';
import { Instant } from '../../elements/instant.js';
import { QueryTable } from '../../elements/query-table.js';
import type { Paging } from '../../elements/query-table.js';
import type { AuditEntry } from '../../graphql/ledger.types.js';
import { useWords } from '../../i18n/words.js';
import { usePurposeName } from '../../layout/purpose-chooser.js';

const fieldsInSight = 3;

function Fields({ fields }: { fields: string[] }) {
  const { named, join } = useWords();
  if (fields.length === 0) return <span className="absent">—</span>;
  const words = fields.map((field) => named('field', field.split('.').at(-1) ?? field));
  const all = [...new Set(words)];
  return (
    <Tooltip title={all.length > fieldsInSight ? join(all) : ''}>
      <span tabIndex={all.length > fieldsInSight ? 0 : undefined}>
        {join(all.slice(0, fieldsInSight))}
        {all.length > fieldsInSight && <b className="more"> +{all.length - fieldsInSight}</b>}
      </span>
    </Tooltip>
  );
}

function Records({ records, linked }: { records: string[]; linked: boolean }) {
  if (records.length === 0) return <span className="absent">—</span>;
  return (
    <span className="ledger-records">
      {records.slice(0, 2).map((record) =>
        !linked || record.startsWith('XS-') ? (
          <Link key={record} to={linked ? `/leads/${encodeURIComponent(record)}` : `/audit/all?recordNumber=${encodeURIComponent(record)}`} className="figures">
            {record}
          </Link>
        ) : (
          <span key={record} className="figures">
            {record}
          </span>
        ),
      )}
      {records.length > 2 && <b className="more">+{records.length - 2}</b>}
    </span>
  );
}

function Details({ entry }: { entry: AuditEntry }) {
  const { t, join } = useWords();
  const fieldName = useFieldName();
  const names = (fields: string[]) => (fields.length === 0 ? '—' : join(fields.map(fieldName)));
  return (
    <dl className="ledger-details">
      <div>
        <dt>{t('ledger.index')}</dt>
        <dd className="figures">{entry.index}</dd>
      </div>
      <div>
        <dt>{t('ledger.actor')}</dt>
        <dd>{entry.actor ?? '—'}</dd>
      </div>
      <div>
        <dt>{t('ledger.leafHash')}</dt>
        <dd className="figures">{entry.leafHash}</dd>
      </div>
      <div>
        <dt>{t('ledger.policyVersion')}</dt>
        <dd className="figures">{entry.policyVersion}</dd>
      </div>
      <div>
        <dt>{t('ledger.records')}</dt>
        <dd className="figures">{entry.records.join('  ') || '—'}</dd>
      </div>
      <div>
        <dt>{t('ledger.fields')}</dt>
        <dd>{names(entry.fields)}</dd>
      </div>
      <div>
        <dt>{t('ledger.maskedFields')}</dt>
        <dd>{names(entry.maskedFields)}</dd>
      </div>
    </dl>
  );
}

/** "done", or the refusal in words; an outcome without a word shows its code. */
function Outcome({ outcome }: { outcome: string }) {
  const { named } = useWords();
  const done = /^(ok|done|allowed|success|granted)$/i.test(outcome);
  const refused = named('refusal', `title_${outcome}`);
  return <Chip tone={done ? 'green' : 'amber'}>{done ? named('ledger', 'outcome_OK') : refused.startsWith('title_') ? outcome : refused}</Chip>;
}

/** Entries of the ledger: who, when, what, which fields, why, and what came of it. */
export function LedgerTable({ entries, loading, paging, withRecords = true, linked = true }: {
  entries: AuditEntry[];
  loading: boolean;
  paging?: Paging;
  withRecords?: boolean;
  /** Record numbers lead to the records; for an auditor, who sees pseudonyms, people and records lead to their other entries. */
  linked?: boolean;
}) {
  const { t, named } = useWords();
  const purposeName = usePurposeName();
  return (
    <QueryTable<AuditEntry>
      name={t('ledger.table')}
      rows={entries}
      rowKey={(entry) => entry.index}
      loading={loading}
      paging={paging}
      expandable={{ expandedRowRender: (entry) => <Details entry={entry} />, columnWidth: 36 }}
      columns={[
        Table.EXPAND_COLUMN,
        { key: 'at', title: t('ledger.at'), width: 138, render: (_, entry) => <Instant at={entry.at} /> },
        {
          key: 'actor', title: t('ledger.actor'), width: 150, ellipsis: true,
          render: (_, entry) => (
            <>
              <div className="ledger-line" title={entry.actor ?? ''}>
                {linked || entry.actor === null ? (entry.actor ?? '—') : <Link to={`/audit/all?person=${encodeURIComponent(entry.actor)}`}>{entry.actor}</Link>}
              </div>
              <div className="quiet ledger-line" title={entry.agency?.name ?? ''}>{entry.agency?.name}</div>
            </>
          ),
        },
        {
          key: 'action', title: t('ledger.action'), width: 140,
          render: (_, entry) => (
            <>
              <div>{named('ledger', entry.action)}</div>
              <Outcome outcome={entry.outcome} />
              {entry.covert && <Chip tone="violet" explanation={t('ledger.covertHint')}>{t('ledger.covert')}</Chip>}
              {entry.liftedAt !== null && (
                <div className="quiet">
                  {t('ledger.lifted')} <Instant at={entry.liftedAt} day />
                </div>
              )}
            </>
          ),
        },
        ...(withRecords ? [{ key: 'records', title: t('ledger.records'), width: 196, render: (_: unknown, entry: AuditEntry) => <Records records={entry.records} linked={linked} /> }] : []),
        {
          key: 'fields', title: t('ledger.fields'),
          render: (_, entry) => (
            <>
              <Fields fields={entry.fields} />
              {entry.maskedFields.length > 0 && (
                <div className="quiet">
                  {t('ledger.masked')} <Fields fields={entry.maskedFields} />
                </div>
              )}
            </>
          ),
        },
        {
          key: 'purpose', title: t('frame.purpose'), width: 202, ellipsis: true,
          render: (_, entry) =>
            entry.purposeCode === null ? (
              <span className="absent">—</span>
            ) : (
              <>
                <div>{purposeName(entry.purposeCode)}</div>
                <div className="quiet figures">{entry.purposeReference}</div>
              </>
            ),
        },
      ]}
    />
  );
}
