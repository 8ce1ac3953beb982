import { fileURLToPath } from 'node:url';
import { findProfile, importContext, IMPORTED_FIELDS, openSource, prepareComplaint, readComplaints, writeComplaints } from '#features/complaints';
import { announceIdentifiers, insertLead, keepVersion, LeadSource, checkLead } from '#features/leads';
import { openShare } from '#features/sharing';
import type { Role } from '#kernel/access';
import { hashPassword, newId, pseudonym } from '#kernel/crypto';
import { syncFeed, type Connection } from '#kernel/database';
import type { Kernel } from '#kernel/runtime';
import { DEMO_AGENCIES, DEMO_GROUP, DEMO_PASSWORD, DEMO_PEOPLE } from './demo/cast.js';
import { FIXED_LEADS, furtherLeads, type DemoLead } from './demo/leads.js';

type Tx = Connection & { now: Date };

/**
 * Loads the invented province 云州省 into an empty hub; does nothing when there are agencies already. One transaction: a
 * crash while loading leaves an empty hub, and the next start loads again.
 */
export async function loadDemoWorld(kernel: Kernel): Promise<void> {
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await kernel.unitOfWork.runAsHub('demo.load', async (tx) => {
    const [present] = await tx.query(`SELECT 1 FROM agency LIMIT 1`);
    if (present) return;
    const since = new Date('2026-01-05T09:00:00+08:00');
    const agencies = new Map<string, string>();
    for (const [code, name, kind, region] of DEMO_AGENCIES) {
      const id = newId();
      agencies.set(code, id);
      await tx.query(`INSERT INTO agency (id, code, name, kind, region_code, created_at) VALUES ($1,$2,$3,$4,$5,$6)`, [id, code, name, kind, region, since]);
    }
    const people = new Map<string, string>();
    for (const [username, displayName, agencyCode, roles] of DEMO_PEOPLE) {
      const id = newId();
      people.set(username, id);
      await tx.query(`INSERT INTO person (id, username, display_name, agency_id, pseudonym, password_hash, created_at) VALUES ($1,$2,$3,$4,$5,$6,$7)`, [
        id, username, displayName, agencies.get(agencyCode), pseudonym(kernel.keyring, 'person', id), passwordHash, since,
      ]);
      await grantRoles(tx, id, roles, since);
    }
    const groupId = newId();
    await tx.query(`INSERT INTO sharing_group (id, code, name, owner_agency_id, created_at) VALUES ($1,$2,$3,$4,$5)`, [groupId, DEMO_GROUP.code, DEMO_GROUP.name, agencies.get(DEMO_GROUP.owner), since]);
    await tx.query(`INSERT INTO sharing_group_member (group_id, agency_id) SELECT $1, unnest($2::uuid[])`, [groupId, DEMO_GROUP.members.map((c) => agencies.get(c))]);

    const source = new LeadSource(kernel.keyring);
    const series = new Map<string, number>();
    const records: { id: string; ownerAgencyId: string }[] = [];
    for (const lead of [...FIXED_LEADS, ...furtherLeads()]) {
      records.push(await loadLead(tx, kernel, source, lead, agencies, people, groupId));
      const prefix = lead.number.slice(0, lead.number.lastIndexOf('-'));
      series.set(prefix, Math.max(series.get(prefix) ?? 0, Number(lead.number.slice(prefix.length + 1))));
    }
    for (const [prefix, last] of series) await tx.query(`INSERT INTO number_series (prefix, last) VALUES ($1,$2)`, [prefix, last]);
    tx.note({ object: 'Lead', records, fields: ['demo'] });
    const complaints = await loadComplaints(tx, kernel, agencies.get(COMPLAINTS_OF)!);
    tx.note({ object: 'Complaint', records: complaints, fields: IMPORTED_FIELDS });
  });
}

const COMPLAINTS_OF = 'REG-990101';

