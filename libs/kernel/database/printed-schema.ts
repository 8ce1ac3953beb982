import pg from 'pg';

interface Line {
  /** Where the line stands: kind, then name. */
  place: string;
  text: string;
}

/**
 * One query per kind of object; each gives `place` and `text`, where texts of one `place` stay in the order of `place`,
 * then `text`. The definitions are PostgreSQL's own words (pg_get_…def), so that nothing is lost in translation.
 * Objects of extensions are left out: they belong to the server's version.
 */
const QUERIES: Record<string, string> = {
  extensions: `SELECT extname AS place, format('CREATE EXTENSION %I;', extname) AS text FROM pg_extension WHERE extname <> 'plpgsql'`,

  types: `
    SELECT t.typname AS place, format('CREATE TYPE %I AS ENUM (%s);', t.typname, string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)) AS text
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = 'public'::regnamespace GROUP BY t.typname`,

  functions: `
    SELECT p.proname || pg_get_function_identity_arguments(p.oid) AS place, rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' AS text
    FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace AND p.prokind IN ('f', 'p')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,

  tables: `
    SELECT c.relname AS place,
      format(E'CREATE TABLE %I (\\n%s\\n)%s;', c.relname, string_agg(
        format('  %I %s', a.attname, format_type(a.atttypid, a.atttypmod))
        || CASE WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s) %s', pg_get_expr(d.adbin, d.adrelid), CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END)
                WHEN a.attidentity <> '' THEN format(' GENERATED %s AS IDENTITY', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END)
                WHEN d.adbin IS NOT NULL THEN ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid) ELSE '' END
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END,
        E',\\n' ORDER BY a.attnum),
        CASE WHEN c.relkind = 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END)
      || CASE WHEN c.relrowsecurity THEN format(E'\\nALTER TABLE %I ENABLE ROW LEVEL SECURITY;', c.relname) ELSE '' END
      || CASE WHEN c.relforcerowsecurity THEN format(E'\\nALTER TABLE %I FORCE ROW LEVEL SECURITY;', c.relname) ELSE '' END AS text
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    GROUP BY c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity`,

  // NOT NULL stands with its column; PostgreSQL 18 lists it as a constraint as well, earlier versions do not.
  constraints: `
    SELECT c.relname AS place, format('ALTER TABLE %I ADD CONSTRAINT %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) AS text
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.connamespace = 'public'::regnamespace AND k.contype IN ('p', 'u', 'f', 'c', 'x')`,

  indexes: `
    SELECT t.relname AS place, pg_get_indexdef(i.indexrelid) || ';' AS text
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))`,

  views: `
    SELECT c.relname AS place, format(E'CREATE %sVIEW %I AS\\n%s', CASE WHEN c.relkind = 'm' THEN 'MATERIALIZED ' ELSE '' END, c.relname, pg_get_viewdef(c.oid)) AS text
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('v', 'm')`,

  triggers: `
    SELECT c.relname AS place, pg_get_triggerdef(t.oid) || ';' AS text
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal`,

  policies: `
    SELECT tablename AS place, format('CREATE POLICY %I ON %I AS %s FOR %s TO %s%s%s;', policyname, tablename, permissive, cmd, array_to_string(roles, ', '),
      coalesce(' USING (' || qual || ')', ''), coalesce(' WITH CHECK (' || with_check || ')', '')) AS text
    FROM pg_policies WHERE schemaname = 'public'`,

  rights: `
    SELECT c.relname AS place, format('GRANT %s ON %I TO %s;', string_agg(g.privilege_type, ', ' ORDER BY g.privilege_type), c.relname, pg_get_userbyid(g.grantee)) AS text
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) g
    WHERE c.relnamespace = 'public'::regnamespace AND g.grantee <> c.relowner AND g.grantee <> 0
    GROUP BY c.relname, g.grantee`,
};

/**
 * The whole schema of a migrated database as SQL text, always in the same order: kept as test/golden/schema.sql, so
 * that a review sees what a migration really does, and a database of another PostgreSQL version can be compared.
 *
 * @param url connection URL of the owner.
 */
export async function printSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, application_name: 'xiecha-ops' });
  await client.connect();
  try {
    // Names are then written without the schema, as in the migrations.
    await client.query('SET search_path = public, pg_catalog');
    const parts: string[] = ['-- Generated by `npm run database`; compared by `npm run check`.'];
    for (const [kind, sql] of Object.entries(QUERIES)) {
      const { rows } = await client.query<Line>(`SELECT place::text COLLATE "C" AS place, text FROM (${sql}) AS line ORDER BY 1, text COLLATE "C"`);
      if (rows.length === 0) continue;
      const apart = rows.some(({ text }) => text.includes('\n'));
      parts.push(`-- ${kind}`, rows.map(({ text }) => text).join(apart ? '\n\n' : '\n'));
    }
    return `${parts.join('\n\n')}\n`;
  } finally {
    await client.end();
  }
}
