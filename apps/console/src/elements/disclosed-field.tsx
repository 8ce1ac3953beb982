import { LockOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import type { ReactNode } from 'react';
import type { Redaction } from '../graphql/viewer.types.js';
import { useWords } from '../i18n/words.js';
import { useObservable } from '../session/observable.js';
import { purpose, purposeChooserOpen } from '../session/purpose.store.js';

function RequestButton({ field, onRequest }: { field: string; onRequest(): void }) {
  const { t, named } = useWords();
  return (
    <Button type="link" size="small" className="lock-request" onClick={onRequest} aria-label={`${t('sharing.requestAccess')} ${named('field', field)}`}>
      {t('sharing.requestAccess')}
    </Button>
  );
}

/** What the lock beside a field says, and the way past it. */
function Lock({ redaction, onRequest, compact }: { redaction: Redaction; onRequest?: (() => void) | undefined; compact: boolean }) {
  const { t, named } = useWords();
  const chosen = useObservable(purpose);
  const field = named('field', redaction.field);
  return (
    <span className="lock">
      <Popover
        trigger={['hover', 'focus', 'click']}
        title={t(`leads.redaction_${redaction.mode}`)}
        content={
          <div className="lock-reason">
            <p>{t(`leads.redactionWhy_${redaction.mode}`)}</p>
            {chosen === null && (
              <p>
                {t('leads.redactionNoPurpose')}{' '}
                <Button type="link" size="small" onClick={() => purposeChooserOpen.set(true)}>
                  {t('frame.purposeChoose')}
                </Button>
              </p>
            )}
          </div>
        }
      >
        <button type="button" className="lock-button" aria-label={t('frame.labelled', { name: field, value: t(`leads.redaction_${redaction.mode}`) })}>
          <LockOutlined />
          {!compact && <span>{t(`leads.redaction_${redaction.mode}`)}</span>}
        </button>
      </Popover>
      {redaction.requestable && onRequest !== undefined && (
        <RequestButton field={redaction.field} onRequest={onRequest} />
      )}
    </span>
  );
}

/**
 * One field of a record as this viewer may see it: in full, masked with the reason, match-only or on request.
 * Without a value and without a redaction it reads "—": hidden and absent look alike (contract).
 */
export function Disclosed({ field, redactions, value, onRequest, requestable = [], block = false, compact = false }: {
  field: string;
  redactions: Redaction[];
  value: ReactNode;
  onRequest?: ((field: string) => void) | undefined;
  /**
   * Fields this viewer may ask for, whether or not there is a value: an empty one of them offers the request as well, which
   * tells nothing about it.
   */
  requestable?: string[];
  block?: boolean;
  /** In tables: the lock alone, its words on hover and for readers. */
  compact?: boolean;
}) {
  const redaction = redactions.find((entry) => entry.field === field);
  const shown = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
  if (redaction === undefined) {
    if (shown !== null) return <>{shown}</>;
    return (
      <span className="disclosed">
        <span className="absent">—</span>
        {onRequest !== undefined && requestable.includes(field) && <RequestButton field={field} onRequest={() => onRequest(field)} />}
      </span>
    );
  }
  const lock = <Lock redaction={redaction} compact={compact} onRequest={onRequest === undefined ? undefined : () => onRequest(field)} />;
  if (block) {
    return (
      <div className="disclosed-block">
        {shown}
        <div>{lock}</div>
      </div>
    );
  }
  return (
    <span className={compact ? 'disclosed disclosed-compact' : 'disclosed'}>
      {compact ? <span className="disclosed-value">{shown}</span> : shown}
      {lock}
    </span>
  );
}
