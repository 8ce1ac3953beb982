import { Button, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Chip } from '../../elements/chip.js';
import type { Tone } from '../../elements/chip.js';
import { FieldList } from '../../elements/field-list.js';
import { useFieldName } from '../../elements/field-value.js';
import { Instant } from '../../elements/instant.js';
import type { AccessRequest, AccessRequestStatus } from '../../graphql/sharing.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { usePurposeName } from '../../layout/purpose-chooser.js';
import { DecideRequestDialog, RevokeAccessDialog } from './decide-request.dialog.js';

const tones: Record<AccessRequestStatus, Tone> = {
  PENDING_OWN_HEAD: 'amber', PENDING_PROVIDER: 'blue', ESCALATED: 'red', GRANTED: 'green', PARTLY_GRANTED: 'green', REFUSED: 'grey', EXPIRED: 'grey', REVOKED: 'grey',
};

function useFieldNames(): (fields: string[]) => string {
  const { join } = useWords();
  const fieldName = useFieldName();
  return (fields) => join(fields.map(fieldName));
}

/** Who has to act next, in words. */
function NextStep({ request }: { request: AccessRequest }) {
  const { t } = useWords();
  if (request.status === 'PENDING_OWN_HEAD') return <>{t('sharing.nextOwnHead', { agency: request.requesterAgency?.name ?? '' })}</>;
  if (request.status === 'PENDING_PROVIDER') return <>{t('sharing.nextProvider', { agency: request.ownerAgency?.name ?? '' })}</>;
  if (request.status === 'ESCALATED') return <>{t('sharing.nextEscalated')}</>;
  if (request.status === 'REFUSED') return <>{t('sharing.nextRefused')}</>;
  return <>{t('sharing.nextNone')}</>;
}

function RequestCard({ request, reload }: { request: AccessRequest; reload(): Promise<void> }) {
  const { t } = useWords();
  const { label } = useLabels();
  const purposeName = usePurposeName();
  const fieldNames = useFieldNames();
  const [open, setOpen] = useState<'decide' | 'revoke' | null>(null);
  const granted = request.status === 'GRANTED' || request.status === 'PARTLY_GRANTED';
  return (
    <article className="request">
      <header>
        <Link to={`/leads/${encodeURIComponent(request.recordNumber)}`} className="figures">
          {request.recordNumber}
        </Link>
        <Chip tone={tones[request.status]}>{label('AccessRequestStatus', request.status)}</Chip>
        <span>
          {request.requesterAgency?.name} {request.requester}
        </span>
        <span className="quiet">
          <Instant at={request.createdAt} />
        </span>
        <Space className="request-acts">
          {request.mayDecide && (
            <Button size="small" type="primary" onClick={() => setOpen('decide')}>
              {t('sharing.decide')}
            </Button>
          )}
          {request.mayRevoke && (
            <Button size="small" danger onClick={() => setOpen('revoke')}>
              {t('sharing.revoke')}
            </Button>
          )}
        </Space>
      </header>
      <FieldList
        entries={[
          { key: 'fields', name: t('sharing.fieldsWanted'), value: fieldNames(request.fields) },
          ...(request.grantedFields.length > 0 ? [{ key: 'granted', name: t('sharing.fieldsGranted'), value: fieldNames(request.grantedFields) }] : []),
          { key: 'purpose', name: t('frame.purpose'), value: request.purposeCode === null ? '—' : `${purposeName(request.purposeCode)} ${request.purposeReference ?? ''}` },
          { key: 'basis', name: t('sharing.legalBasis'), value: request.legalBasis ?? '—' },
          { key: 'message', name: t('sharing.message'), value: request.message ?? '—' },
          { key: 'next', name: t('sharing.next'), value: <NextStep request={request} /> },
          ...(request.due !== null && !granted ? [{ key: 'due', name: t('sharing.due'), value: <Instant at={request.due} /> }] : []),
          ...(request.grantedUntil !== null
            ? [{ key: 'until', name: t('sharing.grantedUntil'), value: <Instant at={request.grantedUntil} /> }]
            : [{ key: 'wanted', name: t('sharing.until'), value: <Instant at={request.until} day /> }]),
          ...(request.decisionReason !== null ? [{ key: 'reason', name: t('sharing.decisionReason'), value: request.decisionReason }] : []),
        ]}
      />
      {open === 'decide' && <DecideRequestDialog request={request} onClose={() => setOpen(null)} reload={reload} />}
      {open === 'revoke' && <RevokeAccessDialog request={request} onClose={() => setOpen(null)} reload={reload} />}
    </article>
  );
}

export function AccessRequestList({ requests, loading, reload }: { requests: AccessRequest[]; loading: boolean; reload(): Promise<void> }) {
  const { t } = useWords();
  if (requests.length === 0 && loading) return <Skeleton active paragraph={{ rows: 4 }} title={false} />;
  if (requests.length === 0) return <p className="quiet">{t('sharing.noRequests')}</p>;
  return (
    <div className="requests">
      {requests.map((request) => (
        <RequestCard key={request.id} request={request} reload={reload} />
      ))}
    </div>
  );
}
