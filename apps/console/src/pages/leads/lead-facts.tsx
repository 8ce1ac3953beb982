import { Alert } from 'antd';
import { Link } from 'react-router';
import { BandChip, Chip } from '../../elements/chip.js';
import { Disclosed } from '../../elements/disclosed-field.js';
import { Block, FieldList } from '../../elements/field-list.js';
import { Instant } from '../../elements/instant.js';
import { Money } from '../../elements/money.js';
import type { IdentifierHolder, Lead } from '../../graphql/leads.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

/** Leads that share an identifier: a link where the viewer may see the lead, otherwise whom to call. */
export function Holders({ holders }: { holders: IdentifierHolder[] }) {
  const { t, join } = useWords();
  const { label } = useLabels();
  return (
    <ul className="holders">
      {holders.map((holder, place) => (
        <li key={`${holder.agency.code} ${holder.leadNumber ?? place}`}>
          <div className="holder-line">
            <strong>{holder.agency.name}</strong>
            {holder.leadNumber !== null && (
              <Link to={`/leads/${encodeURIComponent(holder.leadNumber)}`} className="figures">
                {holder.leadNumber}
              </Link>
            )}
            {holder.riskBand !== null && <BandChip band={holder.riskBand} />}
          </div>
          {(holder.conductTypes ?? []).length > 0 && <div className="quiet">{join((holder.conductTypes ?? []).map((type) => label('ConductType', type)))}</div>}
          <div className="quiet">{holder.contact === null ? t('leads.holderNoContact') : t('leads.holderContact', { contact: holder.contact })}</div>
        </li>
      ))}
    </ul>
  );
}

function Grading({ lead }: { lead: Lead }) {
  const { t, named } = useWords();
  if (lead.sourceGrade === null && lead.informationGrade === null) return <span className="absent">—</span>;
  return (
    <span className="grading">
      <span>
        <b className="figures">{lead.sourceGrade}</b> {named('leads', `sourceGrade${lead.sourceGrade ?? ''}`)}
      </span>
      <span>
        <b className="figures">{lead.informationGrade}</b> {named('leads', `informationGrade${lead.informationGrade ?? ''}`)}
      </span>
      <span className="quiet">{t('leads.gradingHint')}</span>
    </span>
  );
}

export function LeadFacts({ lead, onRequest }: { lead: Lead; onRequest(field: string): void }) {
  const { t, join } = useWords();
  const { label } = useLabels();
  const disclosed = { redactions: lead.redactions, requestable: lead.requestableFields, onRequest };
  return (
    <div className="record-columns">
      <div>
        <Block title={t('field.narrative')}>
          <div className="prose">
            <Disclosed {...disclosed} field="narrative" value={lead.narrative === null ? null : <p>{lead.narrative}</p>} block />
          </div>
        </Block>
        {(lead.conclusionNote !== null || lead.redactions.some(({ field }) => field === 'conclusionNote')) && (
          <Block title={t('field.conclusionNote')}>
            <div className="prose">
              <Disclosed {...disclosed} field="conclusionNote" value={lead.conclusionNote === null ? null : <p>{lead.conclusionNote}</p>} block />
            </div>
          </Block>
        )}
        <Block title={t('field.conductTypes')}>
          <div className="chips">
            {lead.conductTypes.map((type) => (
              <Chip key={type} tone="blue">
                {label('ConductType', type)}
              </Chip>
            ))}
          </div>
        </Block>
        <Block title={t('leads.policies')}>
          <FieldList
            entries={[
              {
                key: 'insurers', name: t('field.insurers'),
                value: <Disclosed {...disclosed} field="insurers" value={join((lead.insurers ?? []).map((insurer) => insurer.name))} />,
              },
              {
                key: 'policyNumbers', name: t('field.policyNumbers'),
                value: <Disclosed {...disclosed} field="policyNumbers" value={(lead.policyNumbers ?? []).length === 0 ? null : <span className="figures">{lead.policyNumbers?.join('  ')}</span>} />,
              },
              {
                key: 'amount', name: t('field.amountInvolved'),
                value: <Disclosed {...disclosed} field="amountInvolved" value={lead.amountInvolved === null ? null : <Money fen={lead.amountInvolved} />} />,
              },
            ]}
          />
        </Block>
      </div>
      <div>
        <Block title={t('leads.assessment')}>
          <FieldList
            entries={[
              { key: 'grading', name: t('field.grading'), value: <Disclosed {...disclosed} field="sourceGrade" value={<Grading lead={lead} />} /> },
              { key: 'band', name: t('field.riskBand'), value: <Disclosed {...disclosed} field="riskBand" value={lead.riskBand === null ? null : <BandChip band={lead.riskBand} />} /> },
              { key: 'score', name: t('field.riskScore'), value: <Disclosed {...disclosed} field="riskScore" value={lead.riskScore === null ? null : <span className="figures">{lead.riskScore} / 100</span>} /> },
              { key: 'handling', name: t('field.handlingCode'), value: `${lead.handlingCode} ${t(`leads.handling${lead.handlingCode}`)}` },
              { key: 'conclusion', name: t('field.conclusion'), value: <Disclosed {...disclosed} field="conclusion" value={lead.conclusion === null ? null : label('LeadConclusion', lead.conclusion)} /> },
              { key: 'updated', name: t('field.updatedAt'), value: <Instant at={lead.updatedAt} /> },
              ...(lead.mergedInto === null
                ? []
                : [{ key: 'merged', name: t('field.mergedInto'), value: <Link to={`/leads/${encodeURIComponent(lead.mergedInto)}`}>{lead.mergedInto}</Link> }]),
            ]}
          />
        </Block>
        {lead.possibleDuplicates.length > 0 && (
          <Block title={t('leads.duplicates')}>
            <Alert type="info" showIcon title={t('leads.duplicatesHint')} className="block-note" />
            <Holders holders={lead.possibleDuplicates} />
          </Block>
        )}
      </div>
    </div>
  );
}
