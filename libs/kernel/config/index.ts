import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The settings of one process: read once at start, frozen, and handed to whoever needs them. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Invented people and data, no second factor, 127.0.0.1 only. */
  readonly demo: boolean;
  /** Absolute; holds the embedded database, keys of demo mode and stored files. */
  readonly dataDirectory: string;
  readonly database: {
    /** True when no DATABASE_URL is given: the service starts its own PostgreSQL. */
    readonly embedded: boolean;
    /** Login of the requests; never the owner. */
    readonly url?: string;
    /** Login that owns the tables: migrations only. */
    readonly ownerUrl?: string;
  };
  /** The instant at which the demo clock starts; null: the real time. */
  readonly clockStart: Date | null;
  readonly cryptoSuite: 'international' | 'domestic';
  /** File with the root key; null only in demo mode, which makes one in the data directory. */
  readonly rootKeyFile: string | null;
  /** File with the key that signs the ledger's checkpoints; null only in demo mode, which makes one in the data directory. */
  readonly logKeyFile: string | null;
  /** C2SP tlog-policy file: the witnesses that cosign checkpoints, and the quorum; null: nobody is asked. */
  readonly witnessesFile: string | null;
  readonly secondFactorRequired: boolean;
  /** Folder of the full public data sets, for tests and drills; null: only the committed samples. */
  readonly dataSetsDirectory: string | null;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** Something is wrong with the environment; lists every problem, in Chinese and English, never a value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly variables: readonly string[];

  constructor(problems: readonly Problem[]) {
    const lines = problems.map(({ variable, zh, en }) => `  ${variable}：${zh} / ${en}`);
    super(`环境变量有误 / the environment is not usable:\n${lines.join('\n')}`);
    this.variables = problems.map(({ variable }) => variable);
  }
}

interface Problem {
  variable: string;
  zh: string;
  en: string;
}

interface Rule<S extends z.ZodType = z.ZodType> {
  schema: S;
  zh: string;
  en: string;
}

const rule = <S extends z.ZodType>(schema: S, zh: string, en: string): Rule<S> => ({ schema, zh, en });

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ }).refine((text) => URL.canParse(text) && new URL(text).username !== '');
const readableFile = z.string().refine((path) => { try { accessSync(path, constants.R_OK); return true; } catch { return false; } });

