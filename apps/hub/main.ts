import 'reflect-metadata';
import { formatDateTime } from '#kernel/clocks';
import { ConfigError, loadConfig } from '#kernel/config';
import { EmbeddedServerError } from '#kernel/database';
import { loadDemoWorld } from '../ops/demo-world.js';
import { startDemoWitnesses } from './demo-witnesses.js';
import { createHub, prepareDatabase } from './start.js';

async function main(): Promise<void> {
  const started = performance.now();
  const config = loadConfig(process.env);
  const logins = await prepareDatabase(config);
  const witnesses = config.demo && config.witnessesFile === null ? await startDemoWitnesses(config) : null;
  const hub = await createHub(config, logins.requestUrl);
  if (config.demo) await loadDemoWorld(hub.kernel);
  await hub.app.listen(config.port, config.host);
  const address = await hub.app.getUrl();
  process.stdout.write(banner(address, config.demo, hub.kernel.policyVersion, performance.now() - started));
  const clock = hub.kernel.clock.now();
  if (config.clockStart && clock.getTime() - config.clockStart.getTime() > 60_000) {
    process.stdout.write(`时钟从 ${formatDateTime(clock)} 开始：日志中已有此前的记录，时间不能倒退（可换用新的 XIECHA_DATA）。/ The clock starts there: the ledger has entries up to it, and time does not run backwards (use another XIECHA_DATA).\n\n`);
  }

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void hub
      .close()
      .then(() => witnesses?.close())
      .then(() => logins.server?.stop())
      .finally(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function banner(address: string, demo: boolean, policy: string, milliseconds: number): string {
  const url = address.replace('127.0.0.1', 'localhost');
  const lines = ['', `协查 Xiecha 已就绪 / is ready: ${url}   (${(milliseconds / 1000).toFixed(1)} s)`, `GraphQL: ${url}/graphql`];
  if (!demo) lines.push(`权限策略 / access policy: ${policy}（/health/ready 显示是否已获确认 / tells whether it is confirmed）`);
  if (demo) {
    lines.push(
      '',
      '演示模式：人员、机构、数据均为虚构，仅监听本机。/ Demo mode: everybody and everything is invented; listens on this machine only.',
      `权限策略 ${policy} 由演示模式自行确认（正式环境须两个机关确认）。/ Demo mode confirmed the access policy ${policy} itself; a real installation waits for two agencies.`,
      '所有账号的密码均为 xiecha-demo / the password of every account is xiecha-demo',
      '  li.lianluo 李联络（示例人寿乙 联络员）   wang.baoguan 王保管（示例人寿甲 联络员）   xu.shouli 徐受理（监管支局 联络员、受理员）',
      '  zhou.zhencha 周侦查（县局经侦）          kang.fuze 康负责（监管支局 负责人）        yu.fuze 于负责（示例人寿乙 负责人）',
      '  shen.shenji 沈审计（审计管理员）         其余账号见登录页 / the others are listed on the sign-in page',
    );
  }
  return `${lines.join('\n')}\n\n`;
}

/** What an operator can act on is said without a stack. */
function inWords(error: unknown): string {
  if (error instanceof ConfigError || error instanceof EmbeddedServerError) return error.message;
  if ((error as { code?: string }).code === 'EADDRINUSE') return '端口已被占用：请停止占用它的程序，或用 PORT 换一个端口。/ The port is taken: stop what holds it, or choose another with PORT.';
  return error instanceof Error ? (error.stack ?? error.message) : 'start failed';
}

main().catch((error: unknown) => {
  process.stderr.write(`${inWords(error)}\n`);
  process.exit(1);
});
