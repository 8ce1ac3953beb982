import { invalidInput } from '#kernel/errors';
import { PURPOSE_CODES, type Purpose, type PurposeCode } from './viewer.js';

/** What the client sent in extensions.purpose, checked for form only. */
export interface StatedPurpose {
  code: PurposeCode;
  reference: string;
}

/** Reads extensions.purpose; absent is null, a malformed one is INVALID_INPUT (a purpose must never be dropped silently). */
export function readPurpose(extension: unknown): StatedPurpose | null {
  if (extension === undefined || extension === null) return null;
  const { code, reference } = extension as { code?: unknown; reference?: unknown };
  if (typeof extension !== 'object' || typeof code !== 'string' || !(PURPOSE_CODES as readonly string[]).includes(code)) {
    throw invalidInput([{ field: 'extensions.purpose.code', zh: `用途代码应为 ${PURPOSE_CODES.join('、')} 之一`, en: `must be one of ${PURPOSE_CODES.join(', ')}` }]);
  }
  if (typeof reference !== 'string' || reference.trim() === '' || reference.length > 120) {
    throw invalidInput([{ field: 'extensions.purpose.reference', zh: '应填写所依据的记录编号，或 EXT: 加本机关编号', en: 'must be a record number, or EXT: and your own agency’s number' }]);
  }
  return { code: code as PurposeCode, reference: reference.normalize('NFKC').trim() };
}

/** "EXT:" + the agency's own complaint, incident (警情) or case number: at least three letters or digits. */
export function externalPurpose(stated: StatedPurpose): Purpose | null {
  const match = /^EXT:\s*([\p{L}\p{N}][\p{L}\p{N}〔〕()（）\-_/. ]{2,80})$/u.exec(stated.reference);
  return match ? { code: stated.code, reference: `EXT:${match[1]}`, external: true } : null;
}
