import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, RecordPolicy } from '#kernel/access';
import { policyDocument, policyHash } from '#kernel/access';
import { LedgerWriter, Sequencer, storeEntries } from '#kernel/audit';
import { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { createRootKeyFile, loadKeyring, type Keyring } from '#kernel/crypto';
import { Database, ledgerOn, Records, ScopedRead, SessionDoor, UnitOfWork } from '#kernel/database';
import { DeadlineRunner, JobQueue } from '#kernel/jobs';

/** The kernel as one process uses it. */
export interface Kernel {
  config: Config;
  clock: Clock;
  keyring: Keyring;
  database: Database;
  unitOfWork: UnitOfWork;
  scopedRead: ScopedRead;
  sessionDoor: SessionDoor;
  sequencer: Sequencer;
  deadlines: DeadlineRunner;
  jobs: JobQueue;
  records: Records;
  policyVersion: string;
  policyText: string;
  close(): Promise<void>;
}

export interface KernelOptions {
  config: Config;
  requestUrl: string;
  policies: readonly RecordPolicy[];
  commands: readonly Record<string, Command>[];
  /** Faults of background work, for the log. */
  onFault: (error: unknown) => void;
}

/** Opens keys, database, doors and the ledger writer. The caller has migrated. */
export async function openKernel(options: KernelOptions): Promise<Kernel> {
  const { config } = options;
  const clock = config.clockStart ? new Clock(config.clockStart) : new Clock();
  const keyring = loadKeyring(rootKeyFileOf(config), config.cryptoSuite);
  const database = await Database.open({ requestUrl: options.requestUrl });
  const policyText = policyDocument(options.policies, options.commands.flatMap((c) => Object.values(c)));
  const context = { policyVersion: policyHash(policyText) };
  const sequencer = new Sequencer(
    (work) =>
      database.transaction({ audiences: [], action: 'ledger.sequence', readOnly: false }, (c) => work({ rows: (sql, params) => c.query(sql, params) })),
    options.onFault,
  );
  const writer = new LedgerWriter(
    (entries) => database.transaction({ audiences: [], action: 'ledger.append', readOnly: false }, (c) => storeEntries(ledgerOn(c), entries)),
    () => sequencer.nudge(),
  );
  const append = writer.append.bind(writer);
  const unitOfWork = new UnitOfWork(database, clock, context, append, () => sequencer.nudge());
  for (const commands of options.commands) unitOfWork.register(commands);
  const deadlines = new DeadlineRunner(unitOfWork, clock, options.onFault);
  const jobs = new JobQueue(options.requestUrl, options.onFault);
  sequencer.start();
  return {
    config,
    clock,
    keyring,
    database,
    unitOfWork,
    scopedRead: new ScopedRead(database, clock, keyring, context, append),
    sessionDoor: new SessionDoor(database, clock, context, append),
    sequencer,
    deadlines,
    jobs,
    records: new Records(),
    policyVersion: context.policyVersion,
    policyText,
    close: async () => {
      await jobs.stop();
      await deadlines.stop();
      await sequencer.stop();
      await database.close();
    },
  };
}

/** Outside demo mode the key file is configured; demo mode makes one beside its data. */
export function rootKeyFileOf(config: Config): string {
  if (config.rootKeyFile) return config.rootKeyFile;
  if (!config.demo) throw new Error('XIECHA_ROOT_KEY_FILE is required outside demo mode');
  mkdirSync(config.dataDirectory, { recursive: true });
  const path = join(config.dataDirectory, 'root.key');
  if (!existsSync(path)) createRootKeyFile(path);
  return path;
}
