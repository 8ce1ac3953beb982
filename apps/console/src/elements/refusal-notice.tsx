import { Alert, Button, Space } from 'antd';
import type { Refusal } from '../graphql/refusal.js';
import { useWords } from '../i18n/words.js';
import { purposeChooserOpen } from '../session/purpose.store.js';

function severity(refusal: Refusal): 'error' | 'warning' | 'info' {
  if (refusal.code === 'INTERNAL' || refusal.code === 'NETWORK' || refusal.code === 'UNAVAILABLE' || refusal.code === 'INVALID_INPUT') return 'error';
  if (refusal.code === 'PURPOSE_REQUIRED' || refusal.code === 'NOT_FOUND') return 'info';
  return 'warning';
}

/** The hub's words in the reader's language; the console's own where the hub sent none. */
export function useRefusalText(): (refusal: Refusal) => string {
  const { t, language } = useWords();
  return (refusal) => (language === 'en' ? refusal.en || refusal.zh : refusal.zh) || t(`refusal.title_${refusal.code}`);
}

function RefusalNotice({ refusal, onReload }: { refusal: Refusal; onReload?: (() => void) | undefined }) {
  const { t, language } = useWords();
  const text = useRefusalText()(refusal);
  const reloads = ['STALE_VERSION', 'INVALID_STATE', 'UNAVAILABLE', 'INTERNAL', 'NETWORK'].includes(refusal.code);
  const retries = refusal.code === 'UNAVAILABLE' || refusal.code === 'INTERNAL' || refusal.code === 'NETWORK';
  return (
    <Alert
      role="alert"
      showIcon
      type={severity(refusal)}
      title={text}
      description={
        <>
          <div>{refusal.code === 'INTERNAL' && refusal.reference === null ? t('refusal.help_UNAVAILABLE') : t(`refusal.help_${refusal.code}`)}</div>
          {refusal.fields.length > 0 && (
            <ul className="problem-list">
              {refusal.fields.map((problem) => (
                <li key={`${problem.field} ${problem.zh}`}>{language === 'en' ? problem.en : problem.zh}</li>
              ))}
            </ul>
          )}
          {refusal.reference !== null && <div className="figures">{t('refusal.reference', { reference: refusal.reference })}</div>}
        </>
      }
      action={
        <Space>
          {refusal.code === 'PURPOSE_REQUIRED' && (
            <Button size="small" type="primary" onClick={() => purposeChooserOpen.set(true)}>
              {t('refusal.choosePurpose')}
            </Button>
          )}
          {reloads && onReload !== undefined && (
            <Button size="small" onClick={onReload}>
              {t(retries ? 'frame.retry' : 'frame.reload')}
            </Button>
          )}
        </Space>
      }
    />
  );
}

/** All refusals of an answer, each said in words with the way on. Nothing when there is none. */
export function Refusals({ refusals, onReload }: { refusals: Refusal[]; onReload?: (() => void) | undefined }) {
  // A missing session is not said here: the sign-in page says it.
  const said = refusals.filter(({ code }) => code !== 'UNAUTHENTICATED');
  if (said.length === 0) return null;
  return (
    <div className="notices">
      {said.map((refusal) => (
        <RefusalNotice key={`${refusal.code} ${refusal.zh}`} refusal={refusal} onReload={onReload} />
      ))}
    </div>
  );
}
