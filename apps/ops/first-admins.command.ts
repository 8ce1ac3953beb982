import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { checkAgency, insertAgency, type NewAgency } from '#features/agencies';
import { accountProblems, foldUsername, initialPassword, insertPerson } from '#features/people';
import { ADMINISTRATOR_ROLES } from '#kernel/access';
import { addMonths, endOfHubDay, hubDay } from '#kernel/clocks';
import { loadConfig } from '#kernel/config';
import { hashPassword, newId, newTotpSecret, sealField, totpAddress } from '#kernel/crypto';
import type { FieldProblem } from '#kernel/errors';
import { openKernel, type Kernel } from '#kernel/runtime';
import { prepareDatabase } from '../hub/start.js';
import { commands, policies } from '../hub/surface.js';

type AdministratorRole = (typeof ADMINISTRATOR_ROLES)[number];

export interface FirstAdministrator {
  username: string;
  displayName: string;
}

export interface FirstAdministrators {
  agency: Omit<NewAgency, 'kind'>;
  people: Readonly<Record<AdministratorRole, FirstAdministrator>>;
}

/** What each of the three is handed, once. */
export interface HandedOut extends FirstAdministrator {
  role: AdministratorRole;
  password: string;
  secondFactor: string;
}

/** Something the operator has to mend; both languages, no stack. */
export class FirstAdministratorsRefused extends Error {
  override readonly name = 'FirstAdministratorsRefused';
}

const LOCK = 7_223_402;
/** The first term; they propose and confirm each other's successors before it ends. */
const TERM_MONTHS = 12;

/**
 * Creates the hub office, unless it is there, and its three administrators (三员), each a different person, with a
 * one-time password and an enrolled second factor. Once only: afterwards roles come from two people.
 */
export async function createFirstAdministrators(kernel: Kernel, wanted: FirstAdministrators): Promise<HandedOut[]> {
  if (kernel.config.demo) throw new FirstAdministratorsRefused('演示模式自带三类管理员 / demo mode brings its own administrators');
  const { agency, problems } = checkAgency({ ...wanted.agency, kind: 'HUB_OFFICE' }, false, kernel.clock.now());
  const people = ADMINISTRATOR_ROLES.map((role) => ({ role, username: foldUsername(wanted.people[role].username), displayName: wanted.people[role].displayName.normalize('NFC').trim() }));
  for (const person of people) problems.push(...accountProblems(person.username, person.displayName).map((p) => ({ ...p, field: `${person.role} ${p.field}` })));
  if (new Set(people.map((p) => p.username)).size < people.length) problems.push({ field: 'username', zh: '三类管理员须为三个不同的人', en: 'the three administrators must be three different people' });
  if (problems.length > 0) throw refused(problems);
  const passwords = await Promise.all(people.map(async () => {
    const password = initialPassword();
    return { password, hash: await hashPassword(password) };
  }));
  return kernel.unitOfWork.runAsHub('person.createFirstAdministrators', async (tx) => {
    await tx.query(`SELECT pg_advisory_xact_lock($1)`, [LOCK]);
    const there = await tx.query(`SELECT 1 FROM role_grant WHERE role = ANY($1) LIMIT 1`, [ADMINISTRATOR_ROLES]);
    if (there.length > 0) throw new FirstAdministratorsRefused('已有管理员；新的管理员由安全管理员提出、由另一人确认 / there are administrators already; new ones are proposed by SECADMIN and confirmed by another person');
    const [known] = await tx.query<{ id: string; kind: string }>(`SELECT id, kind FROM agency WHERE code = $1`, [agency.code]);
    if (known && known.kind !== 'HUB_OFFICE') throw refused([{ field: 'agency', zh: '该单位不是打击办公室', en: 'is not a hub office' }]);
    const agencyId = known?.id ?? (await insertAgency(tx, agency, tx.now))!;
    const handedOut: HandedOut[] = [];
    const records: { id: string; ownerAgencyId: string }[] = [];
    for (const [i, person] of people.entries()) {
      const id = newId();
      const secret = newTotpSecret();
      const totpSealed = sealField(kernel.keyring, secret, { table: 'person', column: 'totp_sealed', rowId: id, agencyId });
      const made = await insertPerson(tx, kernel.keyring, { id, username: person.username, displayName: person.displayName, agencyId, passwordHash: passwords[i]!.hash, totpSealed, now: tx.now });
      if (!made) throw refused([{ field: `${person.role} username`, zh: '已被使用', en: 'is taken' }]);
      await tx.query(`INSERT INTO role_grant (id, person_id, role, starts_at, ends_at, status, requested_at, decided_at, reason) VALUES ($1,$2,$3,$4,$5,'ACTIVE',$4,$4,$6)`, [
        newId(), id, person.role, tx.now, endOfHubDay(addMonths(hubDay(tx.now), TERM_MONTHS)), '首批管理员 / first administrators',
      ]);
      records.push({ id, ownerAgencyId: agencyId });
      handedOut.push({ ...person, password: passwords[i]!.password, secondFactor: totpAddress(secret, person.username) });
    }
    tx.note({ object: 'Person', records, fields: ['username', 'displayName', 'roleGrants'] });
    return handedOut;
  });
}

