import { Alert, App, Button, Skeleton, Space } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useParams } from 'react-router';
import { Chip } from '../../elements/chip.js';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { Watermarked } from '../../elements/watermarked.js';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import type { Answer } from '../../graphql/hub.client.js';
import { cancelImportDocument, commitImportDocument, importProfilesDocument, importProgressDocument, importRunDocument, resumeImportDocument } from '../../graphql/imports.documents.js';
import type { ImportRun } from '../../graphql/imports.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useWords } from '../../i18n/words.js';
import { ColumnMapping } from './column-mapping.js';
import { download } from './download.js';
import { importTones } from './import-list.page.js';
import { ImportPreview, ImportProblems } from './import-preview.js';
import { ImportProgress } from './import-progress.js';
import { ImportSteps } from './import-steps.js';

const followEvery = 1000;

/** Follows the counts of a run at work, and reads the whole run again when its status changes. */
function useFollowed(id: string) {
  const whole = useAnswer(importRunDocument, { id });
  const [counts, setCounts] = useState<Partial<ImportRun>>({});
  const read = whole.data?.importRun ?? null;
  const run = read === null ? null : { ...read, ...(counts.status === read.status ? counts : {}) };
  const status = read?.status;
  const reload = whole.reload;
  useEffect(() => {
    const atWork = status === 'CHECKING' || status === 'COMMITTING' || (status === 'UPLOADED' && read?.columns.length === 0);
    if (!atWork) return;
    let current = true;
    const tick = async () => {
      const { data } = await ask(importProgressDocument, { id });
      if (!current) return;
      if (data?.importRun) setCounts(data.importRun);
      if (data?.importRun?.status !== status || status === 'UPLOADED') await reload();
      if (current) timer = window.setTimeout(() => void tick(), followEvery);
    };
    let timer = window.setTimeout(() => void tick(), followEvery);
    return () => {
      current = false;
      window.clearTimeout(timer);
    };
  }, [id, status, read?.columns.length, reload]);
  return { run, loading: whole.loading, refusals: whole.refusals, reload };
}

function Report({ run }: { run: ImportRun }) {
  const { t } = useWords();
  const { message } = App.useApp();
  const figures = [
    { name: t('imports.rowsRead'), value: run.rowsRead },
    { name: t('imports.recordsCommitted'), value: run.recordsCommitted },
    { name: t('imports.recordsUnchanged'), value: run.recordsUnchanged },
    { name: t('imports.rowsRefused'), value: run.rowsRefused },
  ];
  return (
    <div className="import-report">
      <dl className="figures-row">
        {figures.map((figure) => (
          <div key={figure.name}>
            <dt>{figure.name}</dt>
            <dd className="figures">{figure.value.toLocaleString('en-US')}</dd>
          </div>
        ))}
      </dl>
      {run.errorReportUrl !== null && (
        <Button
          onClick={async () => {
            if (!(await download(run.errorReportUrl ?? '', `${run.fileName}-errors`))) message.error(t('imports.downloadFailed'));
          }}
        >
          {t('imports.errorReport')}
        </Button>
      )}
    </div>
  );
}

