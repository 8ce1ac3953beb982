import { BankOutlined, UserOutlined } from '@ant-design/icons';
import { Empty } from 'antd';
import { Chip } from '../../elements/chip.js';
import { Disclosed } from '../../elements/disclosed-field.js';
import { FieldList } from '../../elements/field-list.js';
import type { Subject } from '../../graphql/leads.types.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';

const consumers = ['VICTIM', 'PARTICIPANT', 'WITNESS'];

function SubjectCard({ subject, requestable, onRequest }: { subject: Subject; requestable: string[]; onRequest(field: string): void }) {
  const { t } = useWords();
  const { label } = useLabels();
  const disclosed = { redactions: subject.redactions, requestable, onRequest };
  const several = (values: string[] | null) => ((values ?? []).length === 0 ? null : <span className="figures">{values?.join('  ')}</span>);
  return (
    <article className="subject">
      <header>
        <span className="subject-icon" aria-hidden="true">
          {subject.kind === 'PERSON' ? <UserOutlined /> : <BankOutlined />}
        </span>
        <div>
          <strong>
            <Disclosed {...disclosed} field="name" value={subject.name} />
          </strong>
          <div className="quiet">{label('SubjectKind', subject.kind)}</div>
        </div>
        {subject.role !== null && <Chip tone={consumers.includes(subject.role) ? 'teal' : 'amber'}>{label('SubjectRole', subject.role)}</Chip>}
      </header>
      <FieldList
        entries={[
          ...(subject.kind === 'PERSON'
            ? [{ key: 'idNumber', name: t('field.idNumber'), value: <Disclosed {...disclosed} field="idNumber" value={subject.idNumber === null ? null : <span className="figures">{subject.idNumber}</span>} /> }]
            : [
                {
                  key: 'unifiedCreditCode', name: t('field.unifiedCreditCode'),
                  value: <Disclosed {...disclosed} field="unifiedCreditCode" value={subject.unifiedCreditCode === null ? null : <span className="figures">{subject.unifiedCreditCode}</span>} />,
                },
              ]),
          { key: 'phones', name: t('field.phones'), value: <Disclosed {...disclosed} field="phones" value={several(subject.phones)} /> },
          { key: 'bankAccounts', name: t('field.bankAccounts'), value: <Disclosed {...disclosed} field="bankAccounts" value={several(subject.bankAccounts)} /> },
        ]}
      />
    </article>
  );
}

/** People and firms of the lead; consumers and suspects carry differently coloured, named roles. */
export function LeadSubjects({ subjects, requestableFields, onRequest }: { subjects: Subject[]; requestableFields: string[]; onRequest(field: string): void }) {
  const { t } = useWords();
  const requestable = requestableFields.map((field) => field.replace(/^subjects\./, ''));
  if (subjects.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('leads.noSubjects')} />;
  return (
    <div className="subjects">
      {subjects.map((subject) => (
        <SubjectCard key={subject.id} subject={subject} requestable={requestable} onRequest={onRequest} />
      ))}
    </div>
  );
}
