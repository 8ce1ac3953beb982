import { Inject, Injectable } from '@nestjs/common';
import { defineCommands, type AgencyKind, type Viewer } from '#kernel/access';
import type { Config } from '#kernel/config';
import { newId } from '#kernel/crypto';
import { ScopedRead, UnitOfWork, type Connection } from '#kernel/database';
import { invalidInput, invalidState, notPermitted, type FieldProblem } from '#kernel/errors';
import { checkIdentifier } from '#kernel/identifiers';
import { CONFIG } from '#kernel/runtime';

export interface Agency {
  id: string;
  code: string;
  name: string;
  kind: AgencyKind;
  regionCode: string;
  contact: string | null;
  matchQuota: number;
}

export interface SharingGroup {
  id: string;
  code: string;
  name: string;
  ownerAgency: Agency;
  members: Agency[];
}

export const agencyCommands = defineCommands({
  'agency.create': { mutation: 'createAgency', roles: ['SECADMIN'] },
  'sharingGroup.save': { mutation: 'saveSharingGroup', roles: ['LIAISON', 'APPROVER'] },
});

const SELECT_AGENCY = `SELECT a.id, a.code, a.name, a.kind, a.region_code AS "regionCode", a.match_quota AS "matchQuota",
  (SELECT string_agg(p.display_name, '、' ORDER BY p.display_name) FROM person p JOIN role_grant g ON g.person_id = p.id
    WHERE p.agency_id = a.id AND g.role = 'LIAISON' AND g.status = 'ACTIVE' AND g.starts_at <= now() AND g.ends_at > now() AND p.active) AS contact FROM agency a`;

