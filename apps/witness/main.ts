import { parseArgs } from 'node:util';
import { formatVerifierKey, parseVerifierKey } from '#kernel/audit';
import { serveWitness } from './witness.server.js';
import { WitnessStateError } from './witness.state.js';
import { Witness } from './witness.js';

const USAGE = 'witness --data FOLDER --name NAME --log VKEY [--log VKEY …] [--host 127.0.0.1] [--port 8900]';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' }, name: { type: 'string' }, log: { type: 'string', multiple: true }, host: { type: 'string', default: '127.0.0.1' }, port: { type: 'string', default: '8900' } } });
  const logs = (values.log ?? []).map(parseVerifierKey).filter((key) => key !== null);
  if (!values.data || !values.name || logs.length === 0 || logs.length !== values.log?.length || !/^\d{1,5}$/.test(values.port)) throw new WitnessStateError(USAGE);
  const witness = Witness.open({ directory: values.data, name: values.name, logs });
  const running = await serveWitness(witness, { host: values.host, port: Number(values.port), onFault: (error) => process.stderr.write(`${error instanceof Error ? error.message : 'fault'}\n`) });
  const { verifier } = witness.signer;
  process.stdout.write(
    `见证服务已启动，请将下行交给日志运营方（地址须从其机器可达）/ the witness is running; give this line to the log's operator (the address as seen from there):\n` +
      `witness ${verifier.name} ${formatVerifierKey(verifier)} ${running.url}\n`,
  );
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void running.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error instanceof WitnessStateError ? error.message : (error.stack ?? error.message)) : 'start failed'}\n`);
  process.exitCode = 1;
});
