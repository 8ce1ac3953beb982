import type { ReactNode } from 'react';
import { useLabels } from '../i18n/labels.js';
import { useWords } from '../i18n/words.js';
import { Instant } from './instant.js';
import { Money } from './money.js';

/** Enums behind the values of record fields, so that codes read as words. */
const enumOf: Record<string, string> = {
  status: 'LeadStatus', source: 'LeadSource', riskBand: 'RiskBand', conclusion: 'LeadConclusion', conductTypes: 'ConductType', kind: 'SubjectKind', role: 'SubjectRole',
};
const moments: ReadonlySet<string> = new Set(['submittedAt', 'updatedAt']);
const amounts: ReadonlySet<string> = new Set(['amountInvolved']);

/** A field's value as the hub writes it in histories and previews (plain text), in the words of the page. */
export function useFieldValue(): (field: string, value: string | null) => ReactNode {
  const { join } = useWords();
  const { label } = useLabels();
  return (field, value) => {
    if (value === null || value === '') return <span className="absent">—</span>;
    const plain = field.split('.').at(-1) ?? field;
    const enumName = enumOf[plain];
    if (enumName !== undefined) return join(value.split(/[,、]/).map((part) => label(enumName, part.trim())));
    if (moments.has(plain)) return <Instant at={value} />;
    if (amounts.has(plain)) return <Money fen={value} />;
    return value;
  };
}

/** "subjects.idNumber" in words: 主体 · 证件号码. */
export function useFieldName(): (field: string) => string {
  const { named } = useWords();
  return (field) =>
    field
      .split('.')
      .map((step) => named('field', step))
      .join(' · ');
}
