import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';

/** One step of the schema: plain SQL, readable in review. `stamp` orders all steps of all libs; steps are never edited after they landed. */
export interface Migration {
  stamp: number;
  name: string;
  sql: string;
}

/** What the request login may do beyond SELECT, INSERT, UPDATE, DELETE on business tables is nothing. */
const APPEND_ONLY = ['ledger_intake', 'ledger_leaf', 'ledger_node', 'ledger_checkpoint'];

/**
 * Runs the missing migrations as the owner and grants the request login its rights. Several processes may call it at
 * once: an advisory lock lets one work and the others find nothing to do. Returns the names that ran.
 */
export async function migrate(ownerUrl: string, migrations: readonly Migration[], requestLogin: { user: string; password?: string }): Promise<string[]> {
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: migrations.map(asTypeOrmMigration),
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
  });
  await source.initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.query('SELECT pg_advisory_lock(7223401)');
    try {
      const ran = await source.runMigrations();
      await grantRequestLogin(runner, requestLogin);
      return ran.map((m) => m.name);
    } finally {
      await runner.query('SELECT pg_advisory_unlock(7223401)');
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
}

function asTypeOrmMigration(step: Migration): new () => MigrationInterface {
  const name = `${step.name}${step.stamp}`;
  return class implements MigrationInterface {
    readonly name = name;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(step.sql);
    }
    async down(): Promise<void> {
      throw new Error(`${name} cannot be undone; restore a backup`);
    }
  };
}

async function grantRequestLogin(runner: QueryRunner, login: { user: string; password?: string }): Promise<void> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(login.user)) throw new Error('the request login must be a plain lower-case name');
  const [known] = await runner.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [login.user]);
  if (!known) {
    if (!login.password) throw new Error(`the request login ${login.user} does not exist on the server`);
    await runner.query(`CREATE ROLE ${login.user} LOGIN NOSUPERUSER NOBYPASSRLS`);
  }
  if (login.password) await runner.query(`ALTER ROLE ${login.user} PASSWORD '${login.password.replaceAll("'", "''")}'`);
  const [rights] = await runner.query('SELECT rolsuper OR rolbypassrls AS strong FROM pg_roles WHERE rolname = $1', [login.user]);
  if (rights.strong) throw new Error(`the request login ${login.user} must be neither a superuser nor exempt from row-level security`);
  for (const schema of ['public', 'job']) {
    await runner.query(`GRANT USAGE ON SCHEMA ${schema} TO ${login.user}`);
    await runner.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${login.user}`);
    await runner.query(`GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${login.user}`);
  }
  await runner.query(`REVOKE UPDATE, DELETE, TRUNCATE ON ${APPEND_ONLY.join(', ')} FROM ${login.user}`);
  await runner.query(`REVOKE ALL ON schema_migration FROM ${login.user}`);
}
