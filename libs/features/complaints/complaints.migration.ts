import type { Migration } from '#kernel/database';

/**
 * Complaints hold their allegations as one JSON value: they are read and written with the complaint and never alone.
 * Staged rows are not logged: they can be made again from the file, and after a crash of the server they are.
 */
export const complaintsMigration: Migration = {
  stamp: 20261123000700,
  name: 'Complaints',
  sql: `
CREATE TABLE complaint (
  id uuid PRIMARY KEY, number text NOT NULL UNIQUE, version int NOT NULL DEFAULT 1, owner_agency_id uuid NOT NULL REFERENCES agency (id),
  profile text NOT NULL, source_key text COLLATE "C" NOT NULL, content_hash bytea NOT NULL CHECK (length(content_hash) = 32), external_number text NOT NULL,
  status text NOT NULL CHECK (status IN ('OPEN', 'CLOSED')), region_code text NOT NULL, handling_code text NOT NULL DEFAULT 'H0',
  channel text NOT NULL, respondent text, insurer_ids uuid[] NOT NULL DEFAULT '{}', category text, subject text,
  complainant_name text, complainant_phone_sealed bytea, complainant_id_number_sealed bytea, policy_number text, is_proxy boolean, text text, mail_origin_sealed bytea,
  demand text, demand_amount bigint CHECK (demand_amount >= 0), opened_at date, closed_at date, disposition text, conclusion text,
  amount_returned bigint CHECK (amount_returned >= 0), currency text, involved_parties text[] NOT NULL DEFAULT '{}', lines json NOT NULL DEFAULT '[]',
  imported_from text, import_run_id uuid, proposed_lead_id uuid REFERENCES lead (id),
  search_heading text NOT NULL, search_respondent text, search_text text, search_redacted text, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
  UNIQUE (owner_agency_id, profile, source_key)
);
ALTER TABLE complaint ENABLE ROW LEVEL SECURITY;
CREATE POLICY complaint_reach ON complaint FOR SELECT USING (audience_reaches(owner_agency_id) OR EXISTS (SELECT 1 FROM feed f WHERE f.record_id = complaint.id));
CREATE POLICY complaint_insert ON complaint FOR INSERT WITH CHECK (true);
CREATE POLICY complaint_update ON complaint FOR UPDATE USING (true);
CREATE TRIGGER complaint_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON complaint FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();

CREATE TABLE import_run (
  id uuid PRIMARY KEY, version int NOT NULL DEFAULT 1, agency_id uuid NOT NULL REFERENCES agency (id), person_id uuid REFERENCES person (id), from_command_line boolean NOT NULL DEFAULT false,
  profile text NOT NULL, file_name text NOT NULL, file_path text NOT NULL, file_stamp text NOT NULL, upload_id uuid, encoding text,
  status text NOT NULL CHECK (status IN ('UPLOADED', 'CHECKING', 'CHECKED', 'COMMITTING', 'DONE', 'CANCELLED', 'FAILED')),
  stopped_while text CHECK (stopped_while IN ('CHECKING', 'COMMITTING')), mapping json NOT NULL DEFAULT '[]', header json, preview_sealed bytea,
  rows_read int NOT NULL DEFAULT 0, rows_total int, rows_refused int NOT NULL DEFAULT 0, records_ready int NOT NULL DEFAULT 0, records_committed int NOT NULL DEFAULT 0,
  records_unchanged int NOT NULL DEFAULT 0, rows_staged int NOT NULL DEFAULT 0, last_key text COLLATE "C", rate real, remaining real,
  message text, started_at timestamptz NOT NULL, finished_at timestamptz, lease_holder uuid, lease_until timestamptz
);
CREATE INDEX import_run_agency ON import_run (agency_id, started_at DESC);
CREATE INDEX import_run_at_work ON import_run (started_at) WHERE status IN ('CHECKING', 'COMMITTING');
CREATE UNLOGGED TABLE import_row (
  run_id uuid NOT NULL, key text COLLATE "C" NOT NULL, row int NOT NULL, cells text, cells_sealed bytea, PRIMARY KEY (run_id, key, row)
);
CREATE TABLE import_problem (
  run_id uuid NOT NULL REFERENCES import_run (id), row int NOT NULL, position int NOT NULL, key text COLLATE "C", file_column text NOT NULL, value_class text NOT NULL,
  reason_zh text NOT NULL, reason_en text NOT NULL, PRIMARY KEY (run_id, row, position)
);
CREATE TRIGGER import_run_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON import_run FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER import_row_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON import_row FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER import_problem_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON import_problem FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};
