import { createWriteStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { exportLines, parseCheckpoint, parseNotes } from '#kernel/audit';
import { loadConfig } from '#kernel/config';
import { openKernel, type Kernel } from '#kernel/runtime';
import { prepareDatabase } from '../hub/start.js';
import { commands, policies } from '../hub/surface.js';

const USAGE = 'audit-export (--agency CODE | --all) --out FILE [--remembered FILE]';

/** Writes what one agency may take to court (or all of it, for the auditor), signed by the log. The export is an entry itself. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { agency: { type: 'string' }, all: { type: 'boolean' }, out: { type: 'string' }, remembered: { type: 'string' } } });
  if (!values.out || Boolean(values.agency) === Boolean(values.all)) throw new Error(USAGE);
  const notes = values.remembered ? parseNotes(readFileSync(values.remembered, 'utf8')) : [];
  const remembered = notes.flatMap((note) => parseCheckpoint(note.text)?.size ?? []);
  const config = loadConfig(process.env);
  const logins = await prepareDatabase(config);
  const kernel = await openKernel({ config, requestUrl: logins.requestUrl, policies, commands, onFault: (error) => process.stderr.write(`${error instanceof Error ? error.message : 'background fault'}\n`) });
  try {
    const size = await writeExport(kernel, { agencyCode: values.agency ?? null, remembered, path: values.out });
    process.stdout.write(`${values.out}: checkpoint of ${size} entries\n`);
  } finally {
    await kernel.close();
    await logins.server?.stop();
  }
}

interface EntryRow {
  index: string;
  leaf_hash: Buffer;
  bytes: Buffer;
  own: boolean;
  salt: Buffer | null;
  part: Buffer | null;
}

/**
 * An agency's entries: what its people did, and what others did with its records as far as it may know by now. Covert
 * reads (domain.md section 5 rule 11) stay out until they are lifted; what the reading index has not looked at yet could
 * be one. Personal parts: of its own people.
 */
const ENTRIES = `
  SELECT l.index, l.leaf_hash, i.bytes, coalesce(i.agency_id = $3::uuid, false) AS own, p.salt, p.part
    FROM ledger_leaf l JOIN ledger_intake i ON i.id = l.entry_id LEFT JOIN ledger_personal p ON p.entry_id = i.id
   WHERE l.index > $1::bigint AND l.index < $2::bigint
     AND ($3::uuid IS NULL OR i.agency_id = $3::uuid OR (
       i.owner_agency_ids @> ARRAY[$3::uuid] AND l.index < (SELECT next_index FROM ledger_reading_state)
       AND NOT EXISTS (SELECT 1 FROM ledger_covert c WHERE c.index = l.index AND c.owner_id = $3::uuid AND c.lifted_at IS NULL)))
   ORDER BY l.index LIMIT 2000`;

/** Returns the size of the exported checkpoint. */
export async function writeExport(kernel: Kernel, o: { agencyCode: string | null; remembered: readonly number[]; path: string }): Promise<number> {
  const agency = o.agencyCode === null ? null : await agencyOf(kernel, o.agencyCode);
  await kernel.unitOfWork.runAsHub('audit.export', async (tx) => {
    tx.note({ object: 'AuditExport', records: agency ? [{ id: agency.id, ownerAgencyId: agency.id }] : [] });
  });
  await kernel.sequencer.catchUp();
  await kernel.checkpoints.publishNow();
  const checkpoint = await kernel.ledgerTree.published();
  if (!checkpoint) throw new Error('there is no checkpoint yet: the witnesses have not reached their quorum');
  const look = <T>(sql: string, params: unknown[]): Promise<T[]> => kernel.database.transaction({ audiences: [], action: null, readOnly: true }, (c) => c.query<T>(sql, params));
  await pipeline(
    exportLines({
      transact: (work) => work({ rows: look }),
      signer: kernel.logSigner,
      checkpoint,
      agencyCode: o.agencyCode,
      entriesAfter: async (index) => {
        const rows = await look<EntryRow>(ENTRIES, [index, checkpoint.size, agency?.id ?? null]);
        return rows.map((r) => ({
          index: Number(r.index),
          bytes: r.bytes,
          leafHash: r.leaf_hash,
          personal: r.own && r.salt && r.part ? { salt: r.salt, part: r.part } : null,
          redacted: r.salt === null,
        }));
      },
      remembered: o.remembered,
    }),
    createWriteStream(o.path, { mode: 0o600 }),
  );
  return checkpoint.size;
}

async function agencyOf(kernel: Kernel, code: string): Promise<{ id: string; code: string }> {
  const [agency] = await kernel.database.transaction({ audiences: [], action: null, readOnly: true }, (c) => c.query<{ id: string; code: string }>('SELECT id, code FROM agency WHERE code = $1', [code]));
  if (!agency) throw new Error(`no agency has the code ${code}`);
  return agency;
}
