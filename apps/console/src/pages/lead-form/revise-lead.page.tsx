import { Alert, App, Button, Skeleton } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { ask, useAnswer } from '../../graphql/hub.client.js';
import { leadDocument, reviseLeadDocument, submitDraftDocument } from '../../graphql/leads.documents.js';
import type { Lead } from '../../graphql/leads.types.js';
import { useWords } from '../../i18n/words.js';
import { choosePurpose } from '../../session/purpose.store.js';
import { LeadForm } from './lead-form.js';
import { leadValues } from './lead-values.js';

/** Masked content must not be saved back over the real one: the form stays shut until everything is readable. */
function masked(lead: Lead): boolean {
  return lead.redactions.length > 0 || lead.subjects.some((subject) => subject.redactions.length > 0);
}

export function ReviseLeadPage() {
  const { t } = useWords();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const { id = '' } = useParams();
  const record = useAnswer(leadDocument, { id });
  const lead = record.data?.lead ?? null;
  const path = `/leads/${encodeURIComponent(id)}`;
  const leave = () => {
    message.success(t('leads.done'));
    void navigate(path);
  };
  return (
    <>
      <PageHeading title={t('leads.act_revise')} intro={lead?.number ?? ''} trail={[{ to: '/leads', name: t('frame.leads') }, { to: path, name: lead?.number ?? id }]} />
      <Refusals refusals={record.refusals} onReload={() => void record.reload()} />
      {lead === null && record.loading && <Skeleton active paragraph={{ rows: 10 }} />}
      {lead !== null && masked(lead) && (
        <Alert
          type="warning"
          showIcon
          title={t('leads.reviseMasked')}
          action={
            <Button size="small" type="primary" onClick={() => choosePurpose({ code: 'VERIFICATION', reference: lead.number })}>
              {t('leads.reviseUsePurpose')}
            </Button>
          }
        />
      )}
      {lead !== null && !masked(lead) && (
        <LeadForm
          key={lead.version}
          initial={leadValues(lead)}
          keyed={false}
          sendings={[
            {
              name: t('leads.reviseAndSubmit'), primary: true,
              send: async (input) => {
                const revised = await ask(reviseLeadDocument, { id: lead.id, version: lead.version, input });
                if (!revised.data?.reviseLead) return revised;
                const submitted = await ask(submitDraftDocument, { id: lead.id, version: revised.data.reviseLead.version });
                if (submitted.data?.submitDraft) leave();
                // The revision is saved even when the submission is refused: go on from its version.
                else await record.reload();
                return submitted;
              },
            },
            {
              name: t('frame.save'), primary: false,
              send: async (input) => {
                const revised = await ask(reviseLeadDocument, { id: lead.id, version: lead.version, input });
                if (revised.data?.reviseLead) leave();
                return revised;
              },
            },
          ]}
        />
      )}
    </>
  );
}
