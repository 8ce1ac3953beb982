import { fenOf, leadInput } from './lead-values.js';

describe('lead form values', () => {
  it.each([
    ['486,000', '48600000'],
    ['0.5', '50'],
    ['12.34', '1234'],
    ['90071992547409.93', '9007199254740993'],
    ['', null],
  ])('reads %s yuan as %s fen', (yuan, fen) => expect(fenOf(yuan)).toBe(fen));

  it('sends only the number that belongs to the kind of subject', () => {
    const input = leadInput({
      handlingCode: 'H0',
      subjects: [{ kind: 'ORGANISATION', role: 'LEGAL_CONSULTANCY', name: ' 云州明衡法务咨询有限公司 ', idNumber: '990101198503120010', unifiedCreditCode: '91990101MA0DEM001L' }],
    });
    expect(input.subjects[0]).toMatchObject({ name: '云州明衡法务咨询有限公司', idNumber: null, unifiedCreditCode: '91990101MA0DEM001L' });
  });
});
