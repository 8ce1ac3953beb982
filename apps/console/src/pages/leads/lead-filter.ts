import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { toDoLists } from '../../graphql/leads.types.js';
import type { LeadFilter, LeadOrder, ToDoList } from '../../graphql/leads.types.js';

/** What the list is narrowed to. All of it lives in the address, except free text that is not a business number. */
export interface LeadView {
  text: string;
  regionCode: string;
  status: string[];
  riskBand: string[];
  conductType: string[];
  ownerAgencyCode: string;
  submittedFrom: string;
  submittedTo: string;
  toDo: ToDoList | '';
  sort: LeadOrder['field'];
  descending: boolean;
}

const businessNumber = /^[A-Za-z]{2}-[\dA-Za-z-]*$/;

export const plainView: LeadView = {
  text: '', regionCode: '', status: [], riskBand: [], conductType: [], ownerAgencyCode: '', submittedFrom: '', submittedTo: '',
  toDo: '', sort: 'SUBMITTED_AT', descending: true,
};

function list(value: string | null): string[] {
  return value === null || value === '' ? [] : value.split(',');
}

function viewFrom(search: string, text: string): LeadView {
  const params = new URLSearchParams(search);
  const sort = params.get('sort');
  return {
    text: params.get('number') ?? text,
    regionCode: params.get('region') ?? '',
    status: list(params.get('status')),
    riskBand: list(params.get('band')),
    conductType: list(params.get('conduct')),
    ownerAgencyCode: params.get('owner') ?? '',
    submittedFrom: params.get('from') ?? '',
    submittedTo: params.get('to') ?? '',
    toDo: toDoLists.find((known) => known === params.get('toDo')) ?? '',
    sort: sort === 'RISK_BAND' || sort === 'NUMBER' ? sort : 'SUBMITTED_AT',
    descending: params.get('dir') !== 'asc',
  };
}

function searchFrom(view: LeadView): string {
  const params = new URLSearchParams();
  const put = (key: string, value: string) => {
    if (value !== '') params.set(key, value);
  };
  if (businessNumber.test(view.text)) put('number', view.text);
  put('region', view.regionCode);
  put('status', view.status.join(','));
  put('band', view.riskBand.join(','));
  put('conduct', view.conductType.join(','));
  put('owner', view.ownerAgencyCode);
  put('from', view.submittedFrom);
  put('to', view.submittedTo);
  put('toDo', view.toDo);
  if (view.sort !== 'SUBMITTED_AT') put('sort', view.sort);
  if (!view.descending) put('dir', 'asc');
  return params.toString();
}

export function filterOf(view: LeadView): LeadFilter | null {
  const filter: LeadFilter = {};
  if (view.text !== '') filter.text = view.text;
  if (view.regionCode !== '') filter.regionCode = view.regionCode;
  if (view.status.length > 0) filter.status = view.status;
  if (view.riskBand.length > 0) filter.riskBand = view.riskBand;
  if (view.conductType.length > 0) filter.conductType = view.conductType;
  if (view.ownerAgencyCode !== '') filter.ownerAgencyCode = view.ownerAgencyCode;
  if (view.submittedFrom !== '') filter.submittedFrom = view.submittedFrom;
  if (view.submittedTo !== '') filter.submittedTo = view.submittedTo;
  if (view.toDo !== '') filter.toDo = view.toDo;
  return Object.keys(filter).length === 0 ? null : filter;
}

/** The view of the address bar and a way to move to another one (a new view starts at its first page). */
export function useLeadView(): { view: LeadView; show(next: LeadView): void } {
  const location = useLocation();
  const navigate = useNavigate();
  const text = ((location.state ?? {}) as { text?: string }).text ?? '';
  const view = useMemo(() => viewFrom(location.search, text), [location.search, text]);
  const show = useCallback(
    (next: LeadView) => void navigate({ search: searchFrom(next) }, { state: businessNumber.test(next.text) ? {} : { text: next.text } }),
    [navigate],
  );
  return { view, show };
}
