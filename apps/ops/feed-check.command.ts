import { loadConfig } from '#kernel/config';
import { Database, feedDifferences } from '#kernel/database';
import { policies } from '../hub/surface.js';
import { prepareDatabase } from '../hub/start.js';

const TABLE_OF: Readonly<Record<string, string>> = { Lead: 'lead', Complaint: 'complaint' };

/** Exit code 1 and a line per difference when the feed is not what owners, shares and grants say. */
export async function run(): Promise<void> {
  const logins = await prepareDatabase(loadConfig(process.env));
  const database = await Database.open({ requestUrl: logins.requestUrl, poolSize: 1 });
  const differences = await differencesOfFeeds(database);
  for (const line of differences) process.stdout.write(`${line}\n`);
  await database.close();
  await logins.server?.stop();
  process.stdout.write(differences.length === 0 ? 'feed = owner ∪ shares ∪ grants\n' : `${differences.length} differences\n`);
  process.exitCode = differences.length === 0 ? 0 : 1;
}

/** One line per difference, over all record types. */
export async function differencesOfFeeds(database: Database): Promise<string[]> {
  const lines: string[] = [];
  for (const policy of policies) {
    const table = TABLE_OF[policy.record];
    if (!table) throw new Error(`no table known for ${policy.record}`);
    const differences = await database.transaction({ audiences: 'all', action: null, readOnly: true }, (c) => feedDifferences(c, policy.record, table));
    lines.push(...differences.map((d) => `${policy.record} ${d.recordId} ${d.audienceId}: ${d.found}`));
  }
  return lines;
}
