import { Progress } from 'antd';
import type { ReactNode } from 'react';
import type { ImportRun } from '../../graphql/imports.types.js';
import { useWords } from '../../i18n/words.js';

/** Count, rate and time left of a run at work; determinate as soon as the number of rows is known. */
export function ImportProgress({ run, name, stop }: { run: ImportRun; name: string; stop: ReactNode }) {
  const { t } = useWords();
  const committing = run.status === 'COMMITTING';
  const done = committing ? run.recordsCommitted + run.recordsUnchanged : run.rowsRead;
  const total = committing ? run.recordsReady : run.rowsTotal;
  const percent = total === null || total === 0 ? null : Math.min(100, Math.floor((done / total) * 100));
  const words = [
    t(committing ? 'imports.progressRecords' : 'imports.progressRows', { done: done.toLocaleString('en-US'), total: total === null ? '?' : total.toLocaleString('en-US') }),
    run.ratePerSecond === null ? null : t('imports.rate', { rate: Math.round(run.ratePerSecond).toLocaleString('en-US') }),
    run.remainingSeconds === null ? null : t('imports.remaining', { seconds: Math.ceil(run.remainingSeconds) }),
  ].filter((part) => part !== null);
  return (
    <div className="import-progress">
      <strong>{name}</strong>
      <Progress percent={percent ?? 100} status="active" showInfo={percent !== null} aria-label={name} />
      <p className="figures">{words.join(' · ')}</p>
      <div className="import-progress-acts">{stop}</div>
      <p className="quiet">{t('imports.goesOn')}</p>
    </div>
  );
}