function refused(problems: readonly FieldProblem[]): FirstAdministratorsRefused {
  return new FirstAdministratorsRefused(problems.map((p) => `  ${p.field}：${p.zh} / ${p.en}`).join('\n'));
}

const USAGE = `npm run ops -- first-admins --agency HUB-110000 --agency-name 某某打击办公室 --region 110000 \\
  --sysadmin ji.xitong=季系统 --secadmin an.anquan=安安全 --auditor shen.shenji=沈审计`;

export async function run(args: string[]): Promise<void> {
  const config = loadConfig(process.env);
  if (config.demo) throw new FirstAdministratorsRefused('演示模式自带三类管理员 / demo mode brings its own administrators');
  const wanted = await wantedFrom(args);
  const logins = await prepareDatabase(config);
  const kernel = await openKernel({ config, requestUrl: logins.requestUrl, policies, commands, onFault: () => undefined });
  try {
    const handedOut = await createFirstAdministrators(kernel, wanted);
    process.stdout.write('\n三位管理员已建立。以下口令和动态口令密钥仅显示这一次，请分别交给本人。\nThe three administrators are there. Passwords and second factors are shown this once; hand each to its person.\n');
    for (const person of handedOut) {
      process.stdout.write(`\n${person.role}  ${person.displayName}\n  用户名 / user name      ${person.username}\n  初始密码 / password     ${person.password}\n  动态口令 / second factor ${person.secondFactor}\n`);
    }
    process.stdout.write('\n首次登录须修改密码。/ The password has to be changed at the first sign-in.\n');
  } finally {
    await kernel.sequencer.catchUp();
    await kernel.close();
    await logins.server?.stop();
  }
}

async function wantedFrom(args: string[]): Promise<FirstAdministrators> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { agency: text, 'agency-name': text, region: text, sysadmin: text, secadmin: text, auditor: text } });
  const questions = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stdout }) : null;
  const answer = async (name: keyof typeof values, question: string): Promise<string> => {
    const given = values[name] ?? (await questions?.question(`${question}: `))?.trim();
    if (!given) throw new FirstAdministratorsRefused(`缺少 --${name} / --${name} is missing\n\n${USAGE}`);
    return given;
  };
  try {
    const agency = {
      code: await answer('agency', '打击办公室的单位代码 / code of the hub office, e.g. HUB-110000'),
      name: await answer('agency-name', '打击办公室的名称 / name of the hub office'),
      regionCode: await answer('region', '行政区划代码 / region code, six digits'),
    };
    const people = {
      SYSADMIN: named(await answer('sysadmin', '系统管理员 / system administrator, username=姓名')),
      SECADMIN: named(await answer('secadmin', '安全管理员 / security administrator, username=姓名')),
      AUDITOR: named(await answer('auditor', '审计管理员 / auditor, username=姓名')),
    };
    return { agency, people };
  } finally {
    questions?.close();
  }
}

function named(text: string): FirstAdministrator {
  const [username, displayName] = text.split('=');
  if (!username || !displayName) throw new FirstAdministratorsRefused(`应写作 username=姓名 / write username=name\n\n${USAGE}`);
  return { username, displayName };
}