/** The directory of member agencies and the sharing groups between them. Names of agencies and liaisons are open to members. */
@Injectable()
export class AgenciesService {
  constructor(
    @Inject(UnitOfWork) private readonly unitOfWork: UnitOfWork,
    @Inject(ScopedRead) private readonly read: ScopedRead,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  all(viewer: Viewer): Promise<Agency[]> {
    return this.read.run(viewer, 'agency.list', async (c) => ({ value: await c.query<Agency>(`${SELECT_AGENCY} ORDER BY a.code`), object: 'Agency', records: [], fields: ['name', 'contact'] }));
  }

  /** The viewer's own agency; own data, no ledger entry. */
  async ofViewer(viewer: Viewer): Promise<Agency> {
    const agencies = await this.read.look(viewer, (c) => agenciesById(c, [viewer.agencyId]));
    return agencies.get(viewer.agencyId)!;
  }

  /** Names of agencies by id, for records whose own cells already disclosed them. */
  byId(viewer: Viewer, ids: readonly string[]): Promise<Map<string, Agency>> {
    return this.read.look(viewer, (c) => agenciesById(c, ids));
  }

  /** The groups my agency owns or is a member of; nobody else learns that a group exists. */
  groups(viewer: Viewer): Promise<SharingGroup[]> {
    return this.read.run(viewer, 'sharingGroup.list', async (c) => ({ value: await groupsOf(c, viewer.agencyId), object: 'SharingGroup', records: [], fields: ['name', 'members'] }));
  }

  /** A new member. It has nobody yet: accounts and roles follow, each with its second person. */
  create(viewer: Viewer, input: NewAgency): Promise<Agency> {
    return this.unitOfWork.run(viewer, 'agency.create', async (tx) => {
      tx.permit();
      const { agency, problems } = checkAgency(input, this.config.demo, tx.now);
      if (problems.length > 0) throw invalidInput(problems);
      const id = await insertAgency(tx, agency, tx.now);
      if (!id) throw invalidInput([{ field: 'code', zh: '该代码已被使用', en: 'is taken' }]);
      tx.note({ object: 'Agency', records: [{ id, ownerAgencyId: id }], fields: ['code', 'name', 'kind', 'regionCode'] });
      return (await agenciesById(tx, [id])).get(id)!;
    });
  }

  saveSharingGroup(viewer: Viewer, input: { code: string; name: string; memberCodes: string[] }): Promise<SharingGroup> {
    return this.unitOfWork.run(viewer, 'sharingGroup.save', async (tx) => {
      tx.permit();
      const code = input.code.normalize('NFKC').trim().toUpperCase();
      const name = input.name.normalize('NFKC').trim();
      const problems = [];
      if (!/^[A-Z0-9][A-Z0-9-]{1,30}$/.test(code)) problems.push({ field: 'code', zh: '应为 2 至 31 位大写字母、数字或连字符', en: 'must be 2 to 31 capital letters, digits or hyphens' });
      if (name.length < 2 || name.length > 60) problems.push({ field: 'name', zh: '应为 2 至 60 个字', en: 'must have 2 to 60 characters' });
      const members = await agenciesByCode(tx, input.memberCodes);
      for (const [i, memberCode] of input.memberCodes.entries()) {
        if (!members.has(memberCode)) problems.push({ field: `memberCodes.${i}`, zh: '没有这个成员单位', en: 'is not a member agency' });
      }
      if (problems.length > 0) throw invalidInput(problems);
      const [known] = await tx.query<{ id: string; owner_agency_id: string }>(`SELECT id, owner_agency_id FROM sharing_group WHERE code = $1 FOR UPDATE`, [code]);
      if (known && known.owner_agency_id !== viewer.agencyId) throw notPermitted('该代码已被占用', 'This code is taken');
      const id = known?.id ?? newId();
      if (known && (await widens(tx, id, viewer.agencyId, [...members.values()].map((a) => a.id)))) {
        throw invalidState('该组已承接其他机关的共享或 H2、H3 记录，不能再增加成员；请另建新组', 'Records of other agencies, or under H2 or H3, are shared with this group, so it cannot gain members; make a new group');
      }
      if (known) await tx.query(`UPDATE sharing_group SET name = $2 WHERE id = $1`, [id, name]);
      else await tx.query(`INSERT INTO sharing_group (id, code, name, owner_agency_id, created_at) VALUES ($1,$2,$3,$4,$5)`, [id, code, name, viewer.agencyId, tx.now]);
      await tx.query(`DELETE FROM sharing_group_member WHERE group_id = $1`, [id]);
      await tx.query(`INSERT INTO sharing_group_member (group_id, agency_id) SELECT $1, unnest($2::uuid[])`, [id, [...new Set([...members.values()].map((a) => a.id))]]);
      tx.note({ object: 'SharingGroup', records: [{ id, ownerAgencyId: viewer.agencyId }], fields: ['name', 'members'] });
      return (await groupsOf(tx, viewer.agencyId)).find((g) => g.id === id)!;
    });
  }
}

/** A new member would see what others shared with the old ones: that is onward sharing without the originator's consent. */
async function widens(connection: Connection, groupId: string, ownerAgencyId: string, memberIds: readonly string[]): Promise<boolean> {
  const [wider] = await connection.query(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM unnest($2::uuid[]) AS n (id) WHERE n.id NOT IN (SELECT agency_id FROM sharing_group_member WHERE group_id = $1))
        AND EXISTS (SELECT 1 FROM share s WHERE s.group_id = $1 AND s.status IN ('ACTIVE', 'PENDING_CONSENT') AND (s.owner_agency_id <> $3 OR s.handling_code IN ('H2', 'H3')))`,
    [groupId, memberIds, ownerAgencyId],
  );
  return wider !== undefined;
}

export interface NewAgency {
  code: string;
  name: string;
  kind: AgencyKind;
  regionCode: string;
}

/** Normal form of a new agency, and everything wrong with it; regions 99xxxx exist in demo mode only. */
export function checkAgency(input: NewAgency, demo: boolean, today: Date): { agency: NewAgency; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const code = input.code.normalize('NFKC').trim().toUpperCase();
  const name = input.name.normalize('NFKC').trim();
  if (!/^[A-Z][A-Z0-9-]{1,30}$/.test(code)) problems.push({ field: 'code', zh: '应为 2 至 31 位大写字母、数字或连字符，以字母开头', en: 'must be 2 to 31 capital letters, digits or hyphens, beginning with a letter' });
  if ([...name].length < 2 || [...name].length > 60 || /\p{C}/u.test(name)) problems.push({ field: 'name', zh: '应为 2 至 60 个字', en: 'must have 2 to 60 characters' });
  const region = checkIdentifier('REGION_CODE', input.regionCode, { demo, today });
  if (!region.ok) problems.push({ field: 'regionCode', zh: region.zh, en: region.en });
  return { agency: { code, name, kind: input.kind, regionCode: region.ok ? region.normalised : '' }, problems };
}

/** Writes a checked agency; null when its code is taken. */
export async function insertAgency(connection: Connection, agency: NewAgency, now: Date): Promise<string | null> {
  const id = newId();
  const rows = await connection.query(
    `INSERT INTO agency (id, code, name, kind, region_code, created_at) VALUES ($1,$2,$3,$4,$5,$6) ON CONFLICT (code) DO NOTHING RETURNING id`,
    [id, agency.code, agency.name, agency.kind, agency.regionCode, now],
  );
  return rows.length === 1 ? id : null;
}

export async function agenciesByCode(connection: Connection, codes: readonly string[]): Promise<Map<string, Agency>> {
  const rows = codes.length ? await connection.query<Agency>(`${SELECT_AGENCY} WHERE a.code = ANY($1)`, [codes]) : [];
  return new Map(rows.map((a) => [a.code, a]));
}

export async function agenciesById(connection: Connection, ids: readonly string[]): Promise<Map<string, Agency>> {
  const rows = ids.length ? await connection.query<Agency>(`${SELECT_AGENCY} WHERE a.id = ANY($1::uuid[])`, [[...new Set(ids)]]) : [];
  return new Map(rows.map((a) => [a.id, a]));
}

export async function agenciesOfKind(connection: Connection, kind: AgencyKind): Promise<Agency[]> {
  return connection.query<Agency>(`${SELECT_AGENCY} WHERE a.kind = $1 ORDER BY a.code`, [kind]);
}

/** The regulator whose region is the longest prefix of the record's (GB/T 2260: two digits a level, trailing 00 = the whole level above). */
export function regulatorFor(regionCode: string, regulators: readonly Agency[]): Agency | null {
  const prefixOf = (code: string): string => code.replace(/(00)+$/, '');
  return (
    regulators
      .filter((a) => a.kind === 'REGULATOR' && regionCode.startsWith(prefixOf(a.regionCode)))
      .sort((a, b) => prefixOf(b.regionCode).length - prefixOf(a.regionCode).length || a.code.localeCompare(b.code))[0] ?? null
  );
}

export async function groupsOf(connection: Connection, agencyId: string): Promise<SharingGroup[]> {
  const groups = await connection.query<{ id: string; code: string; name: string; owner: string; members: string[] | null }>(
    `SELECT g.id, g.code, g.name, g.owner_agency_id AS owner, (SELECT array_agg(m.agency_id) FROM sharing_group_member m WHERE m.group_id = g.id) AS members
       FROM sharing_group g WHERE g.owner_agency_id = $1 OR EXISTS (SELECT 1 FROM sharing_group_member m WHERE m.group_id = g.id AND m.agency_id = $1) ORDER BY g.code`,
    [agencyId],
  );
  const agencies = await agenciesById(connection, groups.flatMap((g) => [g.owner, ...(g.members ?? [])]));
  return groups.map((g) => ({ id: g.id, code: g.code, name: g.name, ownerAgency: agencies.get(g.owner)!, members: (g.members ?? []).map((id) => agencies.get(id)!).sort((a, b) => a.code.localeCompare(b.code)) }));
}
