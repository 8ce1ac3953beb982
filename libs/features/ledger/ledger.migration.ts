import type { Migration } from '#kernel/database';

/**
 * How the ledger is read. `ledger_reading` is one narrow row per sequenced entry (own acts, the auditor's view),
 * `ledger_reading_owner` one per entry and owning agency (who opened our records); both are derived from the entries by
 * ReadingIndex and may be emptied and filled again, except that rows withheld by a covert mark are in `ledger_covert`
 * until it ends. What an owner may not read yet is absent from its table, so lists, counts and statements cannot forget.
 */
export const ledgerMigration: Migration = {
  stamp: 20261123001500,
  name: 'LedgerReading',
  sql: `
CREATE TABLE ledger_reading (
  index bigint PRIMARY KEY, entry_id uuid NOT NULL, at timestamptz NOT NULL, person_id uuid, agency_id uuid, action text NOT NULL, outcome text NOT NULL,
  purpose_code text, purpose_reference text, fields text[] NOT NULL, record_ids uuid[] NOT NULL
);
CREATE INDEX ledger_reading_person ON ledger_reading (person_id, index);
CREATE INDEX ledger_reading_action ON ledger_reading (action, index);
CREATE INDEX ledger_reading_refused ON ledger_reading (outcome, index) WHERE outcome <> 'OK';
CREATE INDEX ledger_reading_purpose ON ledger_reading (purpose_code, index) WHERE purpose_code IS NOT NULL;
CREATE INDEX ledger_reading_at ON ledger_reading (at, index);
-- without the pending list, which a reader would have to walk through
CREATE INDEX ledger_reading_records ON ledger_reading USING gin (record_ids) WITH (fastupdate = off);
CREATE INDEX ledger_reading_fields ON ledger_reading USING gin (fields) WITH (fastupdate = off);
CREATE TABLE ledger_reading_owner (
  owner_id uuid NOT NULL, index bigint NOT NULL, at timestamptz NOT NULL, person_id uuid, agency_id uuid, action text NOT NULL, outcome text NOT NULL,
  purpose_code text, fields text[] NOT NULL, record_ids uuid[] NOT NULL, PRIMARY KEY (owner_id, index)
);
CREATE INDEX ledger_reading_owner_person ON ledger_reading_owner (owner_id, person_id, index);
CREATE INDEX ledger_reading_owner_action ON ledger_reading_owner (owner_id, action, index);
CREATE INDEX ledger_reading_owner_refused ON ledger_reading_owner (owner_id, outcome, index) WHERE outcome <> 'OK';
CREATE INDEX ledger_reading_owner_purpose ON ledger_reading_owner (owner_id, purpose_code, index) WHERE purpose_code IS NOT NULL;
CREATE INDEX ledger_reading_owner_at ON ledger_reading_owner (owner_id, at, index);
CREATE INDEX ledger_reading_owner_records ON ledger_reading_owner USING gin (record_ids) WITH (fastupdate = off);
CREATE INDEX ledger_reading_owner_fields ON ledger_reading_owner USING gin (fields) WITH (fastupdate = off);
CREATE TABLE ledger_reading_state (one boolean PRIMARY KEY DEFAULT true CHECK (one), next_index bigint NOT NULL);
INSERT INTO ledger_reading_state (next_index) VALUES (0);
CREATE TABLE ledger_record_pseudonym (pseudonym text PRIMARY KEY, record_id uuid NOT NULL);

CREATE TABLE covert_mark (
  id uuid PRIMARY KEY, agency_id uuid NOT NULL REFERENCES agency (id), owner_agency_id uuid NOT NULL REFERENCES agency (id) CHECK (owner_agency_id <> agency_id),
  record_type text NOT NULL, record_id uuid NOT NULL, record_number text NOT NULL, reason text NOT NULL, marked_by uuid NOT NULL REFERENCES person (id),
  starts_at timestamptz NOT NULL, until timestamptz NOT NULL CHECK (until > starts_at), ended_at timestamptz, lifted_by uuid REFERENCES person (id), version int NOT NULL DEFAULT 1
);
CREATE UNIQUE INDEX covert_mark_in_force ON covert_mark (agency_id, record_id) WHERE ended_at IS NULL;
CREATE INDEX covert_mark_owner ON covert_mark (owner_agency_id) WHERE ended_at IS NULL;
CREATE TABLE ledger_covert (
  index bigint NOT NULL, owner_id uuid NOT NULL, record_id uuid NOT NULL, mark_id uuid NOT NULL REFERENCES covert_mark (id), lifted_at timestamptz, PRIMARY KEY (index, owner_id, record_id)
);
CREATE INDEX ledger_covert_mark ON ledger_covert (mark_id);
CREATE INDEX ledger_covert_lifted ON ledger_covert (owner_id, lifted_at) WHERE lifted_at IS NOT NULL;

CREATE TABLE saved_investigation (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES person (id), agency_id uuid NOT NULL REFERENCES agency (id), role text NOT NULL CHECK (role IN ('AUDITOR', 'APPROVER')),
  name text NOT NULL, filter jsonb NOT NULL, shared boolean NOT NULL, created_at timestamptz NOT NULL, version int NOT NULL DEFAULT 1, UNIQUE (person_id, name)
);
CREATE INDEX saved_investigation_agency ON saved_investigation (agency_id, role) WHERE shared;

-- person_id null: demo mode confirmed itself, which counts in demo mode only
CREATE TABLE policy_approval (
  id uuid PRIMARY KEY, policy_hash text NOT NULL, person_id uuid REFERENCES person (id), agency_id uuid REFERENCES agency (id), at timestamptz NOT NULL,
  CHECK ((person_id IS NULL) = (agency_id IS NULL))
);
CREATE UNIQUE INDEX policy_approval_once ON policy_approval (policy_hash, coalesce(person_id, '00000000-0000-0000-0000-000000000000'));

CREATE TRIGGER covert_mark_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON covert_mark FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER ledger_covert_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON ledger_covert FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER saved_investigation_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON saved_investigation FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER policy_approval_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON policy_approval FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};

/** Tables without the audit trigger. */
export const LEDGER_TABLES_WITHOUT_TRIGGER: Readonly<Record<string, string>> = {
  ledger_reading: 'derived from the entries',
  ledger_reading_owner: 'derived from the entries',
  ledger_reading_state: 'position of the reading index',
  ledger_record_pseudonym: 'pseudonyms an auditor was shown, so that he can filter by them',
};
