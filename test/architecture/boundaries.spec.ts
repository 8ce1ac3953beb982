import { sources, paths, unitOf, type Source } from './sources.js';

/** apps → features → kernel, by index.ts only, along the edges listed here. */
const FEATURE_EDGES: Readonly<Record<string, readonly string[]>> = {
  agencies: [],
  people: ['agencies'],
  sharing: ['agencies'],
  matching: ['agencies'],
  leads: ['agencies', 'people', 'sharing', 'matching'],
  complaints: ['agencies', 'people', 'sharing', 'matching', 'leads'],
  ledger: ['agencies', 'people', 'sharing'],
};
/** Kernel libs below others: a lib may use those of an earlier line. */
const KERNEL_LAYERS: readonly (readonly string[])[] = [
  ['errors', 'clocks', 'config', 'identifiers', 'crypto'],
  ['access', 'audit'],
  ['database'],
  ['jobs', 'storage', 'graphql'],
  ['runtime'],
];
/** Who alone may import a package: libs or apps, or single files where a whole lib would be too much. */
const ONLY: readonly { pattern: RegExp; allowed: readonly string[] }[] = [
  { pattern: /^(typeorm|pg|pg-copy-streams)(\/|$)/, allowed: ['kernel/database'] },
  { pattern: /^@(casl|ucast)\//, allowed: ['kernel/access'] },
  // the embedded server makes its owner's password before there are keys
  { pattern: /^(node:)?crypto$/, allowed: ['kernel/crypto', 'libs/kernel/database/embedded-server.ts'] },
  { pattern: /^@node-rs\/argon2$/, allowed: ['kernel/crypto'] },
  { pattern: /^pg-boss$/, allowed: ['kernel/jobs'] },
  { pattern: /^@apollo\//, allowed: ['apps/hub', 'kernel/graphql'] },
];

const all = sources();

/** Rules as functions of sources, so that each can be seen to fail. */
const rules: Record<string, (files: readonly Source[]) => string[]> = {
  'nothing imports apps but apps': (files) => files.filter((f) => !f.path.startsWith('apps/')).flatMap((f) => f.imports.filter((i) => i.startsWith('apps/')).map((i) => `${f.path} → ${i}`)),
  'the kernel names no feature': (files) => files.filter((f) => f.path.startsWith('libs/kernel/')).flatMap((f) => f.imports.filter((i) => i.startsWith('#features/') || i.startsWith('libs/features/')).map((i) => `${f.path} → ${i}`)),
  'a lib is imported through its index only': (files) =>
    files.flatMap((f) =>
      f.imports
        .filter((i) => (i.startsWith('libs/') && unitOf(i) !== unitOf(f.path)) || /^#(kernel|features)\/[^/]+\//.test(i) || ([`#${unitOf(f.path)}`].includes(i) && f.path.startsWith('libs/')))
        .map((i) => `${f.path} → ${i}`),
    ),
  'features know each other along the listed edges': (files) =>
    files
      .filter((f) => f.path.startsWith('libs/features/'))
      .flatMap((f) => {
        const feature = f.path.split('/')[2]!;
        return f.imports.filter((i) => i.startsWith('#features/') && !FEATURE_EDGES[feature]?.includes(i.slice('#features/'.length))).map((i) => `${f.path} → ${i}`);
      }),
  'kernel libs use those below them': (files) =>
    files
      .filter((f) => f.path.startsWith('libs/kernel/'))
      .flatMap((f) => {
        const layer = KERNEL_LAYERS.findIndex((names) => names.includes(f.path.split('/')[2]!));
        return f.imports.filter((i) => i.startsWith('#kernel/') && KERNEL_LAYERS.findIndex((names) => names.includes(i.slice('#kernel/'.length))) > layer).map((i) => `${f.path} → ${i}`);
      }),
  'packages stay with the lib that wraps them': (files) =>
    files.flatMap((f) => f.imports.filter((i) => ONLY.some(({ pattern, allowed }) => pattern.test(i) && !allowed.includes(unitOf(f.path)) && !allowed.includes(f.path))).map((i) => `${f.path} → ${i}`)),
  'features never hold the database itself': (files) => files.filter((f) => f.path.startsWith('libs/features/')).flatMap((f) => (/import\s+(type\s+)?\{[^}]*\bDatabase\b[^}]*\}\s+from\s+'#kernel\/database'/.test(f.text) ? [f.path] : [])),
  'no default exports and no wildcard grants': (files) => files.flatMap((f) => (/^export default/m.test(f.text) || /manage',\s*'all'|\bcan\(\s*'manage'/.test(f.text) ? [f.path] : [])),
  'no session-level settings that a pooled connection would carry on': (files) =>
    files.filter((f) => f.path !== 'libs/kernel/database/migrations.ts').flatMap((f) => (/set_config\([^)]*,\s*false\)|\bSET\s+(SESSION\s+)?(ROLE|xiecha)|pg_advisory_lock\(/.test(f.text) ? [f.path] : [])),
};

it.each(Object.entries(rules))('%s', (_name, rule) => {
  expect(rule(all)).toEqual([]);
});

it('has no cycle between features', () => {
  const seen = new Set<string>();
  const visit = (feature: string, trail: readonly string[]): void => {
    expect(trail).not.toContain(feature);
    seen.add(feature);
    for (const next of FEATURE_EDGES[feature] ?? []) visit(next, [...trail, feature]);
  };
  for (const feature of Object.keys(FEATURE_EDGES)) visit(feature, []);
  expect(seen).toEqual(new Set(paths('libs/features').map((path) => path.split('/')[2])));
});

const file = (path: string, ...imports: string[]): Source => ({ path, imports, text: imports.map((i) => `import { X } from '${i}';`).join('\n') });
it.each([
  { rule: 'nothing imports apps but apps', bad: file('libs/features/leads/x.ts', 'apps/hub/start.ts') },
  { rule: 'the kernel names no feature', bad: file('libs/kernel/access/x.ts', '#features/leads') },
  { rule: 'a lib is imported through its index only', bad: file('libs/features/leads/x.ts', 'libs/features/sharing/sharing.service.ts') },
  { rule: 'a lib is imported through its index only', bad: file('apps/hub/x.ts', '#kernel/database/database.js') },
  { rule: 'features know each other along the listed edges', bad: file('libs/features/agencies/x.ts', '#features/leads') },
  { rule: 'kernel libs use those below them', bad: file('libs/kernel/crypto/x.ts', '#kernel/database') },
  { rule: 'packages stay with the lib that wraps them', bad: file('libs/features/leads/x.ts', 'typeorm') },
  { rule: 'packages stay with the lib that wraps them', bad: file('libs/features/leads/x.ts', '@casl/ability') },
  { rule: 'packages stay with the lib that wraps them', bad: file('libs/kernel/database/x.ts', 'node:crypto') },
  { rule: 'features never hold the database itself', bad: { ...file('libs/features/leads/x.ts', '#kernel/database'), text: `import { Database, newId } from '#kernel/database';` } },
  { rule: 'no session-level settings that a pooled connection would carry on', bad: { ...file('libs/features/leads/x.ts'), text: `SELECT set_config('xiecha.action', $1, false)` } },
])('sees that $bad.path breaks: $rule', ({ rule, bad }) => {
  expect(rules[rule]!([bad])).toHaveLength(1);
});
