import { useEffect, useState } from 'react';
import { running } from '../graphql/hub.client.js';
import { useWords } from '../i18n/words.js';
import { useObservable } from '../session/observable.js';

/** The bar at the very top while answers are awaited; it waits 250 ms so that quick answers do not flicker. */
export function ProgressLine() {
  const { t } = useWords();
  const busy = useObservable(running) > 0;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(busy), busy ? 250 : 0);
    return () => window.clearTimeout(timer);
  }, [busy]);
  return (
    <div className="progress-line" role="status" aria-live="polite">
      {shown && (
        <>
          <div className="progress-line-bar" />
          <span className="only-read-aloud">{t('frame.loading')}</span>
        </>
      )}
    </div>
  );
}
