import { hashToken, isId, newId, randomToken } from './random-names.js';
import { hashPassword, verifyPassword } from './passwords.js';
import { newTotpSecret, totpAddress, verifyTotp } from './second-factor.js';

describe('passwords', () => {
  it('verifies argon2id hashes with the stated figures', async () => {
    const stored = await hashPassword('xiecha-demo');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(stored, 'xiecha-demo')).toBe(true);
    expect(await verifyPassword(stored, 'xiecha-demo ')).toBe(false);
    expect(await verifyPassword(stored, '')).toBe(false);
  });

  it('takes full-width letters for the same password', async () => {
    expect(await verifyPassword(await hashPassword('ｘｉｅｃｈａ'), 'xiecha')).toBe(true);
  });

  it('refuses an unknown user after the same work', async () => {
    const stored = await hashPassword('xiecha-demo');
    const cost = async (hash: string | null) => {
      const start = performance.now();
      for (let i = 0; i < 8; i += 1) expect(await verifyPassword(hash, 'wrong')).toBe(false);
      return performance.now() - start;
    };
    await cost(null);
    const [known, unknown] = [await cost(stored), await cost(null)];
    // a coarse bound: without the constant hash the unknown user costs a thousandth
    expect(unknown / known).toBeGreaterThan(0.2);
  });
});

describe('second factor', () => {
  // RFC 6238 appendix B: the SHA-1 secret '12345678901234567890', last six of the eight digits
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const at = (seconds: number) => new Date(seconds * 1000);

  it.each([
    [59, '287082', 1],
    [1111111109, '081804', 37037036],
    [1111111111, '050471', 37037037],
    [1234567890, '005924', 41152263],
    [2000000000, '279037', 66666666],
  ])('RFC 6238 vector at %i s', (seconds, code, step) => {
    expect(verifyTotp(secret, code, at(seconds))).toBe(step);
  });

  it('accepts one step of drift and no more', () => {
    expect(verifyTotp(secret, '287082', at(89))).toBe(1);
    expect(verifyTotp(secret, '287082', at(29))).toBe(1);
    expect(verifyTotp(secret, '287082', at(90))).toBeNull();
  });

  it('accepts no code twice', () => {
    expect(verifyTotp(secret, '287082', at(59), 0)).toBe(1);
    expect(verifyTotp(secret, '287082', at(61), 1)).toBeNull();
    expect(verifyTotp(secret, '287082', at(61), 2)).toBeNull();
  });

  it('refuses malformed codes without throwing', () => {
    for (const code of ['', '28708', '2870820', '28708a', '２８７０８２', ' 287082']) expect(verifyTotp(secret, code, at(59))).toBeNull();
  });

  it('makes secrets of 160 bits and their enrolment address', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(newTotpSecret());
    expect(totpAddress(secret, 'li.lianluo')).toMatch(/^otpauth:\/\/totp\/Xiecha:li\.lianluo\?/);
  });
});

describe('tokens and ids', () => {
  it('tokens are 256 random bits and are stored hashed', () => {
    const token = randomToken();
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(token).not.toBe(randomToken());
    expect(hashToken(token).length).toBe(32);
    expect(hashToken(token).equals(hashToken(token))).toBe(true);
  });

  it('ids ascend and are recognised', () => {
    const ids = Array.from({ length: 1000 }, () => newId());
    expect([...ids].sort()).toEqual(ids);
    expect(ids.every((id) => isId(id) && id[14] === '7')).toBe(true);
    for (const text of ['', 'x', `${newId()} `, newId().slice(1), `{${newId()}}`]) expect(isId(text)).toBe(false);
  });
});
