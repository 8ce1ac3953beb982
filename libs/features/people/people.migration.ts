import type { Migration } from '#kernel/database';

export const peopleMigration: Migration = {
  stamp: 20261123000300,
  name: 'People',
  sql: `
CREATE TABLE person (
  id uuid PRIMARY KEY, username text NOT NULL UNIQUE CHECK (username ~ '^[a-z][a-z0-9._-]{1,60}$'), display_name text NOT NULL,
  agency_id uuid NOT NULL REFERENCES agency (id), pseudonym text NOT NULL UNIQUE, password_hash text NOT NULL, totp_sealed bytea,
  totp_last_step bigint, active boolean NOT NULL DEFAULT true, version int NOT NULL DEFAULT 1, created_at timestamptz NOT NULL
);
CREATE INDEX person_agency ON person (agency_id);
CREATE TABLE role_grant (
  id uuid PRIMARY KEY, person_id uuid NOT NULL REFERENCES person (id), role text NOT NULL, starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  status text NOT NULL CHECK (status IN ('PENDING', 'ACTIVE', 'REFUSED', 'ENDED')), requested_by uuid, decided_by uuid, decided_at timestamptz, reason text, version int NOT NULL DEFAULT 1
);
CREATE INDEX role_grant_person ON role_grant (person_id);
CREATE TABLE deputy (
  id uuid PRIMARY KEY, head_id uuid NOT NULL REFERENCES person (id), deputy_id uuid NOT NULL REFERENCES person (id) CHECK (deputy_id <> head_id),
  starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL CHECK (ends_at > starts_at), revoked_at timestamptz
);
CREATE INDEX deputy_deputy ON deputy (deputy_id);
CREATE TABLE recusal (
  person_id uuid NOT NULL REFERENCES person (id), record_id uuid NOT NULL, reason text NOT NULL, created_at timestamptz NOT NULL, created_by uuid NOT NULL, PRIMARY KEY (person_id, record_id)
);
CREATE TABLE session (
  id uuid PRIMARY KEY, token_hash bytea NOT NULL UNIQUE, person_id uuid NOT NULL REFERENCES person (id), created_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL, expires_at timestamptz NOT NULL, revoked_at timestamptz, address text
);
CREATE INDEX session_person ON session (person_id) WHERE revoked_at IS NULL;
CREATE TABLE sign_in_failure (name_hash bytea NOT NULL, address text NOT NULL, at timestamptz NOT NULL);
CREATE INDEX sign_in_failure_lookup ON sign_in_failure (name_hash, address, at);
CREATE TRIGGER person_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON person FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER role_grant_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON role_grant FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER deputy_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON deputy FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER recusal_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON recusal FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};

/** What accounts need beyond the first step: a password to be changed, a second factor being enrolled, for whom a deputy decided, the number a recusal names. */
export const peopleAccountsMigration: Migration = {
  stamp: 20261123000310,
  name: 'PeopleAccounts',
  sql: `
ALTER TABLE person ADD COLUMN must_change_password boolean NOT NULL DEFAULT false, ADD COLUMN totp_pending bytea;
ALTER TABLE session ADD COLUMN second_factor boolean NOT NULL DEFAULT false;
ALTER TABLE role_grant ADD COLUMN decided_for uuid[] NOT NULL DEFAULT '{}', ADD COLUMN requested_at timestamptz;
ALTER TABLE recusal ADD COLUMN record_type text NOT NULL, ADD COLUMN record_number text NOT NULL;
CREATE INDEX role_grant_waiting ON role_grant (person_id) WHERE status = 'PENDING';
CREATE INDEX recusal_record ON recusal (record_id);
`,
};

/** Tables without the audit trigger. */
export const PEOPLE_TABLES_WITHOUT_TRIGGER: Readonly<Record<string, string>> = {
  session: 'sign-in state; sign-in and sign-out are entries of their own',
  sign_in_failure: 'counter of failures; each failure is an entry of its own',
};
