import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { isAdministratorRole, separationConflict, type RoleTerm } from '#features/people';
import { ADMINISTRATOR_ROLES } from '#kernel/access';
import { Clock } from '#kernel/clocks';
import { loadConfig, type Config } from '#kernel/config';
import { isPrivateFile } from '#kernel/crypto';
import { Database, type Connection } from '#kernel/database';
import { migrations, tablesWithoutTrigger } from '../hub/surface.js';
import { prepareDatabase } from '../hub/start.js';
import { findings, type DatabaseSymptoms, type Symptoms } from './doctor.rules.js';
import { differencesOfFeeds } from './feed-check.command.js';

/** Says configuration risks in words; exit code 1 when one of them is serious. Changes nothing on a configured server. */
export async function run(): Promise<void> {
  const config = loadConfig(process.env);
  const found = findings(await symptomsOf(config));
  for (const { level, zh, en } of found) process.stdout.write(`${level === 'SERIOUS' ? '严重 SERIOUS' : '注意 WARNING'}  ${zh}\n${' '.repeat(14)}${en}\n`);
  const serious = found.filter((f) => f.level === 'SERIOUS').length;
  process.stdout.write(found.length === 0 ? '未发现配置风险 / no configuration risk found\n' : `${serious} 项严重，${found.length - serious} 项注意 / ${serious} serious, ${found.length - serious} to note\n`);
  process.exitCode = serious > 0 ? 1 : 0;
}

export async function symptomsOf(config: Config): Promise<Symptoms> {
  const clock = config.clockStart ? new Clock(config.clockStart) : new Clock();
  // The embedded server is started for the occasion; its own files are then looked at.
  const embedded = config.database.embedded ? await prepareDatabase(config) : null;
  try {
    return {
      demo: config.demo,
      embedded: config.database.embedded,
      host: config.host,
      secondFactorRequired: config.secondFactorRequired,
      privateFiles: privateFilesOf(config),
      freeBytes: await freeBytes(config.dataDirectory),
      now: clock.now(),
      database: await databaseSymptoms(embedded?.requestUrl ?? config.database.url!, embedded?.ownerUrl ?? config.database.ownerUrl ?? null, clock.now()),
    };
  } finally {
    await embedded?.server?.stop();
  }
}

function privateFilesOf(config: Config): Symptoms['privateFiles'] {
  const ofTheEmbedded = ['request-login.secret', join('postgres', 'owner.password')].map((name) => join(config.dataDirectory, name));
  // Demo mode makes its keys at the first start; before that there is nothing to look at.
  const made = ['root.key', 'log.key'].map((name) => join(config.dataDirectory, name)).filter((path) => config.demo && existsSync(path));
  const configured = [config.rootKeyFile, config.logKeyFile].filter((path) => path !== null);
  const paths = [...configured, ...made, ...(config.database.embedded ? ofTheEmbedded : [])];
  return paths.map((path) => ({ path, isPrivate: existsSync(path) ? isPrivateFile(path) : null }));
}

async function freeBytes(directory: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(existsSync(directory) ? directory : join(directory, '..'));
    return bavail * bsize;
  } catch {
    return null;
  }
}

async function databaseSymptoms(requestUrl: string, ownerUrl: string | null, now: Date): Promise<DatabaseSymptoms | null> {
  let database: Database;
  try {
    database = await Database.open({ requestUrl, poolSize: 1 });
  } catch {
    return null;
  }
  try {
    const look = <T>(work: (c: Connection) => Promise<T>): Promise<T> => database.transaction({ audiences: 'all', action: null, readOnly: true }, work);
    const server = await look(serverSymptoms);
    const migrated = server.hasTables && (await hasEveryMigration(ownerUrl));
    const content = migrated ? await look((c) => contentSymptoms(c, now)) : { tablesWithoutTrigger: [], demoAccounts: 0, vacantAdministrators: [], mixedRoles: 0 };
    const feed = migrated ? (await differencesOfFeeds(database)).length : 0;
    return { ...server, ...content, migrated, feedDifferences: feed };
  } finally {
    await database.close();
  }
}

