import { Skeleton } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { complaintDocument, proposeLeadDocument } from '../../graphql/complaints.documents.js';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';
import { LeadForm } from './lead-form.js';
import { leadFromComplaint } from './lead-values.js';
import { SubmittedLead } from './submitted-lead.js';

export function ProposeLeadPage() {
  const { t } = useWords();
  const viewer = useViewer();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const [sent, setSent] = useState<{ id: string; number: string } | null>(null);
  const record = useAnswer(complaintDocument, { id });
  const complaint = record.data?.complaint ?? null;
  return (
    <>
      <PageHeading
        title={t('complaints.propose')}
        intro={t('complaints.proposeIntro')}
        trail={[{ to: '/complaints', name: t('frame.complaints') }, { to: `/complaints/${encodeURIComponent(id)}`, name: complaint?.number ?? id }]}
      />
      <Refusals refusals={record.refusals} onReload={() => void record.reload()} />
      {complaint === null && record.loading && <Skeleton active paragraph={{ rows: 10 }} />}
      {sent !== null && <SubmittedLead {...sent} draft={false} onAnother={() => void navigate('/complaints')} />}
      {complaint !== null && sent === null && (
        <LeadForm
          initial={leadFromComplaint(complaint, viewer)}
          keyed
          sendings={[
            {
              name: t('complaints.propose'), primary: true,
              send: async (input) => {
                const answer = await ask(proposeLeadDocument, { complaintId: complaint.id, input });
                if (answer.data?.proposeLeadFromComplaint) setSent(answer.data.proposeLeadFromComplaint);
                return answer;
              },
            },
          ]}
        />
      )}
    </>
  );
}
