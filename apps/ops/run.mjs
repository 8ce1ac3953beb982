#!/usr/bin/env node
/**
 * The one entry of every `npm run` script: `node apps/ops/run.mjs TASK [ARGS]`.
 *
 * It is plain JavaScript without dependencies because it runs before anything is installed, on whatever Node the
 * machine has (20.19 or newer). It installs what is missing, hands over to the Node 24 that npm installed, builds what
 * is stale and then does the task. `node apps/ops/run.mjs help` lists the tasks.
 */
import { spawn, spawnSync } from 'node:child_process';
import {
  accessSync, constants, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync,
  utimesSync, watch, writeFileSync,
} from 'node:fs';
import { basename, delimiter, dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const dist = join(root, 'dist');
const at = (...parts) => join(root, ...parts);
const [task = 'help', ...rest] = process.argv.slice(2);
const args = rest[0] === '--' ? rest.slice(1) : rest;

/** A failure with a text for people; shown without a stack. */
class Stop extends Error {}

const say = (text) => process.stderr.write(`${text}\n`);
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

// ---------------------------------------------------------------------------------------------- install and Node 24

/**
 * The copy of the lock file that the last successful install was made from. Compared by content, not by time: a
 * `git checkout` that goes away and comes back must not cost an install.
 */
const installedLock = at('node_modules', '.xiecha-installed-lock.json');

function installIsCurrent() {
  const lock = at('package-lock.json');
  const npmStamp = at('node_modules', '.package-lock.json');
  if (!existsSync(npmStamp)) return false;
  if (existsSync(installedLock)) return readFileSync(installedLock).equals(readFileSync(lock));
  // Installed by hand: npm's own stamp is all there is.
  if (statSync(npmStamp).mtimeMs < statSync(lock).mtimeMs) return false;
  copyFileSync(lock, installedLock);
  return true;
}

/** A Node that an install does not replace under its own feet. */
function nodeOutsideTree() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const candidate = join(folder, 'node');
    if (folder.includes('node_modules') || !existsSync(candidate)) continue;
    return candidate;
  }
  return process.execPath;
}

function install() {
  say('安装依赖（npm ci），首次约一至三分钟 … / installing dependencies (npm ci), one to three minutes the first time …');
  const started = performance.now();
  const environment = { ...process.env };
  // With NODE_ENV=production npm would leave out the compiler and the console's libraries.
  delete environment.NODE_ENV;
  const npm = process.env.npm_execpath;
  const result = npm?.endsWith('.js')
    ? spawnSync(nodeOutsideTree(), [npm, 'ci'], { cwd: root, stdio: 'inherit', env: environment })
    : spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', env: environment });
  if (result.error || result.status !== 0) {
    throw new Stop([
      '',
      '安装未完成（npm ci 失败）。/ The install did not finish (npm ci failed).',
      `  原因 / cause: ${result.error ? result.error.message : `npm ended with ${result.status ?? result.signal}`}; 详见上文 / details above`,
      '  请检查：网络、代理与 npm registry 设置（npm config get registry）、磁盘空间（约 1 GB）、npm 版本（11）；然后重新执行同一命令。',
      '  Check network, proxy and registry (npm config get registry), disk space (about 1 GB) and npm (11); then run the same command again.',
    ].join('\n'));
  }
  copyFileSync(at('package-lock.json'), installedLock);
  say(`依赖已安装 / dependencies installed (${seconds(started)})`);
}

const bundledNode = at('node_modules', '.bin', 'node');

function nodeIsNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 9);
}

/** Continues in the Node that npm installed; on a platform without that package this process must do. */
async function handOver() {
  if (nodeIsNewEnough()) return;
  if (!existsSync(bundledNode)) {
    throw new Stop(
      `需要 Node 24.9 或更高版本：本平台（${process.platform}-${process.arch}）没有随附的 Node，当前为 ${process.versions.node}。\n` +
      `Node 24.9 or newer is needed: no bundled Node for ${process.platform}-${process.arch}, and this one is ${process.versions.node}.`,
    );
  }
  process.exit(await run([fileURLToPath(import.meta.url), task, ...args], { node: bundledNode, linked: true }));
}

