import { createRootKeyFile } from '#kernel/crypto';

export async function run([path]: string[]): Promise<void> {
  if (!path) throw new Error('root-key FILE');
  createRootKeyFile(path);
  process.stdout.write(`${path}: keep a copy where the database is not\n`);
}