/** One line per variable: what it may be, and what is said when it is not. All are optional; empty counts as not set. */
const variables = {
  PORT: rule(z.string().regex(/^\d{1,5}$/).transform(Number).refine((port) => port <= 65535).default(3000), '须为 0 至 65535 的整数（0 取任一空闲端口）', 'must be a whole number from 0 to 65535 (0 takes any free port)'),
  XIECHA_HOST: rule(z.union([z.ipv4(), z.ipv6(), z.literal('localhost')]).default('127.0.0.1'), '须为监听的 IP 地址', 'must be the IP address to listen on'),
  XIECHA_DATA: rule(z.string().optional(), '须为目录', 'must be a directory'),
  DATABASE_URL: rule(postgresUrl.optional(), '须为带登录名的 postgresql:// 地址', 'must be a postgresql:// address with a login'),
  DATABASE_OWNER_URL: rule(postgresUrl.optional(), '须为带登录名的 postgresql:// 地址', 'must be a postgresql:// address with a login'),
  XIECHA_DEMO: rule(z.enum(['0', '1']).transform((text) => text === '1').optional(), '须为 0 或 1', 'must be 0 or 1'),
  XIECHA_CLOCK: rule(z.iso.datetime({ offset: true }).transform((text) => new Date(text)).optional(), '须为 RFC 3339 时刻，如 2026-09-21T09:00:00+08:00', 'must be an RFC 3339 instant such as 2026-09-21T09:00:00+08:00'),
  XIECHA_CRYPTO: rule(z.enum(['international', 'domestic']).default('international'), '须为 international 或 domestic', 'must be international or domestic'),
  XIECHA_ROOT_KEY_FILE: rule(readableFile.optional(), '须为可读的文件', 'must be a readable file'),
  XIECHA_LOG_KEY_FILE: rule(readableFile.optional(), '须为可读的文件', 'must be a readable file'),
  XIECHA_WITNESSES: rule(readableFile.optional(), '须为可读的文件', 'must be a readable file'),
  XIECHA_SECOND_FACTOR: rule(z.enum(['required', 'off']).optional(), '须为 required 或 off', 'must be required or off'),
  XIECHA_DATA_SETS: rule(z.string().refine((path) => existsSync(path)).optional(), '须为已有的目录', 'must be a directory that exists'),
  LOG_LEVEL: rule(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'), '须为 fatal、error、warn、info、debug、trace 或 silent', 'must be fatal, error, warn, info, debug, trace or silent'),
};

type Values = { -readonly [Name in keyof typeof variables]?: z.output<(typeof variables)[Name]['schema']> };

/**
 * Reads the environment.
 *
 * @throws ConfigError naming every wrong variable at once: an operator should not have to start the service once per
 *   mistake.
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const problems: Problem[] = [];
  const values: Values = {};
  for (const [variable, { schema, zh, en }] of Object.entries(variables)) {
    const read = schema.safeParse(env[variable]?.trim() || undefined);
    if (read.success) Object.assign(values, { [variable]: read.data });
    else problems.push({ variable, zh, en });
  }
  const wrong = new Set(problems.map(({ variable }) => variable));
  /** Adds what follows from several variables, unless the variable is already known to be wrong. */
  const refuse = (variable: keyof typeof variables, zh: string, en: string) => {
    if (!wrong.has(variable)) problems.push({ variable, zh, en });
  };

  const embedded = values.DATABASE_URL === undefined && !wrong.has('DATABASE_URL');
  const demo = values.XIECHA_DEMO ?? embedded;
  const host = values.XIECHA_HOST ?? '127.0.0.1';

  if (values.DATABASE_OWNER_URL !== undefined && embedded) {
    refuse('DATABASE_OWNER_URL', '设置时须同时设置 DATABASE_URL', 'needs DATABASE_URL beside it');
  }
  if (values.DATABASE_URL !== undefined && values.DATABASE_OWNER_URL !== undefined
    && new URL(values.DATABASE_URL).username === new URL(values.DATABASE_OWNER_URL).username) {
    refuse('DATABASE_URL', '不得使用表的所有者登录', 'must not use the login that owns the tables');
  }
  // What XIECHA_DEMO itself decides cannot be judged while it is wrong.
  if (!wrong.has('XIECHA_DEMO') && demo) {
    if (host !== '127.0.0.1') refuse('XIECHA_HOST', '演示模式只能监听 127.0.0.1', 'demo mode listens on 127.0.0.1 only');
  } else if (!wrong.has('XIECHA_DEMO')) {
    if (values.XIECHA_CLOCK !== undefined) refuse('XIECHA_CLOCK', '仅可用于演示模式', 'is for demo mode only');
    if (values.XIECHA_ROOT_KEY_FILE === undefined) refuse('XIECHA_ROOT_KEY_FILE', '非演示模式必须设置', 'is required outside demo mode');
    if (values.XIECHA_LOG_KEY_FILE === undefined) refuse('XIECHA_LOG_KEY_FILE', '非演示模式必须设置', 'is required outside demo mode');
    if (values.XIECHA_SECOND_FACTOR === 'off') refuse('XIECHA_SECOND_FACTOR', '非演示模式必须为 required', 'must be required outside demo mode');
  }
  if (problems.length > 0) throw new ConfigError(problems);

  return Object.freeze({
    port: values.PORT ?? 3000,
    host,
    demo,
    dataDirectory: resolve(values.XIECHA_DATA ?? join(checkout(), '.xiecha')),
    database: Object.freeze({
      embedded,
      ...(values.DATABASE_URL === undefined ? {} : { url: values.DATABASE_URL }),
      ...(values.DATABASE_OWNER_URL === undefined ? {} : { ownerUrl: values.DATABASE_OWNER_URL }),
    }),
    clockStart: values.XIECHA_CLOCK ?? null,
    cryptoSuite: values.XIECHA_CRYPTO ?? 'international',
    rootKeyFile: values.XIECHA_ROOT_KEY_FILE === undefined ? null : resolve(values.XIECHA_ROOT_KEY_FILE),
    logKeyFile: values.XIECHA_LOG_KEY_FILE === undefined ? null : resolve(values.XIECHA_LOG_KEY_FILE),
    witnessesFile: values.XIECHA_WITNESSES === undefined ? null : resolve(values.XIECHA_WITNESSES),
    secondFactorRequired: values.XIECHA_SECOND_FACTOR === undefined ? !demo : values.XIECHA_SECOND_FACTOR === 'required',
    dataSetsDirectory: values.XIECHA_DATA_SETS === undefined ? null : resolve(values.XIECHA_DATA_SETS),
    logLevel: values.LOG_LEVEL ?? 'info',
  });
}

/** The folder of package.json, from the sources as from the compiled files. */
function checkout(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
