import { useAnswer } from '../../graphql/hub.client.js';
import { checkpointDocument } from '../../graphql/ledger.documents.js';
import { useWords } from '../../i18n/words.js';

/** Size and root hash of the log as last published, and how many witnesses stand behind it. Silent while there is none. */
export function CheckpointLine() {
  const { t } = useWords();
  const answer = useAnswer(checkpointDocument, {});
  const checkpoint = answer.data?.auditCheckpoint ?? null;
  if (checkpoint === null) return null;
  return (
    <p className="checkpoint">
      <strong>{t('ledger.checkpoint')}</strong>
      <span>{t('ledger.checkpointSize', { size: checkpoint.size })}</span>
      <span>
        {t('ledger.rootHash')} <code>{checkpoint.rootHash}</code>
      </span>
      <span>{t('ledger.cosignatures', { count: checkpoint.cosignatures })}</span>
    </p>
  );
}
