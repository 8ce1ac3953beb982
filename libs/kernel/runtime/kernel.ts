import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, RecordPolicy } from '#kernel/access';
import { policyDocument, policyHash } from '#kernel/access';
import { CheckpointPublisher, createLogKeyFile, LedgerTree, LedgerWriter, loadSigningKey, LOG_KEY, parseWitnessPolicy, Receipts, Sequencer, storeEntries, type SealedEntry, type NoteSigner, type SequencerTransact, WitnessClient } from '#kernel/audit';
import { Clock } from '#kernel/clocks';
import type { Config } from '#kernel/config';
import { createRootKeyFile, loadKeyring, newId, type Keyring } from '#kernel/crypto';
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
  ledgerTree: LedgerTree;
  checkpoints: CheckpointPublisher;
  receipts: Receipts;
  /** Signs for the ledger's origin. */
  logSigner: NoteSigner;
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
  const keyring = loadKeyring(rootKeyFileOf(config), config.cryptoSuite);
  const database = await Database.open({ requestUrl: options.requestUrl });
  const clock = config.demo ? new Clock(await demoStart(database, config.clockStart)) : new Clock();
  const policyText = policyDocument(options.policies, options.commands.flatMap((c) => Object.values(c)));
  const context = { policyVersion: policyHash(policyText) };
  const ledgerWork: SequencerTransact = (work) =>
    database.transaction({ audiences: [], action: 'ledger.sequence', readOnly: false }, (c) => work({ rows: (sql, params) => c.query(sql, params) }));
  const ledgerLook: SequencerTransact = (work) =>
    database.transaction({ audiences: [], action: null, readOnly: true }, (c) => work({ rows: (sql, params) => c.query(sql, params) }));
  const sequencer = new Sequencer(ledgerWork, options.onFault);
  const logSigner = loadSigningKey(LOG_KEY, logKeyFileOf(config));
  const ledgerTree = new LedgerTree(ledgerLook);
  const witnessesFile = witnessesFileOf(config);
  const witnesses = witnessesFile ? new WitnessClient(parseWitnessPolicy(readFileSync(witnessesFile, 'utf8')), ledgerTree, options.onFault) : null;
  const checkpoints = new CheckpointPublisher(
    ledgerWork,
    logSigner,
    (signed) => (witnesses ? witnesses.cosign(signed) : Promise.resolve({ note: signed.note, cosignatures: 0 })),
    options.onFault,
  );
  const writer = new LedgerWriter(
    (entries) => database.transaction({ audiences: [], action: 'ledger.append', readOnly: false }, (c) => storeEntries(ledgerOn(c), entries)),
    () => sequencer.nudge(),
  );
  const receipts = new Receipts(logSigner);
  const append = async (entry: SealedEntry): Promise<void> => {
    await writer.append(entry);
    receipts.made([entry]);
  };
  const unitOfWork = new UnitOfWork(database, clock, context, append, (entries) => {
    receipts.made(entries);
    sequencer.nudge();
  });
  for (const commands of options.commands) unitOfWork.register(commands);
  const deadlines = new DeadlineRunner(unitOfWork, clock, options.onFault);
  const jobs = new JobQueue(options.requestUrl, options.onFault);
  sequencer.start();
  checkpoints.start();
  return {
    config,
    clock,
    keyring,
    database,
    unitOfWork,
    scopedRead: new ScopedRead(database, clock, keyring, context, append),
    sessionDoor: new SessionDoor(database, clock, context, append),
    sequencer,
    ledgerTree,
    checkpoints,
    receipts,
    logSigner,
    deadlines,
    jobs,
    records: new Records(),
    policyVersion: context.policyVersion,
    policyText,
    close: async () => {
      await jobs.stop();
      await deadlines.stop();
      await checkpoints.stop();
      await sequencer.stop();
      await database.close();
    },
  };
}

/** Where the demo clock starts: at XIECHA_CLOCK or now, but never before the newest ledger entry, or time would run backwards in it. */
async function demoStart(database: Database, wanted: Date | null): Promise<Date> {
  const [newest] = await database.transaction({ audiences: [], action: null, readOnly: true }, (c) => c.query<{ at: Date }>(`SELECT at FROM ledger_intake ORDER BY xid DESC, seq DESC LIMIT 1`));
  return new Date(Math.max((wanted ?? new Date()).getTime(), newest?.at.getTime() ?? 0));
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

/** As the root key: configured, or made at the first start of a demo. Every demo is a log of its own, so its origin is too. */
export function logKeyFileOf(config: Config): string {
  if (config.logKeyFile) return config.logKeyFile;
  if (!config.demo) throw new Error('XIECHA_LOG_KEY_FILE is required outside demo mode');
  mkdirSync(config.dataDirectory, { recursive: true });
  const path = join(config.dataDirectory, 'log.key');
  if (!existsSync(path)) createLogKeyFile(path, `xiecha.demo/${newId().slice(-12)}`);
  return path;
}

/** Where a running demo leaves keys and addresses of its own three witnesses. */
export function demoWitnessesFile(config: Config): string {
  return join(config.dataDirectory, 'witnesses.policy');
}

/** The configured policy, in demo mode that of the demo's own witnesses; null: checkpoints are not witnessed. */
export function witnessesFileOf(config: Config): string | null {
  if (config.witnessesFile || !config.demo) return config.witnessesFile;
  return existsSync(demoWitnessesFile(config)) ? demoWitnessesFile(config) : null;
}