function RunAtHand({ run, reload }: { run: ImportRun; reload(): Promise<void> }) {
  const { t } = useWords();
  const profiles = useAnswer(importProfilesDocument, {});
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [acting, setActing] = useState<string | null>(null);
  const [mapping, setMapping] = useState(false);
  const fields = profiles.data?.importProfiles.find(({ profile }) => profile === run.profile)?.fields ?? [];
  const top = useRef<HTMLDivElement>(null);

  const act = async (name: string, send: () => Promise<Answer<unknown>>) => {
    setActing(name);
    const answer = await send();
    setActing(null);
    setRefusals(answer.refusals);
    await reload();
    top.current?.scrollIntoView({ block: 'start' });
  };
  const commit = (
    <Button type="primary" loading={acting === 'commit'} disabled={run.recordsReady === 0} onClick={() => void act('commit', () => ask(commitImportDocument, { id: run.id }))}>
      {t('imports.commit', { count: run.recordsReady.toLocaleString('en-US') })}
    </Button>
  );
  const cancel = (
    <Button danger loading={acting === 'cancel'} onClick={() => void act('cancel', () => ask(cancelImportDocument, { id: run.id }))}>
      {t('imports.cancel')}
    </Button>
  );
  const mappable = run.status === 'UPLOADED' || (mapping && (run.status === 'CHECKED' || run.status === 'FAILED'));
  return (
    <div ref={top}>
      <div className="panel">
        <ImportSteps status={mapping && run.status !== 'UPLOADED' ? 'UPLOADED' : run.status} />
        <Refusals refusals={refusals} onReload={() => void reload()} />
        {run.message !== null && <Alert type={run.status === 'FAILED' ? 'error' : 'info'} showIcon title={run.message} className="block-note" />}
        {run.status === 'CHECKING' && <ImportProgress run={run} name={t('imports.checking')} stop={cancel} />}
        {run.status === 'COMMITTING' && <ImportProgress run={run} name={t('imports.committing')} stop={cancel} />}
        {run.status === 'UPLOADED' && run.columns.length === 0 && <Skeleton active paragraph={{ rows: 3 }} title={false} />}
        {run.status === 'CHECKED' && !mapping && (
          <>
            <p>{t('imports.checked', { ready: run.recordsReady.toLocaleString('en-US'), rows: run.rowsRead.toLocaleString('en-US'), refused: run.rowsRefused.toLocaleString('en-US') })}</p>
            <Space wrap>
              {commit}
              <Button onClick={() => setMapping(true)}>{t('imports.changeMapping')}</Button>
              {cancel}
            </Space>
          </>
        )}
        {run.status === 'CANCELLED' && (
          <>
            <p>{t('imports.cancelled', { count: run.recordsCommitted.toLocaleString('en-US') })}</p>
            <Button type="primary" loading={acting === 'resume'} onClick={() => void act('resume', () => ask(resumeImportDocument, { id: run.id }))}>
              {t('imports.resume')}
            </Button>
          </>
        )}
        {run.status === 'FAILED' && !mapping && (
          <Space wrap>
            {run.columns.length > 0 && <Button onClick={() => setMapping(true)}>{t('imports.changeMapping')}</Button>}
            <Button loading={acting === 'resume'} onClick={() => void act('resume', () => ask(resumeImportDocument, { id: run.id }))}>
              {t('imports.resume')}
            </Button>
          </Space>
        )}
        {(run.status === 'DONE' || run.status === 'CANCELLED' || run.status === 'FAILED') && <Report run={run} />}
        {mappable && run.columns.length > 0 && (
          <ColumnMapping
            run={run}
            fields={fields}
            onDone={async (said) => {
              setRefusals(said);
              if (said.length === 0) setMapping(false);
              await reload();
            }}
          />
        )}
      </div>
      {!mappable && run.problems.length > 0 && <ImportProblems run={run} />}
      {run.preview.length > 0 && <ImportPreview run={run} fields={fields} />}
    </div>
  );
}

/** One import from its columns to its report; it goes on at the hub when the page is closed. */
export function ImportRunPage() {
  const { t } = useWords();
  const { id = '' } = useParams();
  const { run, loading, refusals, reload } = useFollowed(id);
  return (
    <Watermarked>
      <PageHeading
        title={run?.fileName ?? t('imports.run')}
        trail={[{ to: '/imports', name: t('frame.imports') }]}
        intro={run !== null && <Chip tone={importTones[run.status]}>{t(`imports.status_${run.status}`)}</Chip>}
      />
      <Refusals refusals={refusals} onReload={() => void reload()} />
      {run === null && loading && <Skeleton active paragraph={{ rows: 8 }} />}
      {run !== null && <RunAtHand run={run} reload={reload} />}
    </Watermarked>
  );
}