/** The environment in which `node` and the tools are the project's own. */
function environment(extra = {}) {
  const folders = [at('node_modules', '.bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return { ...process.env, PATH: [...new Set(folders)].join(delimiter), ...extra };
}

/**
 * Makes a child end with its parent: without it a killed wrapper leaves a server that holds the port. Children of the
 * child inherit the option and must not act on it, hence the look at the parent.
 */
const endWithParent = 'data:text/javascript,' + encodeURIComponent(
  "if(String(process.ppid)===process.env.XIECHA_LINKED_TO){process.on('disconnect',()=>process.kill(process.pid,'SIGTERM'));process.channel?.unref()}",
);

function launch(nodeArguments, { node = process.execPath, env = {}, linked = false } = {}) {
  return spawn(node, linked ? ['--import', endWithParent, ...nodeArguments] : nodeArguments, {
    cwd: root,
    env: environment({ ...env, ...(linked ? { XIECHA_LINKED_TO: String(process.pid) } : {}) }),
    stdio: linked ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit',
  });
}

/** Runs Node on a script, passes signals on, and gives the exit code. */
function run(nodeArguments, options) {
  const child = launch(nodeArguments, options);
  // A terminal sends Ctrl-C to the whole group already; passing it on would deliver it twice.
  const passOn = (signal) => { if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal); };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code, signal) => {
      for (const each of signals) process.off(each, passOn);
      done(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1));
    });
  });
}

// ------------------------------------------------------------------------------------------------------------ build

const serverFolders = ['apps/hub', 'apps/worker', 'apps/ops', 'apps/witness', 'libs'];

function filesUnder(folder, found = []) {
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) filesUnder(path, found);
    else found.push(path);
  }
  return found;
}

const isCompiled = (path) => path.endsWith('.ts') && !/\.(spec|drill|d)\.ts$/.test(path);
/** What the program reads or starts beside its own module: holiday tables, demo slices, SQL, the offline verifier. */
const isCarried = (path) => !/\.(ts|md)$|(^|[/\\])(run\.mjs|tsconfig[^/\\]*\.json)$/.test(path);

/** What else the outputs depend on: compiler settings and compiler version. */
function compilerStamp() {
  return readFileSync(at('.swcrc'), 'utf8') + readFileSync(at('node_modules', '@swc', 'core', 'package.json'), 'utf8');
}

/**
 * Compiles apps and libs to dist with the same folders, only what changed. An output carries its source's time of
 * change, so equality means "made from exactly this file", older versions brought back included. Files appear by
 * rename, and outputs without a source are removed, so that a running service or a second build never sees half a tree.
 * Gives whether anything changed.
 */
