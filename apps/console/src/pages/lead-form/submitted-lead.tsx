import { Button, Result, Skeleton, Space } from 'antd';
import { useNavigate } from 'react-router';
import { Block } from '../../elements/field-list.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { leadDuplicatesDocument } from '../../graphql/leads.documents.js';
import { useWords } from '../../i18n/words.js';
import { Holders } from '../leads/lead-facts.js';

/** After sending: the number, where the lead went, and what it has in common with other leads. */
export function SubmittedLead({ number, id, draft, onAnother }: { number: string; id: string; draft: boolean; onAnother(): void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const { data, loading, refusals } = useAnswer(leadDuplicatesDocument, { id });
  const duplicates = data?.lead?.possibleDuplicates ?? [];
  return (
    <div className="panel">
      <Result
        status="success"
        title={t(draft ? 'leads.draftSaved' : 'leads.submitted', { number })}
        subTitle={t(draft ? 'leads.draftSavedHint' : 'leads.submittedHint')}
        extra={
          <Space>
            <Button type="primary" onClick={() => void navigate(`/leads/${encodeURIComponent(number)}`)}>
              {t('leads.openIt')}
            </Button>
            <Button onClick={onAnother}>{t('leads.another')}</Button>
          </Space>
        }
      />
      <Refusals refusals={refusals} />
      <Block title={t('leads.duplicates')}>
        {data === null && loading && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
        {data !== null && duplicates.length === 0 && <p className="quiet">{t('leads.noDuplicates')}</p>}
        {duplicates.length > 0 && <p className="quiet">{t('leads.duplicatesHint')}</p>}
        <Holders holders={duplicates} />
      </Block>
    </div>
  );
}
