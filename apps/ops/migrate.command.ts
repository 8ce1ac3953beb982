import { loadConfig } from '#kernel/config';
import { prepareDatabase } from '../hub/start.js';

export async function run(): Promise<void> {
  const logins = await prepareDatabase(loadConfig(process.env));
  process.stdout.write(logins.ownerUrl ? 'the schema is up to date\n' : 'DATABASE_OWNER_URL is not set: nothing was migrated\n');
  await logins.server?.stop();
}
