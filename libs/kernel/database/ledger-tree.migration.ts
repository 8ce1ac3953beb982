import type { Migration } from './migrations.js';

/**
 * The ledger's tree above its leaves. One stored hash per full tile, 256 hashes of the level below: a root or a proof reads
 * a few hundred hashes whatever the size, and tiles are ranges of rows. `ledger_checkpoint` is every size and root ever
 * signed, `ledger_published` the checkpoint being served.
 */
export const ledgerTreeMigration: Migration = {
  stamp: 20261123000120,
  name: 'LedgerTree',
  sql: `
CREATE TABLE ledger_node (
  level smallint NOT NULL CHECK (level BETWEEN 1 AND 6),
  index bigint NOT NULL CHECK (index >= 0),
  hash bytea NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (level, index)
);
CREATE TABLE ledger_checkpoint (
  size bigint PRIMARY KEY CHECK (size >= 0),
  root_hash bytea NOT NULL CHECK (length(root_hash) = 32),
  signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE ledger_published (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  signed_at timestamptz NOT NULL,
  signed_size bigint NOT NULL,
  size bigint, root_hash bytea, note text, published_at timestamptz,
  cosignatures int NOT NULL DEFAULT 0
);
CREATE TRIGGER ledger_node_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_node FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
`,
};
