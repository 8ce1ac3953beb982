import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { paths, ROOT } from './sources.js';

const BANNED = /(^|[-./])(utils?|helpers?|common|shared|manager|handler|processor|misc|base|impl|v\d+|new|old|temp)([-./]|$)/i;
const ours = paths('apps', 'libs', 'test').filter((path) => /\.(ts|mjs)$/.test(path));

it('uses the words of the trade, no catch-alls', () => {
  expect(ours.filter((path) => BANNED.test(path))).toEqual([]);
  expect(BANNED.test('libs/features/leads/lead.utils.ts')).toBe(true);
  expect(BANNED.test('libs/kernel/common/x.ts')).toBe(true);
});

it('writes file names in small letters with hyphens', () => {
  expect(ours.filter((path) => !/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(ts|mjs)$/.test(path.split('/').at(-1)!))).toEqual([]);
});

it('gives every lib of the kernel its page, and every feature its five sentences', () => {
  const libs = [...new Set(paths('libs/kernel').map((path) => path.split('/')[2]!))];
  expect(libs.filter((lib) => !paths(`libs/kernel/${lib}`).includes(`libs/kernel/${lib}/README.md`))).toEqual([]);
  const features = [...new Set(paths('libs/features').map((path) => path.split('/')[2]!))];
  const sentences = (name: string): number => (/^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(join(ROOT, 'libs/features', name, 'index.ts'), 'utf8'))?.[1]?.match(/[.!?](\s|$)/g) ?? []).length;
  expect(features.filter((name) => sentences(name) < 4)).toEqual([]);
});

it('leaves no half-finished work behind', () => {
  const marks = ours.filter((path) => path !== 'test/architecture/names.spec.ts').filter((path) => /\b(TODO|FIXME|XXX|HACK)\b/.test(readFileSync(join(ROOT, path), 'utf8')));
  expect(marks).toEqual([]);
});
