import { CheckpointPublisher, loadSigningKey, LOG_KEY, sequenceOnce, LedgerTree } from '#kernel/audit';
import { Database } from '#kernel/database';

// A process that does nothing but sequence, sign and publish, as fast as it can, and says each checkpoint it published.
// Made to be killed.

const [url, keyFile] = process.argv.slice(2);
const database = await Database.open({ requestUrl: url, poolSize: 2 });
const transact = (work) => database.transaction({ audiences: [], action: 'ledger.sequence', readOnly: false }, (c) => work({ rows: (sql, params) => c.query(sql, params) }));
const fail = (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(3);
};
const publisher = new CheckpointPublisher(transact, loadSigningKey(LOG_KEY, keyFile), (signed) => Promise.resolve({ note: signed.note, cosignatures: 0 }), fail);
const tree = new LedgerTree(transact);
for (;;) {
  await sequenceOnce(transact).catch(fail);
  await publisher.publishNow().catch(fail);
  const { size, note } = await tree.published();
  process.stdout.write(`${JSON.stringify({ size, note })}\n`);
}
