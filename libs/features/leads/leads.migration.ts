import type { Migration } from '#kernel/database';

export const leadsMigration: Migration = {
  stamp: 20261123000600,
  name: 'Leads',
  sql: `
CREATE TABLE lead (
  id uuid PRIMARY KEY, number text NOT NULL UNIQUE, version int NOT NULL DEFAULT 1, owner_agency_id uuid NOT NULL REFERENCES agency (id),
  assigned_agency_id uuid REFERENCES agency (id), assignee_id uuid REFERENCES person (id), insurer_ids uuid[] NOT NULL DEFAULT '{}', policy_numbers text[] NOT NULL DEFAULT '{}',
  status text NOT NULL, source text NOT NULL, region_code text NOT NULL, conduct_types text[] NOT NULL, handling_code text NOT NULL, handling text NOT NULL,
  source_grade smallint NOT NULL CHECK (source_grade BETWEEN 1 AND 3), information_grade text NOT NULL CHECK (information_grade ~ '^[A-E]$'),
  risk_band smallint NOT NULL DEFAULT -1 CHECK (risk_band BETWEEN -1 AND 3), risk_score int CHECK (risk_score BETWEEN 0 AND 100), amount_involved bigint CHECK (amount_involved >= 0),
  title text NOT NULL, title_redacted text NOT NULL, narrative text NOT NULL, narrative_redacted text NOT NULL,
  conclusion text, conclusion_note text, conclusion_note_redacted text, concluded_by uuid REFERENCES person (id), submitted_by uuid REFERENCES person (id), decision_reason text,
  refused_hand_overs smallint NOT NULL DEFAULT 0, merged_into uuid REFERENCES lead (id), submitted_at timestamptz NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
  legal_hold boolean NOT NULL DEFAULT false
);
CREATE INDEX lead_assignee ON lead (assignee_id, status);
CREATE INDEX lead_assigned_agency ON lead (assigned_agency_id, status);
CREATE INDEX lead_owner ON lead (owner_agency_id, status);
CREATE INDEX lead_conduct ON lead USING gin (conduct_types);
CREATE TABLE lead_subject (
  id uuid PRIMARY KEY, lead_id uuid NOT NULL REFERENCES lead (id), position int NOT NULL, kind text NOT NULL, role text NOT NULL, name text NOT NULL, unified_credit_code text,
  id_number_sealed bytea, phones_sealed bytea, bank_accounts_sealed bytea, UNIQUE (lead_id, position)
);
CREATE TABLE search_text (
  record_type text NOT NULL, record_id uuid NOT NULL, class text NOT NULL, body text NOT NULL, grams text[] NOT NULL, PRIMARY KEY (record_id, class)
);
CREATE INDEX search_text_grams ON search_text USING gin (grams);
ALTER TABLE lead ENABLE ROW LEVEL SECURITY;
CREATE POLICY lead_reach ON lead FOR SELECT USING (audience_reaches(owner_agency_id) OR EXISTS (SELECT 1 FROM feed f WHERE f.record_id = lead.id));
CREATE POLICY lead_insert ON lead FOR INSERT WITH CHECK (true);
CREATE POLICY lead_update ON lead FOR UPDATE USING (true);
CREATE TRIGGER lead_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON lead FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER lead_subject_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON lead_subject FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
CREATE TRIGGER search_text_audit BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON search_text FOR EACH STATEMENT EXECUTE FUNCTION require_audit_action();
`,
};
