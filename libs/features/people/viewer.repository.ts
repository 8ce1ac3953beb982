import { ROLES, type AgencyKind, type FieldGrant, type Principal, type Role, type Viewer } from '#kernel/access';
import type { Connection } from '#kernel/database';
import { HEAD_ROLES } from './role.rules.js';

interface ViewerRow {
  person_id: string;
  username: string;
  display_name: string;
  pseudonym: string;
  agency_id: string;
  agency_code: string;
  agency_name: string;
  agency_kind: AgencyKind;
  region_code: string;
  roles: string[] | null;
  groups: string[] | null;
  recusals: string[] | null;
  grants: { record_id: string; fields: string[] }[] | null;
  heads: { person_id: string; display_name: string; pseudonym: string; roles: string[] | null }[] | null;
}

const ACTIVE_ROLES = `SELECT array_agg(DISTINCT g.role) FROM role_grant g WHERE g.status = 'ACTIVE' AND g.starts_at <= $2 AND g.ends_at > $2 AND g.person_id =`;

/** Everything that decides about a person now, in one statement: roles in force, groups, recusals, granted fields, heads he stands in for. */
export async function loadViewer(connection: Connection, personId: string, now: Date, session: { sessionId: string; requestId: string }): Promise<Viewer | null> {
  const [row] = await connection.query<ViewerRow>(
    `SELECT p.id AS person_id, p.username, p.display_name, p.pseudonym, a.id AS agency_id, a.code AS agency_code, a.name AS agency_name, a.kind AS agency_kind, a.region_code,
            (${ACTIVE_ROLES} p.id) AS roles,
            (SELECT array_agg(m.group_id) FROM sharing_group_member m WHERE m.agency_id = a.id) AS groups,
            -- a deputy is recused from what his head is recused from
            (SELECT array_agg(r.record_id) FROM recusal r WHERE r.person_id = p.id OR r.person_id IN
               (SELECT d.head_id FROM deputy d WHERE d.deputy_id = p.id AND d.starts_at <= $2 AND d.ends_at > $2 AND d.revoked_at IS NULL)) AS recusals,
            (SELECT json_agg(json_build_object('record_id', q.record_id, 'fields', q.granted_fields)) FROM access_request q
              WHERE q.requester_id = p.id AND q.status IN ('GRANTED', 'PARTLY_GRANTED') AND q.granted_until > $2) AS grants,
            (SELECT json_agg(json_build_object('person_id', h.id, 'display_name', h.display_name, 'pseudonym', h.pseudonym, 'roles', (${ACTIVE_ROLES} h.id)))
               FROM deputy d JOIN person h ON h.id = d.head_id WHERE d.deputy_id = p.id AND d.starts_at <= $2 AND d.ends_at > $2 AND d.revoked_at IS NULL AND h.active) AS heads
       FROM person p JOIN agency a ON a.id = p.agency_id WHERE p.id = $1 AND p.active`,
    [personId, now],
  );
  if (!row) return null;
  const known = new Set<string>(ROLES);
  const heads = row.heads ?? [];
  const roles = new Set<Role>((row.roles ?? []).filter((r): r is Role => known.has(r)));
  for (const head of heads) for (const role of head.roles ?? []) if ((HEAD_ROLES as readonly string[]).includes(role)) roles.add(role as Role);
  const grants: FieldGrant[] = (row.grants ?? []).map((g) => ({ recordId: g.record_id, fields: g.fields }));
  const actingFor: Principal[] = heads.map((h) => ({ personId: h.person_id, displayName: h.display_name, pseudonym: h.pseudonym }));
  return Object.freeze({
    personId: row.person_id,
    username: row.username,
    displayName: row.display_name,
    pseudonym: row.pseudonym,
    agencyId: row.agency_id,
    agencyCode: row.agency_code,
    agencyName: row.agency_name,
    agencyKind: row.agency_kind,
    regionCode: row.region_code,
    roles,
    audiences: [row.agency_id, ...(row.groups ?? []), row.person_id],
    recusedFrom: row.recusals ?? [],
    grants,
    actingFor,
    sessionId: session.sessionId,
    requestId: session.requestId,
    purpose: null,
  });
}
