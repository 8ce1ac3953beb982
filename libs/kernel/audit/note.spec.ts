import { newSigningSeed } from '#kernel/crypto';
import {
  cosignText, formatCheckpoint, formatNote, formatSigningKey, formatVerifierKey, LOG_KEY, noteSigner, parseCheckpoint, parseNote, parseSigningKey, parseVerifierKey, signatureOf, signText, WITNESS_KEY,
} from './note.js';

// The example of Go's golang.org/x/mod/sumdb/note documentation: another program's key and note.
const GO_SIGNING = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const GO_VERIFYING = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const GO_NOTE =
  'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n\n' +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

it('reads and writes the note of another program', () => {
  const key = parseVerifierKey(GO_VERIFYING)!;
  const note = parseNote(GO_NOTE)!;
  expect(signatureOf(note, key)).toEqual({ at: null });
  const signer = parseSigningKey(LOG_KEY, GO_SIGNING)!;
  expect(formatVerifierKey(signer.verifier)).toBe(GO_VERIFYING);
  expect(formatNote({ text: note.text, signatures: [signText(signer, note.text)] })).toBe(GO_NOTE);
  expect(signatureOf({ ...note, text: note.text.replace('answer', 'question') }, key)).toBeNull();
});

it('writes checkpoints and reads them back', () => {
  const checkpoint = { origin: 'log.example/one', size: 20_852_163, root: Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64') };
  const text = 'log.example/one\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
  expect(formatCheckpoint(checkpoint)).toBe(text);
  expect(parseCheckpoint(text)).toEqual(checkpoint);
  expect(parseCheckpoint(`${text}extension\n`)).toEqual(checkpoint);
  for (const wrong of ['', text.replace('20852163', '020852163'), text.replace('20852163', '-1'), text.replace('20852163', '9007199254740993'), text.replace('CsUY', 'CsU'), text.slice(0, -1)]) {
    expect(parseCheckpoint(wrong)).toBeNull();
  }
});

it('binds a cosignature to its time and to its witness', () => {
  const witness = noteSigner(WITNESS_KEY, 'witness.example/w1', newSigningSeed());
  const text = formatCheckpoint({ origin: 'o', size: 0, root: Buffer.alloc(32) });
  const at = new Date('2026-09-21T01:00:00Z');
  const signature = cosignText(witness, text, at);
  const note = parseNote(formatNote({ text, signatures: [signature] }))!;
  expect(signatureOf(note, witness.verifier)).toEqual({ at });
  const later = Buffer.from(signature.bytes);
  later.writeBigUInt64BE(later.readBigUInt64BE(0) + 1n);
  expect(signatureOf({ text, signatures: [{ ...signature, bytes: later }] }, witness.verifier)).toBeNull();
  expect(signatureOf(note, noteSigner(WITNESS_KEY, 'witness.example/w1', newSigningSeed()).verifier)).toBeNull();
  // The same key as a log's key is another key: a cosignature never stands in for the log's signature.
  expect(signatureOf(note, { ...witness.verifier, kind: LOG_KEY })).toBeNull();
});

it('keeps keys in one line and refuses damaged ones', () => {
  const seed = newSigningSeed();
  const line = formatSigningKey(WITNESS_KEY, 'w', seed);
  expect(parseSigningKey(WITNESS_KEY, `${line}\n`)!.verifier).toEqual(noteSigner(WITNESS_KEY, 'w', seed).verifier);
  expect(parseSigningKey(LOG_KEY, line)).toBeNull();
  expect(parseSigningKey(WITNESS_KEY, line.replace('+w+', '+v+'))).toBeNull();
  expect(parseVerifierKey(GO_VERIFYING.replace('c74f', 'c74e'))).toBeNull();
  expect(parseVerifierKey('PeterNeumann+c74f20a3')).toBeNull();
  expect(() => noteSigner(LOG_KEY, 'two words', seed)).toThrow(RangeError);
});

it.each(['', 'text', 'text\n', 'text\n\n', 'text\n\n— n \n', 'text\n\n— n AAAA\n', 'text\n\n— n AAAAAAA=\nmore\n', 'text\n\n- n AAAAAAA=\n', 'te\u0000xt\n\n— n AAAAAAA=\n'])('is no note: %j', (text) => {
  expect(parseNote(text)).toBeNull();
});
