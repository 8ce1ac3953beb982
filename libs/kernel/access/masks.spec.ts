import fc from 'fast-check';
import {
  bandOf,
  maskAddress,
  maskAmount,
  maskBankAccount,
  maskCreditCode,
  maskEmail,
  maskHandle,
  maskIdNumber,
  maskIp,
  maskName,
  maskPhone,
  maskPolicyNumber,
  maskScore,
  maskValue,
} from './masks.js';

describe('masks', () => {
  it.each<[string, (value: string) => string, string, string]>([
    ['name', maskName, '郑示例', '郑**'],
    ['name of two characters', maskName, '李四', '李**'],
    ['rare name beyond the first plane', maskName, '𠮷田', '𠮷**'],
    ['Latin name', maskName, ' Zheng Shili', 'Z**'],
    ['resident ID', maskIdNumber, '990101198503120010', '990*************10'],
    ['resident ID with X', maskIdNumber, '99020119680818015X', '990*************5X'],
    ['short document number', maskIdNumber, 'E12345', '******'],
    ['mobile', maskPhone, '12900000001', '129****0001'],
    ['landline', maskPhone, '087163123456', '087****3456'],
    ['landline without area code', maskPhone, '63123456', '63****56'],
    ['service number', maskPhone, '95588', '****'],
    ['card', maskBankAccount, '6299990000000000012', '****0012'],
    ['policy', maskPolicyNumber, 'JIA-0001', '****0001'],
    ['short policy number', maskPolicyNumber, '0001', '****'],
    ['handle', maskHandle, 'weixin_示例', 'w**'],
    ['credit code', maskCreditCode, '91990101MA0DEM001L', '91****1L'],
    ['email', maskEmail, 'zheng@example.com', 'z***@***'],
    ['IPv4', maskIp, '192.168.10.25', '192.168.10.0/24'],
    ['IPv4 network', maskIp, '192.168.10.0/24', '192.168.10.0/24'],
    ['IPv6', maskIp, '2001:DB8:0:1:2:3:4:5', '2001:db8:0::/48'],
    ['IPv6, short', maskIp, '2001:db8::1', '2001:db8::/48'],
    ['no address at all', maskIp, 'localhost', '***'],
  ])('%s', (_, mask, value, masked) => {
    expect(mask(value)).toBe(masked);
    expect(mask('')).toBe('');
  });

  it.each([
    ['云州省云中县人民路1号2单元', '云州省云中县***'],
    ['云州省云中市大关区中州路8号', '云州省云中市大关区***'],
    ['北京市朝阳区建国路1号', '北京市朝阳区***'],
    ['内蒙古自治区锡林郭勒盟多伦县大街3号', '内蒙古自治区锡林郭勒盟多伦县***'],
    ['云中县中州路8号', '云中县***'],
    ['阳光小区5号楼', '***'],
    ['华联超市楼上', '***'],
    ['12 Main Street, Hartford', '***'],
    ['', ''],
  ])('address %s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked);
  });

  it.each([
    [48_600_000n, 40_000_000n],
    [108_000_000n, 100_000_000n],
    [0n, 0n],
    [7n, 7n],
    [-12_345n, -10_000n],
  ])('amount %i fen shows %i', (fen, masked) => {
    expect(maskAmount(fen)).toBe(masked);
  });

  it.each([
    [0, 0, 'LOW'],
    [29, 0, 'LOW'],
    [30, 30, 'ATTENTION'],
    [59, 30, 'ATTENTION'],
    [60, 60, 'ELEVATED'],
    [79, 60, 'ELEVATED'],
    [80, 80, 'HIGH'],
    [100, 80, 'HIGH'],
  ])('score %i shows %i, band %s', (score, floor, band) => {
    expect(maskScore(score)).toBe(floor);
    expect(bandOf(score)).toBe(band);
  });

  it('are found by the name a policy table uses', () => {
    expect(maskValue('name', '郑示例')).toBe('郑**');
    expect(maskValue('id', '990101198503120010')).toBe('990*************10');
    expect(maskValue('phone', '12900000001')).toBe('129****0001');
    expect(maskValue('card', '6299990000000000012')).toBe('****0012');
    expect(maskValue('policy', 'JIA-0001')).toBe('****0001');
    expect(maskValue('address', '云州省云中县人民路1号')).toBe('云州省云中县***');
    expect(maskValue('handle', 'abc')).toBe('a**');
    expect(maskValue('ip', '10.1.2.3')).toBe('10.1.2.0/24');
    expect(maskValue('email', 'a@b.cn')).toBe('a***@***');
    expect(maskValue('amount', '48600000')).toBe('40000000');
    expect(maskValue('score', '85')).toBe(80);
    expect(() => maskValue('amount', '4860.5x')).toThrow(/^an amount is a whole number of fen$/);
  });

  it('show no more characters than they say', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 11, maxLength: 40 }), (digits) => {
        expect(maskIdNumber(digits).replaceAll('*', '').length).toBe(5);
        expect(maskPhone(digits).replaceAll('*', '').length).toBe(7);
        expect(maskBankAccount(digits).replaceAll('*', '').length).toBe(4);
        expect(maskName(digits).length).toBe(3);
      }),
    );
  });
});