async function buildServer() {
  const started = performance.now();
  const stampFile = join(dist, '.compiler');
  const stamp = compilerStamp();
  const anew = !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp;
  const expected = new Set();
  const stale = [];
  for (const folder of serverFolders) {
    for (const source of filesUnder(at(folder))) {
      const compiled = isCompiled(source);
      if (!compiled && !isCarried(source)) continue;
      const plain = join(dist, relative(root, source));
      const output = compiled ? plain.replace(/\.ts$/, '.js') : plain;
      expected.add(output);
      if (compiled) expected.add(`${output}.map`);
      // Times are set in milliseconds and read in fractions of them: two apart is equal.
      const fresh = !anew && existsSync(output) && Math.abs(statSync(output).mtimeMs - statSync(source).mtimeMs) < 2;
      if (!fresh) stale.push({ source, output, compiled });
    }
  }
  const orphans = serverFolders.flatMap((folder) => filesUnder(join(dist, folder))).filter((output) => !expected.has(output));
  for (const output of orphans) rmSync(output, { force: true });
  if (stale.length === 0) return orphans.length > 0;

  const { transformFile } = await import('@swc/core');
  const problems = [];
  await Promise.all(stale.map(async ({ source, output, compiled }) => {
    const { mtime } = statSync(source);
    const place = (path, write) => {
      const beside = `${path}.${process.pid}.part`;
      write(beside);
      utimesSync(beside, mtime, mtime);
      renameSync(beside, path);
    };
    mkdirSync(dirname(output), { recursive: true });
    if (!compiled) return place(output, (path) => copyFileSync(source, path));
    try {
      const { code, map } = await transformFile(source, { root, cwd: root, filename: source, swcrc: true, sourceFileName: relative(dirname(output), source), outputPath: output });
      place(`${output}.map`, (path) => writeFileSync(path, map ?? ''));
      place(output, (path) => writeFileSync(path, `${code}\n//# sourceMappingURL=${basename(output)}.map\n`));
    } catch (error) {
      problems.push(`${relative(root, source)}\n${error.message.split('\n\nCaused by')[0]}`);
    }
  }));
  if (problems.length > 0) throw new Stop(`\n编译失败 / compilation failed:\n${problems.join('\n')}`);
  writeFileSync(stampFile, stamp);
  say(`服务已编译 / server compiled: ${stale.length} files (${seconds(started)})`);
  return true;
}

