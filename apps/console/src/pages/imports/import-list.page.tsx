import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { Chip } from '../../elements/chip.js';
import type { Tone } from '../../elements/chip.js';
import { Instant } from '../../elements/instant.js';
import { PageHeading } from '../../elements/page-heading.js';
import { QueryTable } from '../../elements/query-table.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { importProfilesDocument, importRunsDocument } from '../../graphql/imports.documents.js';
import type { ImportRunRow, ImportStatus } from '../../graphql/imports.types.js';
import { useWords } from '../../i18n/words.js';

export const importTones: Record<ImportStatus, Tone> = { UPLOADED: 'blue', CHECKING: 'blue', CHECKED: 'amber', COMMITTING: 'blue', DONE: 'green', CANCELLED: 'grey', FAILED: 'red' };

export function ImportListPage() {
  const { t } = useWords();
  const navigate = useNavigate();
  const runs = useAnswer(importRunsDocument, {});
  const profiles = useAnswer(importProfilesDocument, {});
  const profileName = (profile: string) => profiles.data?.importProfiles.find((known) => known.profile === profile)?.label ?? profile;
  return (
    <>
      <PageHeading
        title={t('frame.imports')}
        intro={t('imports.listIntro')}
        acts={
          <Button type="primary" onClick={() => void navigate('/imports/new')}>
            {t('imports.new')}
          </Button>
        }
      />
      <div className="panel">
        <Refusals refusals={runs.refusals} onReload={() => void runs.reload()} />
        <QueryTable<ImportRunRow>
          name={t('frame.imports')}
          rows={runs.data?.importRuns ?? []}
          rowKey={(row) => row.id}
          loading={runs.loading}
          onOpen={(row) => void navigate(`/imports/${row.id}`)}
          columns={[
            { key: 'file', title: t('imports.file'), ellipsis: true, render: (_, row) => <Link to={`/imports/${row.id}`}>{row.fileName}</Link> },
            { key: 'profile', title: t('imports.profile'), width: 220, ellipsis: true, render: (_, row) => profileName(row.profile) },
            { key: 'status', title: t('field.status'), width: 110, render: (_, row) => <Chip tone={importTones[row.status]}>{t(`imports.status_${row.status}`)}</Chip> },
            { key: 'read', title: t('imports.rowsRead'), width: 110, align: 'right', render: (_, row) => <span className="figures">{row.rowsRead.toLocaleString('en-US')}</span> },
            { key: 'committed', title: t('imports.recordsCommitted'), width: 110, align: 'right', render: (_, row) => <span className="figures">{row.recordsCommitted.toLocaleString('en-US')}</span> },
            { key: 'refused', title: t('imports.rowsRefused'), width: 110, align: 'right', render: (_, row) => <span className="figures">{row.rowsRefused.toLocaleString('en-US')}</span> },
            { key: 'started', title: t('imports.startedAt'), width: 150, render: (_, row) => <Instant at={row.startedAt} /> },
          ]}
        />
      </div>
    </>
  );
}
