import type { Migration } from '#kernel/database';

export const agenciesMigration: Migration = {
  stamp: 20261123000200,
  name: 'Agencies',
  sql: `
CREATE TABLE agency (
  id uuid PRIMARY KEY, code text NOT NULL UNIQUE, name text NOT NULL, kind text NOT NULL, region_code text NOT NULL CHECK (region_code ~ '^[0-9]{6}$'),
  match_quota int NOT NULL DEFAULT 20 CHECK (match_quota >= 0), created_at timestamptz NOT NULL
);
CREATE TABLE sharing_group (
  id uuid PRIMARY KEY, code text NOT NULL UNIQUE, name text NOT NULL, owner_agency_id uuid NOT NULL REFERENCES agency (id), created_at timestamptz NOT NULL
);
CREATE TABLE sharing_group_member (group_id uuid NOT NULL REFERENCES sharing_group (id), agency_id uuid NOT NULL REFERENCES agency (id), PRIMARY KEY (group_id, agency_id));
CREATE INDEX sharing_group_member_agency ON sharing_group_member (agency_id);
CREATE TRIGGER agency_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON agency FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER sharing_group_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON sharing_group FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER sharing_group_member_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON sharing_group_member FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};
