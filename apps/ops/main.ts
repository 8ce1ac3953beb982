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
  import: { what: 'import FILE --profile NAME --agency CODE: complaints from a file', load: () => import('./import.command.js') },
  'first-admins': { what: 'outside demo mode: the hub office and its three administrators, once', load: () => import('./first-admins.command.js') },
  doctor: { what: 'say the risks of the configuration in words; exit code 1 when one is serious', load: () => import('./doctor.command.js') },
  'audit-export': { what: '(--agency CODE | --all) --out FILE [--remembered FILE]: signed entries with proofs', load: () => import('./audit-export.command.js') },
  'audit-verify': { what: 'EXPORT --keys FILE [--remembered FILE]: check an export, needs nothing but the files', load: () => import('./audit-verify.command.js') },
  'audit-keys': { what: 'print the keys file for audit-verify', load: () => import('./audit-keys.command.js') },
  'audit-statement': { what: 'MONTH --as USERNAME [--out FILE]: who opened our records, as CSV', load: () => import('./audit-statement.command.js') },
  'policy-approve': { what: 'HASH --as USERNAME: confirm the access policy; two agencies put it in force', load: () => import('./policy-approve.command.js') },
  'log-key': { what: 'log-key FILE ORIGIN: make the key that signs the ledger', load: () => import('./log-key.command.js') },
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
  const expected = error instanceof ConfigError || error instanceof EmbeddedServerError || (error instanceof Error && error.name === 'FirstAdministratorsRefused');
  process.stderr.write(`${error instanceof Error ? (expected ? error.message : (error.stack ?? error.message)) : 'failed'}\n`);
  process.exitCode = 1;
});
