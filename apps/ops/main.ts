import 'reflect-metadata';
import { ConfigError } from '#kernel/config';
import { EmbeddedServerError } from '#kernel/database';

/** One file per command, loaded only when it is asked for. */
const COMMANDS: Readonly<Record<string, { what: string; load: () => Promise<{ run: (args: string[]) => Promise<void> }> }>> = {
  migrate: { what: 'bring the database schema up to date (owner login)', load: () => import('./migrate.command.js') },
  'schema-print': { what: 'print the GraphQL schema', load: () => import('./schema-print.command.js') },
  'policy-print': { what: 'print POLICY.md', load: () => import('./policy-print.command.js') },
  'database-print': { what: 'print the database schema', load: () => import('./database-print.command.js') },
  'feed-check': { what: 'prove that the feed equals owner ∪ shares ∪ grants', load: () => import('./feed-check.command.js') },
  'root-key': { what: 'root-key FILE: make a root key file', load: () => import('./root-key.command.js') },
};

async function main([name, ...args]: string[]): Promise<void> {
  const command = name ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`npm run ops -- COMMAND\n${Object.entries(COMMANDS).map(([n, c]) => `  ${n.padEnd(16)} ${c.what}`).join('\n')}\n`);
    process.exitCode = name ? 2 : 0;
    return;
  }
  await (await command.load()).run(args);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const expected = error instanceof ConfigError || error instanceof EmbeddedServerError;
  process.stderr.write(`${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : 'failed'}\n`);
  process.exitCode = 1;
});
