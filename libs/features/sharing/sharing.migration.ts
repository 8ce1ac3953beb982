import type { Migration } from '#kernel/database';

export const sharingMigration: Migration = {
  stamp: 20261123000400,
  name: 'Sharing',
  sql: `
CREATE TABLE share (
  id uuid PRIMARY KEY, record_type text NOT NULL, record_id uuid NOT NULL, record_number text NOT NULL, owner_agency_id uuid NOT NULL REFERENCES agency (id),
  agency_id uuid REFERENCES agency (id), group_id uuid REFERENCES sharing_group (id), CHECK (num_nonnulls(agency_id, group_id) = 1),
  status text NOT NULL CHECK (status IN ('PENDING_CONSENT', 'ACTIVE', 'REFUSED', 'RECALLED', 'EXPIRED')), handling_code text NOT NULL, reason text NOT NULL,
  shared_by uuid, shared_by_agency_id uuid NOT NULL REFERENCES agency (id), by_course boolean NOT NULL DEFAULT false, shared_at timestamptz NOT NULL, expires_at timestamptz,
  decided_by uuid, decided_at timestamptz, decision_reason text, version int NOT NULL DEFAULT 1
);
-- one per sharing agency: nobody's share replaces another's, and the procedure's own (routing, assignment) stands beside them
CREATE UNIQUE INDEX share_in_force ON share (record_id, coalesce(agency_id, group_id), shared_by_agency_id, by_course) WHERE status IN ('PENDING_CONSENT', 'ACTIVE');
CREATE INDEX share_agency ON share (agency_id, status);
CREATE INDEX share_group ON share (group_id, status);
CREATE INDEX share_owner ON share (owner_agency_id, status);
CREATE TABLE recall_acknowledgement (share_id uuid NOT NULL REFERENCES share (id), agency_id uuid NOT NULL REFERENCES agency (id), person_id uuid NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (share_id, agency_id));
CREATE TABLE access_request (
  id uuid PRIMARY KEY, record_type text NOT NULL, record_id uuid NOT NULL, record_number text NOT NULL, owner_agency_id uuid NOT NULL REFERENCES agency (id),
  requester_id uuid NOT NULL REFERENCES person (id), requester_agency_id uuid NOT NULL REFERENCES agency (id), fields text[] NOT NULL, granted_fields text[] NOT NULL DEFAULT '{}',
  purpose_code text NOT NULL, purpose_reference text NOT NULL, legal_basis text NOT NULL, message text NOT NULL, until timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('PENDING_OWN_HEAD', 'PENDING_PROVIDER', 'ESCALATED', 'GRANTED', 'PARTLY_GRANTED', 'REFUSED', 'EXPIRED', 'REVOKED')),
  due timestamptz, due_known boolean, granted_until timestamptz, own_head_id uuid, decided_by uuid, decision_reason text, created_at timestamptz NOT NULL, version int NOT NULL DEFAULT 1
);
CREATE INDEX access_request_requester ON access_request (requester_id, created_at DESC);
CREATE INDEX access_request_owner ON access_request (owner_agency_id, status);
CREATE INDEX access_request_agency ON access_request (requester_agency_id, status);
CREATE INDEX access_request_record ON access_request (record_id);
CREATE VIEW record_reach WITH (security_invoker = true) AS
  SELECT record_id, coalesce(agency_id, group_id) AS audience_id, expires_at AS until FROM share WHERE status = 'ACTIVE'
  UNION ALL
  SELECT record_id, requester_id, granted_until FROM access_request WHERE status IN ('GRANTED', 'PARTLY_GRANTED');
CREATE TRIGGER share_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON share FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER recall_acknowledgement_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON recall_acknowledgement FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER access_request_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON access_request FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};
