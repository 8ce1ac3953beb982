import { Steps } from 'antd';
import type { ImportStatus } from '../../graphql/imports.types.js';
import { useWords } from '../../i18n/words.js';

const stepOf: Record<ImportStatus, number> = { UPLOADED: 1, CHECKING: 2, CHECKED: 3, COMMITTING: 4, DONE: 5, CANCELLED: 4, FAILED: 2 };

/** Where the import stands: upload, map columns, check, preview, commit, report. */
export function ImportSteps({ status }: { status: ImportStatus | null }) {
  const { t } = useWords();
  const names = (['stepUpload', 'stepMap', 'stepCheck', 'stepPreview', 'stepCommit', 'stepReport'] as const).map((key) => ({ title: t(`imports.${key}`) }));
  return (
    <Steps
      size="small"
      className="import-steps"
      current={status === null ? 0 : stepOf[status]}
      status={status === 'FAILED' || status === 'CANCELLED' ? 'error' : status === 'DONE' ? 'finish' : 'process'}
      items={names}
    />
  );
}
