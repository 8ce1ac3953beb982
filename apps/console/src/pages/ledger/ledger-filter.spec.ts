import { addressOf, filterOf } from './ledger-filter.js';

const empty = { mine: null, ownRecords: null, person: null, recordNumber: null, field: null, purposeCode: null, action: null, outcome: null, from: null, to: null };

describe('ledger filter', () => {
  it('reads days of Beijing time, the last one included', () => {
    expect(filterOf('own-records', new URLSearchParams('from=2026-09-01&to=2026-09-30&field=subjects.phones'))).toEqual({
      ownRecords: true, field: 'subjects.phones', from: '2026-09-01T00:00:00+08:00', to: '2026-10-01T00:00:00+08:00',
    });
  });

  it('leaves out what is empty or no day', () => {
    expect(filterOf('all', new URLSearchParams('person=%20&from=yesterday'))).toEqual({});
  });

  it('writes a saved filter back as the address it came from', () => {
    const saved = { ...empty, ownRecords: true, outcome: 'NOT_FOUND', from: '2026-08-31T16:00:00.000Z', to: '2026-09-30T16:00:00.000Z' };
    expect(addressOf(saved, 'all')).toBe('/audit/own-records?outcome=NOT_FOUND&from=2026-09-01&to=2026-09-30');
    expect(addressOf(empty, 'all')).toBe('/audit/all');
  });
});
