import type { Migration } from '#kernel/database';

export const matchingMigration: Migration = {
  stamp: 20261123000500,
  name: 'Matching',
  sql: `
CREATE TABLE match_token (
  token bytea NOT NULL, record_type text NOT NULL, record_id uuid NOT NULL, owner_agency_id uuid NOT NULL, part text, variant text, field text NOT NULL,
  PRIMARY KEY (record_id, field, token)
);
CREATE INDEX match_token_lookup ON match_token (token) INCLUDE (record_type, record_id, owner_agency_id);
CREATE TABLE match_query (person_id uuid NOT NULL, day date NOT NULL, token bytea NOT NULL, reference text NOT NULL, at timestamptz NOT NULL);
CREATE INDEX match_query_day ON match_query (person_id, day);
CREATE INDEX match_query_token ON match_query (person_id, token, reference, at);
CREATE TRIGGER match_token_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON match_token FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER match_query_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON match_query FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};
