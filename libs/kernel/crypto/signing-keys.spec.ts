import { newSigningSeed, signingKey, verifySignature } from './signing-keys.js';

const hex = (text: string) => Buffer.from(text, 'hex');

it('Ed25519: RFC 8032, 7.1, tests 1 and 3', () => {
  const first = signingKey(hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
  expect(first.publicKey.toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
  expect(first.sign(Buffer.alloc(0)).toString('hex')).toBe(
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  );
  const third = signingKey(hex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7'));
  expect(verifySignature(third.publicKey, hex('af82'), hex(
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ))).toBe(true);
});

it('refuses other bytes, other keys and things that are neither', () => {
  const key = signingKey(newSigningSeed());
  const text = Buffer.from('text');
  const signature = key.sign(text);
  expect(verifySignature(key.publicKey, text, signature)).toBe(true);
  expect(verifySignature(key.publicKey, Buffer.from('Text'), signature)).toBe(false);
  expect(verifySignature(signingKey(newSigningSeed()).publicKey, text, signature)).toBe(false);
  expect(verifySignature(Buffer.alloc(32, 255), text, signature)).toBe(false);
  expect(verifySignature(key.publicKey.subarray(1), text, signature)).toBe(false);
  expect(verifySignature(key.publicKey, text, signature.subarray(1))).toBe(false);
  expect(() => signingKey(Buffer.alloc(31))).toThrow(RangeError);
});
