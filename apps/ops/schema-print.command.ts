import { GraphQLSchemaHost } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { createHub } from '../hub/start.js';
import { temporaryConfig, withTemporaryServer } from './temporary-hub.js';

export async function run(): Promise<void> {
  const text = await withTemporaryServer(async (server, directory) => {
    const requestUrl = new URL(server.ownerUrl);
    requestUrl.username = 'xiecha_app';
    requestUrl.password = 'print';
    const hub = await createHub(temporaryConfig(directory), requestUrl.toString());
    try {
      return printSchema(lexicographicSortSchema(hub.app.get(GraphQLSchemaHost).schema));
    } finally {
      await hub.close();
    }
  });
  process.stdout.write(`${text}\n`);
}
