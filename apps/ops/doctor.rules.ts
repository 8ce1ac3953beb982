import { publishedHolidays, type HolidayCalendar } from '#kernel/clocks';

/** What the doctor found out; null where it could not look. */
export interface Symptoms {
  demo: boolean;
  embedded: boolean;
  host: string;
  secondFactorRequired: boolean;
  /** Mode bits of files that must be their owner's alone; null: the file is missing. */
  privateFiles: readonly { path: string; isPrivate: boolean | null }[];
  freeBytes: number | null;
  now: Date;
  database: DatabaseSymptoms | null;
}

export interface DatabaseSymptoms {
  /** server_version_num, e.g. 180004. */
  version: number;
  login: { superuser: boolean; bypassesRowSecurity: boolean; ownsTables: boolean };
  /** null: the extension is not there. */
  chineseTrigrams: boolean | null;
  encoding: string;
  /** Database minus process. */
  clockDifferenceMs: number;
  tablesWithoutTrigger: readonly string[];
  migrated: boolean;
  feedDifferences: number;
  demoAccounts: number;
  /** Administrator roles that nobody holds now. */
  vacantAdministrators: readonly string[];
  /** People who hold two roles that must be apart. */
  mixedRoles: number;
}

/** SERIOUS: do not run the service like this. WARNING: somebody should know. */
export interface Finding {
  level: 'SERIOUS' | 'WARNING';
  zh: string;
  en: string;
}

const OLDEST_SERVER = 15;
const NEWEST_SERVER = 18;
const MOST_CLOCK_DIFFERENCE_MS = 5000;
const LEAST_FREE_BYTES = 1024 ** 3;

/** The risks of a configuration, in words. Names variables, files and tables, never a value of one. */
export function findings(s: Symptoms, holidays: HolidayCalendar = publishedHolidays): Finding[] {
  const found: Finding[] = [];
  const serious = (zh: string, en: string): void => void found.push({ level: 'SERIOUS', zh, en });
  const warning = (zh: string, en: string): void => void found.push({ level: 'WARNING', zh, en });

  for (const file of s.privateFiles) {
    if (file.isPrivate === null) serious(`${file.path} 不存在`, `${file.path} is missing`);
    else if (!file.isPrivate) serious(`${file.path} 可被其他用户读取，请执行 chmod 600`, `${file.path} can be read by others; chmod 600 it`);
  }
  if (s.demo && !s.embedded) serious('在非内嵌数据库上开启了演示模式：演示账号的密码是公开的', 'demo mode on a database that is not the embedded one: its passwords are published');
  if (!s.demo && !s.secondFactorRequired) serious('未要求动态口令', 'no second factor is required');
  if (s.demo && s.embedded) warning('演示模式：无动态口令，仅供本机试用', 'demo mode: no second factor, for trying out on this machine only');
  if (!s.demo && s.host !== '127.0.0.1' && s.host !== 'localhost') warning('直接监听网络地址：请确认前面有 TLS 代理', 'listens on a network address: make sure a TLS proxy stands before it');
  if (s.freeBytes === null) warning('无法读取数据目录的剩余空间', 'the free space of the data directory cannot be read');
  else if (s.freeBytes < LEAST_FREE_BYTES) serious('数据目录剩余空间不足 1 GB', 'less than 1 GB is free in the data directory');
  const year = holidays.missingYear(s.now);
  if (year !== null) serious(`缺少 ${year} 年的节假日安排，工作日期限无法准确计算`, `the holiday table of ${year} is missing: working-day deadlines cannot be computed for certain`);

  if (!s.database) {
    serious('无法连接数据库', 'the database cannot be reached');
    return found;
  }
  const d = s.database;
  const major = Math.floor(d.version / 10_000);
  if (major < OLDEST_SERVER || major > NEWEST_SERVER) serious(`PostgreSQL ${major} 不在支持范围（15 至 18）`, `PostgreSQL ${major} is outside the supported 15 to 18`);
  if (d.login.superuser) serious('请求所用的登录是超级用户', 'the request login is a superuser');
  if (d.login.bypassesRowSecurity) serious('请求所用的登录可绕过行级安全', 'the request login bypasses row-level security');
  if (d.login.ownsTables) serious('请求所用的登录是表的所有者', 'the request login owns the tables');
  if (d.encoding !== 'UTF8') serious('数据库编码不是 UTF8', 'the database encoding is not UTF8');
  if (!d.migrated) serious('数据库结构不是本版本的：请以所有者登录执行 npm run migrate', 'the schema is not that of this release: npm run migrate with the owner login');
  if (d.chineseTrigrams === null) serious('缺少扩展 pg_trgm', 'the extension pg_trgm is missing');
  else if (!d.chineseTrigrams) serious('数据库的区域设置使中文检索失效（show_trgm 对汉字无结果），请用 C.UTF-8 或 ICU 区域重建', 'the database locale breaks Chinese search (show_trgm gives nothing for Chinese); recreate it with C.UTF-8 or an ICU locale');
  if (Math.abs(d.clockDifferenceMs) > MOST_CLOCK_DIFFERENCE_MS) serious('数据库与本机的时钟相差超过 5 秒', 'the clocks of database and process differ by more than 5 seconds');
  if (d.tablesWithoutTrigger.length > 0) serious(`以下表缺少审计触发器：${d.tablesWithoutTrigger.join('、')}`, `tables without the audit trigger: ${d.tablesWithoutTrigger.join(', ')}`);
  if (d.feedDifferences > 0) serious(`可见性索引与来源有 ${d.feedDifferences} 处不一致`, `the feed differs from owners, shares and grants in ${d.feedDifferences} places`);
  if (!s.demo && d.demoAccounts > 0) serious(`数据库中有 ${d.demoAccounts} 个演示账号（已被拒绝登录）：这是演示数据，不应用于正式运行`, `the database holds ${d.demoAccounts} demo accounts (they cannot sign in): demo data, not for real use`);
  if (d.vacantAdministrators.length > 0) warning(`无人担任：${d.vacantAdministrators.join('、')}（首批管理员用 npm run ops -- first-admins 建立）`, `nobody holds ${d.vacantAdministrators.join(', ')} (the first administrators come from npm run ops -- first-admins)`);
  if (d.mixedRoles > 0) serious(`${d.mixedRoles} 人兼任须分离的岗位`, `${d.mixedRoles} people hold roles that must be apart`);
  return found;
}
