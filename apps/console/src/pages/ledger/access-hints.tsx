import { DatePicker, Empty, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { Link, useSearchParams } from 'react-router';
import { Chip } from '../../elements/chip.js';
import { dayText } from '../../elements/instant.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { accessHintsDocument } from '../../graphql/ledger.documents.js';
import { hubDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import type { Scope } from './ledger-filter.js';

const evidenceInSight = 12;

/** What the rules noticed on one day: the rule, what was found, the entries it rests on. */
export function AccessHints({ scope }: { scope: Scope }) {
  const { t, language, join } = useWords();
  const [search, setSearch] = useSearchParams();
  const hub = useAnswer(hubDocument, {});
  const day = search.get('day');
  const answer = useAnswer(accessHintsDocument, { day });
  const today = hub.data === null ? null : dayText(hub.data.hub.clock);
  const shown = day ?? today;
  const hints = answer.data?.accessHints ?? [];
  const english = language === 'en';
  return (
    <>
      <div className="tab-head">
        <p className="quiet">{t('ledger.hintsIntro')}</p>
        <label className="day-choice">
          <span>{t('ledger.day')}</span>
          <DatePicker
            allowClear={false}
            value={shown === null ? null : dayjs(shown)}
            {...(today === null ? {} : { maxDate: dayjs(today) })}
            onChange={(next) => setSearch({ tab: 'hints', ...(next === null ? {} : { day: next.format('YYYY-MM-DD') }) }, { replace: true })}
          />
        </label>
      </div>
      <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
      {answer.data === null && answer.loading && <Skeleton active paragraph={{ rows: 3 }} />}
      {answer.data !== null && hints.length === 0 && <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('ledger.noHints')} />}
      <ul className="hints">
        {hints.map((hint) => (
          <li key={`${hint.code} ${hint.agency.code} ${hint.actor}`}>
            <div className="history-head">
              <Chip tone="amber">{english ? hint.titleEn : hint.title}</Chip>
              <strong>{hint.actor}</strong>
              <span>{hint.agency.name}</span>
              {scope === 'all' && <Link to={`/audit/all?${new URLSearchParams({ person: hint.actor, from: hint.day, to: hint.day }).toString()}`}>{t('ledger.hintEntries')}</Link>}
            </div>
            <p>{english ? hint.findingEn : hint.finding}</p>
            <p className="quiet">{t('ledger.hintRule', { rule: english ? hint.ruleEn : hint.rule })}</p>
            {hint.evidenceCount > 0 && (
              <p className="quiet figures">
                {t('ledger.hintEvidence', { count: hint.evidenceCount })} {join(hint.evidence.slice(0, evidenceInSight))}
                {hint.evidenceCount > evidenceInSight && '…'}
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
