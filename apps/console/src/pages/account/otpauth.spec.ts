import { secretInGroups } from './otpauth.js';

describe('secretInGroups', () => {
  it('writes the secret of an otpauth address in groups of four', () => {
    expect(secretInGroups('otpauth://totp/Xiecha:li.lianluo?secret=JBSWY3DPEHPK3PXPAB&issuer=Xiecha')).toBe('JBSW Y3DP EHPK 3PXP AB');
  });

  it('is empty when there is none', () => {
    expect(secretInGroups('otpauth://totp/Xiecha:li.lianluo?issuer=Xiecha')).toBe('');
  });
});
