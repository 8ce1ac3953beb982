import { Inject, Injectable } from '@nestjs/common';
import { agenciesByCode, type Agency } from '#features/agencies';
import { hasRole, type Role, type Viewer } from '#kernel/access';
import { ScopedRead, type Connection } from '#kernel/database';
import { invalidInput } from '#kernel/errors';

export interface Colleague {
  id: string;
  username: string;
  displayName: string;
  roles: string[];
}

/** Who holds a role in force at an agency; recused people are left out when a record is named. */
export async function peopleWithRole(connection: Connection, agencyId: string, role: Role, now: Date, recordId: string | null = null): Promise<Colleague[]> {
  return connection.query<Colleague>(
    `SELECT p.id, p.username, p.display_name AS "displayName", array_agg(DISTINCT g.role) AS roles
       FROM person p JOIN role_grant g ON g.person_id = p.id AND g.status = 'ACTIVE' AND g.starts_at <= $3 AND g.ends_at > $3
      WHERE p.agency_id = $1 AND p.active AND ($4::uuid IS NULL OR NOT EXISTS (SELECT 1 FROM recusal r WHERE r.person_id = p.id AND r.record_id = $4))
      GROUP BY p.id HAVING bool_or(g.role = $2) ORDER BY p.display_name`,
    [agencyId, role, now, recordId],
  );
}

@Injectable()
export class PeopleService {
  constructor(@Inject(ScopedRead) private readonly read: ScopedRead) {}

  /** Investigators to whom a lead can be assigned; for intake staff only. */
  assignableInvestigators(viewer: Viewer, agencyCode: string): Promise<Colleague[]> {
    return this.read.run(viewer, 'person.listInvestigators', async (c, now) => {
      const agency: Agency | undefined = (await agenciesByCode(c, [agencyCode])).get(agencyCode);
      if (!agency) throw invalidInput([{ field: 'agencyCode', zh: '没有这个成员单位', en: 'is not a member agency' }]);
      const mayAsk = hasRole(viewer, 'INTAKE') || (hasRole(viewer, 'APPROVER') && agency.id === viewer.agencyId);
      const value = mayAsk ? await peopleWithRole(c, agency.id, 'INVESTIGATOR', now) : [];
      return { value, object: 'Person', records: [], fields: ['displayName', 'roles'] };
    });
  }
}