type ServerSymptoms = Pick<DatabaseSymptoms, 'version' | 'login' | 'chineseTrigrams' | 'encoding' | 'clockDifferenceMs'> & { hasTables: boolean };

async function serverSymptoms(c: Connection): Promise<ServerSymptoms> {
  const before = Date.now();
  const [server] = await c.query<{ version: number; encoding: string; at: Date; superuser: boolean; bypasses: boolean; owns: boolean; trigrams: boolean; tables: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version, pg_encoding_to_char(d.encoding) AS encoding, clock_timestamp() AS at, r.rolsuper AS superuser, r.rolbypassrls AS bypasses,
            EXISTS (SELECT 1 FROM pg_class t WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND pg_has_role(t.relowner, 'MEMBER')) AS owns,
            EXISTS (SELECT 1 FROM pg_extension e WHERE e.extname = 'pg_trgm') AS trigrams, to_regclass('public.person') IS NOT NULL AS tables
       FROM pg_database d, pg_roles r WHERE d.datname = current_database() AND r.rolname = current_user`,
  );
  const between = (before + Date.now()) / 2;
  const [words] = server!.trigrams ? await c.query<{ found: boolean }>(`SELECT cardinality(show_trgm('人保')) > 0 AS found`) : [];
  return {
    version: server!.version,
    encoding: server!.encoding,
    login: { superuser: server!.superuser, bypassesRowSecurity: server!.bypasses, ownsTables: server!.owns },
    chineseTrigrams: words?.found ?? null,
    clockDifferenceMs: Math.round(server!.at.getTime() - between),
    hasTables: server!.tables,
  };
}

/** Only the owner can read which migrations ran; without his login the tables alone must do. */
async function hasEveryMigration(ownerUrl: string | null): Promise<boolean> {
  if (!ownerUrl) return true;
  const database = await Database.open({ requestUrl: ownerUrl, poolSize: 1 });
  try {
    const ran = await database.transaction({ audiences: [], action: null, readOnly: true }, (c) => c.query<{ name: string }>(`SELECT name FROM schema_migration`));
    const names = new Set(ran.map((r) => r.name));
    return migrations.every((m) => names.has(`${m.name}${m.stamp}`));
  } finally {
    await database.close();
  }
}

async function contentSymptoms(c: Connection, now: Date): Promise<Pick<DatabaseSymptoms, 'tablesWithoutTrigger' | 'demoAccounts' | 'vacantAdministrators' | 'mixedRoles'>> {
  const bare = await c.query<{ name: string }>(
    `SELECT t.relname AS name FROM pg_class t WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND NOT t.relispartition
        AND NOT EXISTS (SELECT 1 FROM pg_trigger g JOIN pg_proc f ON f.oid = g.tgfoid WHERE g.tgrelid = t.oid AND f.proname = 'require_audit_action' AND g.tgenabled IN ('O', 'A')) ORDER BY 1`,
  );
  const [demo] = await c.query<{ n: number }>(`SELECT count(*)::int AS n FROM person p JOIN agency a ON a.id = p.agency_id WHERE left(a.region_code, 2) = '99'`);
  const grants = await c.query<RoleTerm & { person: string }>(
    `SELECT g.person_id AS person, g.role, g.starts_at AS "startsAt", g.ends_at AS "endsAt" FROM role_grant g JOIN person p ON p.id = g.person_id WHERE p.active AND g.status = 'ACTIVE' AND g.starts_at <= $1 AND g.ends_at > $1`,
    [now],
  );
  const held = new Map<string, RoleTerm[]>();
  for (const { person, ...term } of grants) held.set(person, [...(held.get(person) ?? []), term]);
  const mixed = [...held.values()].filter((terms) => terms.some((term, i) => separationConflict(term, terms.slice(i + 1), []) !== null));
  const inOffice = new Set(grants.map((g) => g.role).filter(isAdministratorRole));
  return {
    tablesWithoutTrigger: bare.map((t) => t.name).filter((name) => tablesWithoutTrigger[name] === undefined),
    demoAccounts: demo!.n,
    vacantAdministrators: ADMINISTRATOR_ROLES.filter((role) => !inOffice.has(role)),
    mixedRoles: mixed.length,
  };
}
