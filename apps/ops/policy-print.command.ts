import { policyDocument } from '#kernel/access';
import { commands, policies } from '../hub/surface.js';

export async function run(): Promise<void> {
  process.stdout.write(policyDocument(policies, commands.flatMap((c) => Object.values(c))));
}
