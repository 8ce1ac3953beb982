export { sameBytes, sha256, sm3, type Suite, type SuiteName } from './suite.js';
export { createRootKeyFile, isPrivateFile, Keyring, loadKeyring, type KeyPurpose } from './keyring.js';
export { openField, SealError, sealField, type FieldContext } from './field-envelope.js';
export { matchToken, pseudonym } from './keyed-tokens.js';
export { openCursor, sealCursor } from './cursor-seal.js';
export { commitment, emptyRootHash, leafHash, nodeHash, randomSalt } from './ledger-hashes.js';
export { hashToken, isId, newId, randomToken } from './random-names.js';
export { hashPassword, verifyPassword } from './passwords.js';
export { newTotpSecret, totpAddress, verifyTotp } from './second-factor.js';
