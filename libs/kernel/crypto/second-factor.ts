import { generateSecret, generateURI, verifySync } from 'otplib';

const STEP_SECONDS = 30;
const CODE_FORM = /^\d{6}$/;

/** A new secret for an authenticator app: 160 random bits in base 32 (RFC 4226, 4). */
export function newTotpSecret(): string {
  return generateSecret();
}

/** The otpauth:// address shown as a QR code when a person enrols. */
export function totpAddress(secret: string, account: string): string {
  return generateURI({ issuer: 'Xiecha', label: account, secret });
}

/**
 * Checks a TOTP code (RFC 6238: SHA-1, 6 digits, 30 s) and accepts one step of drift to either side. Returns the accepted
 * time step, or null. Store the step with the person and pass it as `lastStep` next time: a code at or before it is
 * refused, so that a code seen over a shoulder is worth nothing (RFC 6238, 5.2).
 */
export function verifyTotp(secret: string, code: string, at: Date, lastStep: number | null = null): number | null {
  // the library throws for malformed codes; a mistyped code is no fault
  if (!CODE_FORM.test(code)) return null;
  const result = verifySync({
    strategy: 'totp',
    secret,
    token: code,
    period: STEP_SECONDS,
    epoch: Math.floor(at.getTime() / 1000),
    epochTolerance: STEP_SECONDS,
  });
  if (!result.valid || !('timeStep' in result)) return null;
  return lastStep !== null && result.timeStep <= lastStep ? null : result.timeStep;
}
