import { printSchema } from '#kernel/database';
import { withTemporaryServer } from './temporary-hub.js';

export async function run(): Promise<void> {
  process.stdout.write(await withTemporaryServer((server) => printSchema(server.ownerUrl)));
}
