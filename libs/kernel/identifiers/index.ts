export { checkIdentifier, identifierKinds, type IdentifierKind, type IdentifierRules } from './identifier.rules.js';
export type { IdentifierCheck, IdentifierFound, IdentifierProblem } from './problem.rules.js';
export { detectIdentifiers, type DetectedIdentifier, type DetectedKind } from './identifier-detection.rules.js';
export { foldText, foldWithPositions, type FoldedText } from './text-form.rules.js';
export { creditCodeCheckCharacter } from './credit-code.rules.js';
export { residentIdCheckCharacter } from './resident-id.rules.js';
