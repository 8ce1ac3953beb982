export { DateScalar, DateTimeScalar, IndexScalar, MoneyScalar } from './scalars.js';
export { enumWords, labelledEnum, labelWords, type EnumWord } from './enums.js';
export { wantedOf } from './selection.js';
export { shapeError, type HubError } from './error-shape.js';
export { complexityRules, MAX_TOKENS } from './limits.js';
export { AtVersion, PageInfoType, RecordType, RedactionModeEnum, RedactionType } from './types.js';
export { CurrentViewer, RequestContext, type HubContext } from './viewer-context.js';
export { holesIn, type DeclaredSurface } from './surface.js';
