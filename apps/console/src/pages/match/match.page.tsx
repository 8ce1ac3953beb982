import { Alert, Button, Form, Input, Progress, Select } from 'antd';
import { useState } from 'react';
import { Chip } from '../../elements/chip.js';
import { PageHeading } from '../../elements/page-heading.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { Watermarked } from '../../elements/watermarked.js';
import { useAct } from '../../graphql/hub.client.js';
import { matchDocument, matchOneDocument } from '../../graphql/leads.documents.js';
import type { IdentifierMatch } from '../../graphql/leads.types.js';
import type { Refusal } from '../../graphql/refusal.js';
import { useLabels } from '../../i18n/labels.js';
import { useWords } from '../../i18n/words.js';
import { useObservable } from '../../session/observable.js';
import { purpose, purposeChooserOpen } from '../../session/purpose.store.js';
import { Holders } from '../leads/lead-facts.js';

/** At most this many values in one question (contract). */
const mostValues = 50;
/** The demo's daily allowance; only the shape of the gauge rests on it, the hub's remaining count is what is written. */
const usualQuota = 20;

interface Values {
  kind: string;
  values: string;
}

function valuesOf(text: string | undefined): string[] {
  return [...new Set((text ?? '').split(/[\n,，;；]+/).map((value) => value.trim()).filter((value) => value !== ''))];
}

function Outcome({ value, match }: { value: string; match: IdentifierMatch }) {
  const { t } = useWords();
  return (
    <article className={match.hit ? 'match match-hit' : 'match'}>
      <header>
        <span className="figures match-value">{value}</span>
        {match.hit ? <Chip tone="red">{t('leads.hit', { count: match.holders.length })}</Chip> : <Chip tone="grey">{t('leads.noHit')}</Chip>}
      </header>
      {match.hit && <Holders holders={match.holders} />}
    </article>
  );
}

/** Hit or no hit on an identifier, and whom to call. What was typed stays on this screen: never in the address or storage. */
export function MatchPage() {
  const { t } = useWords();
  const { options } = useLabels();
  const chosen = useObservable(purpose);
  const [form] = Form.useForm<Values>();
  const one = useAct(matchOneDocument);
  const several = useAct(matchDocument);
  const [refusals, setRefusals] = useState<Refusal[]>([]);
  const [outcome, setOutcome] = useState<{ value: string; match: IdentifierMatch }[]>([]);
  const typed = valuesOf(Form.useWatch('values', form));
  const remaining = outcome.length === 0 ? null : Math.min(...outcome.map(({ match }) => match.quotaRemaining));

  const run = async ({ kind, values }: Values) => {
    if (chosen === null) {
      purposeChooserOpen.set(true);
      return;
    }
    const wanted = valuesOf(values);
    const [first = ''] = wanted;
    if (wanted.length === 1) {
      const answer = await one.act({ kind, value: first });
      setRefusals(answer.refusals);
      setOutcome(answer.data?.matchIdentifier ? [{ value: first, match: answer.data.matchIdentifier }] : []);
      return;
    }
    const answer = await several.act({ kind, values: wanted });
    setRefusals(answer.refusals);
    setOutcome((answer.data?.matchIdentifiers ?? []).map((match, place) => ({ value: wanted[place] ?? '', match })));
  };

  const hits = outcome.filter(({ match }) => match.hit).length;
  return (
    <Watermarked>
      <PageHeading title={t('frame.match')} intro={t('leads.matchIntro')} />
      <div className="match-columns">
        <section className="panel" aria-label={t('leads.matchAsk')}>
          {chosen === null && (
            <Alert
              type="warning"
              showIcon
              title={t('leads.matchNeedsPurpose')}
              action={
                <Button size="small" type="primary" onClick={() => purposeChooserOpen.set(true)}>
                  {t('frame.purposeChoose')}
                </Button>
              }
              className="block-note"
            />
          )}
          <Form form={form} layout="vertical" initialValues={{ kind: 'PHONE', values: '' }} onFinish={(values) => void run(values)}>
            <Form.Item name="kind" label={t('leads.matchKind')}>
              <Select options={options('IdentifierKind')} />
            </Form.Item>
            <Form.Item
              name="values"
              label={t('leads.matchValues')}
              extra={t('leads.matchValuesHint', { count: typed.length, most: mostValues })}
              rules={[
                {
                  validator: async (_rule, value: string | undefined) => {
                    const count = valuesOf(value).length;
                    if (count === 0) throw new Error(t('frame.required'));
                    if (count > mostValues) throw new Error(t('leads.matchTooMany', { most: mostValues }));
                  },
                },
              ]}
            >
              <Input.TextArea rows={6} autoComplete="off" spellCheck={false} className="figures" />
            </Form.Item>
            <Button type="primary" htmlType="submit" loading={one.acting || several.acting}>
              {t('leads.matchRun')}
            </Button>
          </Form>
          <ul className="plain-notes">
            <li>{t('leads.matchNote1')}</li>
            <li>{t('leads.matchNote2')}</li>
            <li>{t('leads.matchNote3')}</li>
          </ul>
        </section>
        <section className="panel" aria-label={t('leads.matchResult')} aria-live="polite">
          <div className="match-head">
            <h2>{t('leads.matchResult')}</h2>
            {remaining !== null && (
              <span className="match-quota">
                {t('leads.quota', { remaining })}
                <Progress percent={Math.min(100, (remaining / usualQuota) * 100)} showInfo={false} size="small" aria-label={t('leads.quota', { remaining })} />
              </span>
            )}
          </div>
          <Refusals refusals={refusals} />
          {outcome.length === 0 && refusals.length === 0 && <p className="quiet">{t('leads.matchNothingYet')}</p>}
          {outcome.length > 1 && <p>{t('leads.matchSummary', { count: outcome.length, hits })}</p>}
          {outcome.map((entry) => (
            <Outcome key={entry.value} {...entry} />
          ))}
        </section>
      </div>
    </Watermarked>
  );
}