/** The slice of published complaints beside this file, as if the agency had imported it on an August day. */
async function loadComplaints(tx: Tx, kernel: Kernel, agencyId: string): Promise<{ id: string; ownerAgencyId: string }[]> {
  const now = new Date('2026-08-20T10:00:00+08:00');
  const fileName = 'ct-surrender-complaints.csv';
  const profile = findProfile('connecticut-complaints')!;
  const { drafts } = await readComplaints(await openSource(fileURLToPath(new URL(`./demo/${fileName}`, import.meta.url))), profile, importContext(true, now));
  const [, , , regionCode] = DEMO_AGENCIES.find(([code]) => code === COMPLAINTS_OF)!;
  const to = { runId: newId(), profile: profile.code, fileName, agency: { id: agencyId, code: COMPLAINTS_OF, regionCode }, insurers: [] };
  const { records } = await writeComplaints({ query: (sql, params) => tx.query(sql, params), now }, kernel.keyring, to, drafts.map((draft) => prepareComplaint(kernel.keyring, to, draft)));
  return records;
}

async function grantRoles(tx: Tx, personId: string, roles: readonly Role[], since: Date): Promise<void> {
  for (const role of roles) {
    await tx.query(`INSERT INTO role_grant (id, person_id, role, starts_at, ends_at, status, decided_at) VALUES ($1,$2,$3,$4,$5,'ACTIVE',$4)`, [newId(), personId, role, since, new Date('2030-01-05T09:00:00+08:00')]);
  }
}

async function loadLead(tx: Tx, kernel: Kernel, source: LeadSource, lead: DemoLead, agencies: ReadonlyMap<string, string>, people: ReadonlyMap<string, string>, groupId: string): Promise<{ id: string; ownerAgencyId: string }> {
  const { lead: checked, problems } = checkLead(lead.input, { demo: true }, tx.now);
  if (problems.length > 0) throw new Error(`demo lead ${lead.number}: ${problems.map((p) => `${p.field} ${p.en}`).join('; ')}`);
  const id = newId();
  const ownerAgencyId = agencies.get(lead.owner)!;
  const at = new Date(lead.at);
  const submittedBy = lead.submittedBy ? people.get(lead.submittedBy)! : null;
  await insertLead(tx, kernel.keyring, checked, { id, number: lead.number, ownerAgencyId, submittedBy, status: 'SUBMITTED', at });
  await keepVersion(tx, kernel.keyring, source, id, { action: 'lead.submit', personId: submittedBy, agencyId: ownerAgencyId, at });
  const handled = new Date(at.getTime() + 26 * 3_600_000);
  await tx.query(
    `UPDATE lead SET risk_band = $2, risk_score = $3, status = $4, assigned_agency_id = $5, assignee_id = $6, conclusion = $7, conclusion_note = $8, conclusion_note_redacted = $8, updated_at = $9, version = version + 1 WHERE id = $1`,
    [id, lead.band, lead.score, lead.status, lead.assigned ? agencies.get(lead.assigned) : null, lead.assignee ? people.get(lead.assignee) : null, lead.conclusion ?? null, lead.conclusion ? '核查材料已归档。' : null, handled],
  );
  const row = await keepVersion(tx, kernel.keyring, source, id, { action: lead.assigned ? 'lead.assign' : 'lead.score', personId: null, agencyId: lead.assigned ? agencies.get(lead.assigned)! : null, at: handled });
  await announceIdentifiers(tx, kernel.keyring, source, row);
  for (const receiver of lead.sharedWith) {
    const group = receiver === DEMO_GROUP.code;
    await openShare(
      { query: (sql, params) => tx.query(sql, params), now: handled },
      row,
      { agencyId: group ? null : agencies.get(receiver)!, groupId: group ? groupId : null, status: 'ACTIVE', handlingCode: row.handlingCode, reason: '协同核查', expiresAt: null },
      { personId: submittedBy ?? people.get('kang.fuze')!, agencyId: ownerAgencyId },
    );
  }
  await syncFeed(tx, row.feed);
  return { id, ownerAgencyId };
}

