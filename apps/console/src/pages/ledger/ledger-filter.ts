import { dayText } from '../../elements/instant.js';
import type { AuditFilter, SavedFilter } from '../../graphql/ledger.types.js';

export const scopes = { mine: 'frame.myActs', 'own-records': 'frame.ownRecords', all: 'frame.wholeLedger' } as const;
export type Scope = keyof typeof scopes;

const plain = ['person', 'recordNumber', 'field', 'purposeCode', 'action', 'outcome'] as const;

const dayLength = 24 * 60 * 60 * 1000;
const day = /^\d{4}-\d{2}-\d{2}$/;

function startOfDay(text: string): string {
  return `${text}T00:00:00+08:00`;
}

/** The filter of an address: days of Beijing time, the last one included. */
export function filterOf(scope: Scope, search: URLSearchParams): AuditFilter {
  const filter: AuditFilter = scope === 'mine' ? { mine: true } : scope === 'own-records' ? { ownRecords: true } : {};
  for (const key of plain) {
    const value = search.get(key)?.trim() ?? '';
    if (value !== '') filter[key] = value;
  }
  const [from, to] = [search.get('from') ?? '', search.get('to') ?? ''];
  if (day.test(from)) filter.from = startOfDay(from);
  if (day.test(to)) filter.to = startOfDay(dayText(new Date(Date.parse(startOfDay(to)) + dayLength).toISOString()));
  return filter;
}

/** The address that shows a saved filter. */
export function addressOf(filter: SavedFilter, fallback: Scope): string {
  const scope: Scope = filter.mine === true ? 'mine' : filter.ownRecords === true ? 'own-records' : fallback;
  const search = new URLSearchParams();
  for (const key of plain) {
    const value = filter[key];
    if (value !== null) search.set(key, value);
  }
  if (filter.from !== null) search.set('from', dayText(filter.from));
  if (filter.to !== null) search.set('to', dayText(new Date(Date.parse(filter.to) - 1).toISOString()));
  const query = search.toString();
  return `/audit/${scope}${query === '' ? '' : `?${query}`}`;
}
