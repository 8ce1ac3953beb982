import { hash, verify, type Algorithm } from '@node-rs/argon2';

/**
 * argon2id with the figures of the OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane. 2 is the library's
 * number for argon2id; its const enum cannot be read in isolated modules.
 */
const ARGON2ID = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hash of 32 random bytes nobody kept, with the same figures: an unknown user name costs what a known one costs. */
const NOBODYS_HASH = '$argon2id$v=19$m=19456,t=2,p=1$2dJIp2YSj5YEQw3fA/4PWQ$EL3kMIU1mf48ftFJORhQ5zZJ2Ua8TaHC2C/XCuYCLHo';

/** The PHC text to store, with its own random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalised(password), ARGON2ID);
}

/**
 * Whether the password belongs to the stored hash. `stored` is null for an unknown user name: the answer is false and
 * takes as long. Throws when the stored text is no argon2 hash.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? NOBODYS_HASH, normalised(password));
  return right && stored !== null;
}

/** The same letters typed on different keyboards are the same password (NIST SP 800-63B, 5.1.1.2). */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
