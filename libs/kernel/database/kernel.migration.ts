import type { Migration } from './migrations.js';

/**
 * Tables that know no record type: ledger, feed, numbering, idempotency, deadlines, quota. `require_audit_action` is the
 * trigger every business table carries: a write outside the unit of work is refused by the database itself.
 */
export const kernelMigration: Migration = {
  stamp: 20261123000100,
  name: 'Kernel',
  sql: `
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE FUNCTION require_audit_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('xiecha.action', true), '') = '' THEN
    RAISE EXCEPTION 'write to % without an audit action', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- audiences of the running transaction: '*' is the hub itself
CREATE FUNCTION audience_reaches(audience uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN current_setting('xiecha.audiences', true) = '*' THEN true
    ELSE coalesce(audience = ANY (string_to_array(nullif(current_setting('xiecha.audiences', true), ''), ',')::uuid[]), false) END
$$;

CREATE TABLE ledger_intake (
  seq bigint GENERATED ALWAYS AS IDENTITY,
  id uuid PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  at timestamptz NOT NULL,
  action text NOT NULL,
  outcome text NOT NULL,
  bytes bytea NOT NULL,
  person_id uuid,
  agency_id uuid,
  record_ids uuid[] NOT NULL,
  owner_agency_ids uuid[] NOT NULL
);
CREATE INDEX ledger_intake_xid ON ledger_intake (xid, seq);
CREATE INDEX ledger_intake_person ON ledger_intake (person_id, seq DESC);
CREATE INDEX ledger_intake_records ON ledger_intake USING gin (record_ids);
CREATE INDEX ledger_intake_owners ON ledger_intake USING gin (owner_agency_ids);
CREATE TABLE ledger_personal (entry_id uuid PRIMARY KEY REFERENCES ledger_intake (id), salt bytea NOT NULL, part bytea NOT NULL);
CREATE TABLE ledger_leaf (index bigint PRIMARY KEY, entry_id uuid NOT NULL UNIQUE REFERENCES ledger_intake (id), leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32));
CREATE TABLE ledger_state (one boolean PRIMARY KEY DEFAULT true CHECK (one), next_index bigint NOT NULL, next_xid xid8 NOT NULL);
INSERT INTO ledger_state (next_index, next_xid) VALUES (0, '0');
CREATE TRIGGER ledger_intake_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_intake FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- who may find what: one row per audience (agency, sharing group, person) and record; feed = owner UNION shares
CREATE TABLE feed (
  audience_id uuid NOT NULL,
  record_type text NOT NULL,
  record_id uuid NOT NULL,
  sort_at timestamptz NOT NULL,
  region_code text NOT NULL,
  status text NOT NULL,
  band smallint NOT NULL,
  version int NOT NULL,
  until timestamptz,
  PRIMARY KEY (audience_id, record_id)
);
CREATE INDEX feed_newest ON feed (audience_id, record_type, sort_at DESC, record_id DESC) INCLUDE (until, region_code, status, band, version);
CREATE INDEX feed_region ON feed (audience_id, record_type, region_code, status, sort_at DESC, record_id DESC) INCLUDE (until, band, version);
CREATE INDEX feed_record ON feed (record_id);
ALTER TABLE feed ENABLE ROW LEVEL SECURITY;
CREATE POLICY feed_audience ON feed FOR SELECT USING (audience_reaches(audience_id));
CREATE POLICY feed_write ON feed FOR INSERT WITH CHECK (true);
CREATE POLICY feed_change ON feed FOR UPDATE USING (true);
CREATE POLICY feed_remove ON feed FOR DELETE USING (true);

CREATE TABLE number_series (prefix text PRIMARY KEY, last bigint NOT NULL);
CREATE TABLE idempotency (
  agency_id uuid NOT NULL, person_id uuid NOT NULL, key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
  body_hash bytea NOT NULL, result_id uuid, created_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (agency_id, person_id, key)
);
CREATE TABLE deadline (
  id uuid PRIMARY KEY, kind text NOT NULL, record_id uuid NOT NULL, due_at timestamptz NOT NULL, fired_at timestamptz,
  UNIQUE (kind, record_id, due_at)
);
CREATE INDEX deadline_open ON deadline (due_at) WHERE fired_at IS NULL;
CREATE TABLE record_version (
  record_type text NOT NULL, record_id uuid NOT NULL, version int NOT NULL, at timestamptz NOT NULL, action text NOT NULL,
  person_id uuid, agency_id uuid, changed text[] NOT NULL, snapshot bytea NOT NULL, PRIMARY KEY (record_id, version)
);
CREATE TRIGGER deadline_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON deadline FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER number_series_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON number_series FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER record_version_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON record_version FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};

/** Tables without the audit trigger, each for a reason: queues, derived rows and the ledger itself. */
export const TABLES_WITHOUT_AUDIT_TRIGGER: Readonly<Record<string, string>> = {
  ledger_intake: 'the ledger itself: append-only by its own trigger',
  ledger_personal: 'erasable part of the ledger',
  ledger_leaf: 'the ledger itself: append-only by its own trigger',
  ledger_state: 'position of the sequencer',
  ledger_node: 'the ledger itself: append-only by its own trigger',
  ledger_checkpoint: 'the ledger itself: append-only by its own trigger',
  ledger_published: 'checkpoint being served, rewritten every second',
  feed: 'derived from owner and shares; a checker proves it equal',
  idempotency: 'client keys, written by the unit of work in the same transaction',
  schema_migration: 'written by migrations as the owner',
};
