import { useState } from 'react';
import { PageHeading } from '../../elements/page-heading.js';
import { ask } from '../../graphql/hub.client.js';
import { draftLeadDocument, submitLeadDocument } from '../../graphql/leads.documents.js';
import { useWords } from '../../i18n/words.js';
import { useViewer } from '../../session/viewer.context.js';
import { LeadForm } from './lead-form.js';
import { emptyLead } from './lead-values.js';
import { SubmittedLead } from './submitted-lead.js';

export function NewLeadPage() {
  const { t } = useWords();
  const viewer = useViewer();
  const [sent, setSent] = useState<{ id: string; number: string; draft: boolean } | null>(null);
  const [sheet, setSheet] = useState(0);
  return (
    <>
      <PageHeading title={t('frame.newLead')} intro={t('leads.newIntro')} trail={[{ to: '/leads', name: t('frame.leads') }]} />
      {sent === null ? (
        <LeadForm
          key={sheet}
          initial={emptyLead(viewer)}
          keyed
          sendings={[
            {
              name: t('frame.newLead'), primary: true,
              send: async (input) => {
                const answer = await ask(submitLeadDocument, { input });
                if (answer.data?.submitLead) setSent({ ...answer.data.submitLead, draft: false });
                return answer;
              },
            },
            {
              name: t('leads.saveDraft'), primary: false,
              send: async (input) => {
                const answer = await ask(draftLeadDocument, { input });
                if (answer.data?.draftLead) setSent({ ...answer.data.draftLead, draft: true });
                return answer;
              },
            },
          ]}
        />
      ) : (
        <SubmittedLead
          {...sent}
          onAnother={() => {
            setSent(null);
            setSheet(sheet + 1);
          }}
        />
      )}
    </>
  );
}