/** Builds the console when it exists and a source of it is newer than the last build. */
async function buildConsole() {
  if (!existsSync(at('apps', 'console', 'vite.config.ts'))) return;
  const started = performance.now();
  const sources = [...filesUnder(at('apps', 'console')), at('package-lock.json'), at('tsconfig.base.json')];
  const stamp = sources.map((path) => `${relative(root, path)} ${statSync(path).mtimeMs}`).sort().join('\n');
  const stampFile = join(dist, '.console');
  const target = join(dist, 'console');
  if (existsSync(join(target, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;

  // Built beside the old one and swapped in: the hub may be serving the old one.
  const next = join(dist, `console.${process.pid}.part`);
  mkdirSync(dist, { recursive: true });
  const code = await run(
    [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', at('apps', 'console'), '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
    { env: { NODE_ENV: 'production' } },
  );
  if (code !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Stop('控制台构建失败，见上文。/ The console did not build; see above.');
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(next, target);
  writeFileSync(stampFile, stamp);
  say(`控制台已构建 / console built (${seconds(started)})`);
}

async function build() {
  await buildServer();
  await buildConsole();
}

// ------------------------------------------------------------------------------------------------------------ tasks

const hubEntry = join(dist, 'apps', 'hub', 'main.js');

async function start() {
  await build();
  return run([hubEntry, ...args], { linked: true });
}

/** Rebuilds and restarts on every change of a source; a build that fails keeps the running service. */
async function dev() {
  await build();
  let service;
  let ending = false;
  const begin = () => {
    service = launch([hubEntry, ...args], { linked: true });
    service.on('exit', (code) => { if (!ending && code) say(`服务已退出（${code}），修改代码后重启 / service ended (${code}); restarts on the next change`); });
  };
  const end = () => new Promise((done) => {
    if (service.exitCode !== null || service.signalCode !== null) return done();
    service.once('exit', done);
    service.kill('SIGTERM');
  });
  begin();
  let timer;
  let rebuilding = false;
  let again = false;
  const rebuild = async () => {
    if (rebuilding) { again = true; return; }
    rebuilding = true;
    do {
      again = false;
      try {
        if (await buildServer()) {
          await end();
          if (!ending) begin();
        }
        await buildConsole();
      } catch (error) {
        say(error.message);
      }
    } while (again && !ending);
    rebuilding = false;
  };
  for (const folder of ['apps', 'libs']) {
    watch(at(folder), { recursive: true }, (_event, name) => {
      if (!name || /(^|[/\\])\.|\.(md|part)$|schema\.graphql$/.test(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => { void rebuild(); }, 150);
    });
  }
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM']) {
      process.on(signal, () => { ending = true; void end().then(() => done(0)); });
    }
  });
}

function chromium() {
  const named = process.env.CHROMIUM_PATH;
  return [named, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
}

const jestFlags = () => `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim();

function jest(jestArguments, env = {}) {
  return run([at('node_modules', 'jest', 'bin', 'jest.js'), ...jestArguments], { env: { NODE_OPTIONS: jestFlags(), ...env }, linked: true });
}

async function test() {
  const browser = chromium();
  const required = process.env.XIECHA_REQUIRE_BROWSER === '1';
  const hasBrowserTests = filesUnder(at('test', 'browser')).some((path) => path.endsWith('.spec.ts'));
  if (required && !browser) throw new Stop('XIECHA_REQUIRE_BROWSER=1，但没有 Chromium：请先执行 npm run browser。/ XIECHA_REQUIRE_BROWSER=1, but there is no Chromium: run npm run browser first.');
  await buildServer();
  // Only the browser looks at the console; without one its build would be time for nothing.
  if (browser && hasBrowserTests) await buildConsole();
  const code = await jest(
    [...args, ...(browser ? [] : ['--testPathIgnorePatterns', '/node_modules/', '<rootDir>/test/browser/'])],
    browser ? { CHROMIUM_PATH: browser } : {},
  );
  if (!browser && hasBrowserTests) {
    say('\n已跳过浏览器测试：没有 Chromium（npm run browser 可安装）。/ Browser tests SKIPPED: no Chromium (npm run browser installs it).');
  }
  return code;
}

const lint = () => run([at('node_modules', 'oxlint', 'bin', 'oxlint'), '--type-aware', ...(args.length > 0 ? args : ['apps', 'libs', 'test'])]);

async function types() {
  const projects = ['test/tsconfig.json', 'apps/console/tsconfig.json'].filter((path) => existsSync(at(path)));
  const codes = await Promise.all(projects.map((project) => run([at('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit', '-p', project])));
  return codes.find((code) => code !== 0) ?? 0;
}

/** What a program of ours prints and the repository keeps: read in reviews, compared in `check`. */
const generated = {
  schema: { file: 'apps/hub/schema.graphql', command: 'schema-print' },
  policy: { file: 'POLICY.md', command: 'policy-print' },
  database: { file: 'test/golden/schema.sql', command: 'database-print' },
};

async function generate(name, compare) {
  const { file, command } = generated[name];
  await buildServer();
  const printed = spawnSync(process.execPath, [opsEntry, command], { cwd: root, env: environment(), encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] });
  if (printed.status !== 0) throw new Stop(`${command} 失败 / failed`);
  const kept = existsSync(at(file)) ? readFileSync(at(file), 'utf8') : '';
  if (!compare) {
    if (kept !== printed.stdout) {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), printed.stdout);
    }
    say(`${file} ${kept === printed.stdout ? '未变 / unchanged' : '已写入 / written'}`);
    return 0;
  }
  if (kept === printed.stdout) return 0;
  const old = kept.split('\n');
  const line = printed.stdout.split('\n').findIndex((text, index) => text !== old[index]);
  say(`${file} 与代码不符，自第 ${line + 1} 行起；请执行 npm run ${name} 并提交。/ ${file} differs from the code from line ${line + 1} on; run npm run ${name} and commit it.`);
  return 1;
}

const opsEntry = join(dist, 'apps', 'ops', 'main.js');

/** An import works in bounded memory; without a bound V8 lets garbage lie as long as the machine has room. */
const boundedHeap = ['--max-old-space-size=1024', '--min-semi-space-size=16', '--max-semi-space-size=16'];

async function ops() {
  await buildServer();
  return run([...(args[0] === 'import' ? boundedHeap : []), opsEntry, ...args], { linked: true });
}

const drillFiles = () => filesUnder(at('test')).filter((path) => path.endsWith('.drill.ts'));
const drillName = (path) => basename(path, '.drill.ts');

async function drill(name, short) {
  const file = drillFiles().find((path) => drillName(path) === name);
  if (!file) {
    say(['演练 / drills:', ...drillFiles().map((path) => `  ${drillName(path)}`), '用法 / usage: npm run drill -- NAME [--short]'].join('\n'));
    return name ? 1 : 0;
  }
  await buildServer();
  const pattern = `**/${relative(root, file).split(sep).join('/')}`;
  return jest(['--testMatch', pattern, '--maxWorkers', '1', '--silent=false'], short ? { XIECHA_DRILL_SHORT: '1' } : {});
}

/** Everything CI runs: all steps run even when one fails, each is named with its time. */
async function check() {
  const steps = [
    { name: 'build', step: async () => { await build(); return 0; } },
    { name: 'lint', step: lint },
    { name: 'types', step: types },
    ...Object.entries(generated).map(([name, { file }]) => ({ name: file, step: () => generate(name, true) })),
    ...(args.includes('--without-tests') ? [] : [{ name: 'tests', step: test }]),
    ...drillFiles().map((path) => ({ name: `drill ${drillName(path)} --short`, step: () => drill(drillName(path), true) })),
  ];
  args.length = 0;
  const results = [];
  for (const { name, step } of steps) {
    say(`\n── ${name}`);
    const started = performance.now();
    let code = 1;
    try {
      code = await step();
    } catch (error) {
      say(error instanceof Stop ? error.message : String(error.stack));
    }
    results.push({ name, code, time: seconds(started) });
  }
  say('\n── check');
  for (const { name, code, time } of results) say(`  ${code === 0 ? 'ok    ' : 'FAILED'} ${time.padStart(8)}  ${name}`);
  return results.some(({ code }) => code !== 0) ? 1 : 0;
}

/** Debian's Chromium and a Chinese font, for the browser tests and their screenshots. */
function browser() {
  if (chromium()) {
    say(`Chromium: ${chromium()}`);
    return 0;
  }
  try {
    accessSync('/usr/bin/apt-get', constants.X_OK);
  } catch {
    throw new Stop('没有 apt-get：请自行安装 Chromium 并设置 CHROMIUM_PATH。/ No apt-get here: install Chromium yourself and set CHROMIUM_PATH.');
  }
  if (process.getuid?.() !== 0) throw new Stop('安装 Chromium 需要 root 权限：sudo npm run browser。/ Installing Chromium needs root: sudo npm run browser.');
  const packages = ['chromium', 'fonts-noto-cjk'];
  const apt = (list) => spawnSync('apt-get', list, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status;
  // A fresh image has no package lists; an old one has lists of versions that are gone.
  if (apt(['install', '-y', '--no-install-recommends', ...packages]) === 0) return 0;
  return apt(['update']) || apt(['install', '-y', '--no-install-recommends', ...packages]) || 0;
}

const tasks = {
  start, dev, test, check, lint, types, browser, ops, drill: () => drill(args.find((text) => !text.startsWith('-')), args.includes('--short')),
  build: async () => { await build(); return 0; },
  ...Object.fromEntries(Object.keys(generated).map((name) => [name, () => generate(name, args.includes('--check'))])),
};

/**
 * Under npm the scripts are `exec`ed, so that npm's signals arrive here; a npm that was killed outright can send none,
 * and the service would stay behind as an orphan that holds the port.
 */
function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const npm = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(look);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  look.unref();
}

async function main() {
  if (!Object.hasOwn(tasks, task)) {
    say(`用法 / usage: npm run TASK [-- ARGS]\n  ${Object.keys(tasks).join(' ')}`);
    return task === 'help' ? 0 : 2;
  }
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Stop(`需要 Node 20.19 或更高版本，当前为 ${process.versions.node}。/ Node 20.19 or newer is needed; this is ${process.versions.node}.`);
  }
  endWithNpm();
  if (task !== 'browser' && !installIsCurrent()) install();
  if (task !== 'browser') await handOver();
  return tasks[task]();
}

let code = 1;
try {
  code = await main();
} catch (error) {
  say(error instanceof Stop ? error.message : error.stack);
}
// Watchers and signal listeners would keep the process alive.
process.exit(code);
