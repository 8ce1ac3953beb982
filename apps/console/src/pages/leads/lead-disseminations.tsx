import { useState } from 'react';
import { Chip, HandlingChip } from '../../elements/chip.js';
import { useFieldName } from '../../elements/field-value.js';
import { Instant } from '../../elements/instant.js';
import { QueryTable } from '../../elements/query-table.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { disseminationsDocument } from '../../graphql/ledger.documents.js';
import type { Dissemination } from '../../graphql/ledger.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

const pageSize = 20;

/** To whom the lead went, why, under which handling code and until when; for its originator. */
export function LeadDisseminations({ recordNumber }: { recordNumber: string }) {
  const { t, join } = useWords();
  const { label } = useLabels();
  const fieldName = useFieldName();
  const [trail, setTrail] = useState<string[]>([]);
  const answer = useAnswer(disseminationsDocument, { recordNumber, first: pageSize, after: trail.at(-1) ?? null });
  const page = answer.data?.disseminations ?? null;
  return (
    <>
      <p className="quiet block-note">{t('ledger.disseminationsIntro')}</p>
      <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
      <QueryTable<Dissemination>
        name={t('ledger.disseminations')}
        rows={page?.lines ?? []}
        rowKey={(row) => row.id}
        loading={answer.loading}
        paging={{ page: trail.length + 1, pageInfo: page?.pageInfo ?? null, toNext: (cursor) => setTrail([...trail, cursor]), toPrevious: () => setTrail(trail.slice(0, -1)) }}
        columns={[
          {
            key: 'to', title: t('ledger.wentTo'), width: 190,
            render: (_, row) => (
              <>
                <div>{row.agency?.name ?? row.groupName ?? '—'}</div>
                {row.person !== null && <div className="quiet">{row.person}</div>}
              </>
            ),
          },
          { key: 'kind', title: t('ledger.wentAs'), width: 104, render: (_, row) => label('DisseminationKind', row.kind) },
          {
            key: 'reason', title: t('ledger.wentWhy'),
            render: (_, row) => (
              <>
                <div>{row.reason}</div>
                {row.fields.length > 0 && <div className="quiet">{t('ledger.wentFields', { fields: join(row.fields.map(fieldName)) })}</div>}
              </>
            ),
          },
          { key: 'code', title: t('field.handlingCode'), width: 110, render: (_, row) => (row.handlingCode === null ? <span className="absent">—</span> : <HandlingChip code={row.handlingCode} />) },
          {
            key: 'at', title: t('ledger.at'), width: 140,
            render: (_, row) => (
              <>
                <Instant at={row.at} />
                <div className="quiet">{row.by ?? row.byAgency.name}</div>
              </>
            ),
          },
          {
            key: 'status', title: t('field.status'), width: 150,
            render: (_, row) => {
              const enumName = row.kind === 'ACCESS_GRANT' ? 'AccessRequestStatus' : 'ShareStatus';
              const open = ['ACTIVE', 'GRANTED', 'PARTLY_GRANTED'].includes(row.status);
              return (
                <>
                  <Chip tone={open ? 'green' : 'grey'}>{label(enumName, row.status)}</Chip>
                  {row.until !== null && (
                    <div className="quiet">
                      {t('directory.until')} <Instant at={row.until} day />
                    </div>
                  )}
                  {row.recalledAt !== null && row.acknowledgedAt !== null && <div className="quiet">{t('sharing.acknowledged')}</div>}
                </>
              );
            },
          },
          { key: 'index', title: t('ledger.index'), width: 90, render: (_, row) => <span className="figures">{row.ledgerIndex ?? '—'}</span> },
        ]}
      />
    </>
  );
}
