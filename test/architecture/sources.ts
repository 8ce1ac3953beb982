import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..', '..');

export interface Source {
  /** Path from the root, with forward slashes. */
  path: string;
  text: string;
  imports: string[];
}

const SKIPPED = new Set(['node_modules', 'dist', 'console']);

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (SKIPPED.has(entry.name) ? [] : entry.isDirectory() ? filesUnder(join(folder, entry.name)) : [join(folder, entry.name)]));
}

/** Every path of the repository's own code, the console apart (it knows the schema and nothing else of the server). */
export function paths(...folders: string[]): string[] {
  return folders.flatMap((folder) => filesUnder(join(ROOT, folder))).map((path) => relative(ROOT, path).replaceAll('\\', '/'));
}

/** The TypeScript of apps and libs, without specs unless asked for. */
export function sources(options: { specs?: boolean } = {}): Source[] {
  return paths('apps', 'libs')
    .filter((path) => path.endsWith('.ts') && (options.specs || !path.endsWith('.spec.ts')))
    .map((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8');
      return { path, text, imports: importsOf(text).map((name) => (name.startsWith('.') ? relative(ROOT, join(ROOT, dirname(path), name)).replaceAll('\\', '/').replace(/\.js$/, '.ts') : name)) };
    });
}

/** Static, re-exporting and dynamic imports. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s+['"]([^'"]+)['"]|(?:^|\n)\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map((m) => (m[1] ?? m[2] ?? m[3])!);
}

/** "kernel/access", "features/leads" or "apps/hub". */
export function unitOf(path: string): string {
  const [top, second, third] = path.split('/');
  return top === 'libs' ? `${second}/${third}` : `${top}/${second}`;
}
