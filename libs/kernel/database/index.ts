export { Database, readContext, type Connection, type DatabaseUrls } from './database.js';
export { migrate, type Migration } from './migrations.js';
export { kernelMigration, TABLES_WITHOUT_AUDIT_TRIGGER } from './kernel.migration.js';
export { ledgerTreeMigration } from './ledger-tree.migration.js';
export { SessionDoor } from './session-door.js';
export { UnitOfWork, entryInput, ledgerOn, type LedgerContext, type LedgerNote, type Tx } from './unit-of-work.js';
export {
  ScopedRead,
  discloseField,
  findVisible,
  requireVisible,
  type Disclosed,
  type Page,
  type PageQuery,
  type PartRow,
  type RecordRow,
  type RecordSource,
  type SortOrder,
  type VisibleRow,
  type Wanted,
} from './scoped-read.js';
export { Records } from './records.js';
export { feedDifferences, feedNewRecords, inFeed, syncFeed, type FeedRow } from './feed.js';
export { nextNumber, nextNumbers } from './numbering.js';
export { EmbeddedServerError, startEmbeddedServer, type EmbeddedServer } from './embedded-server.js';
export { printSchema } from './printed-schema.js';
