import { isObjectType, type GraphQLSchema } from 'graphql';
import type { Command, RecordPolicy } from '#kernel/access';

/** What the service declares about its GraphQL surface; everything in the schema must be found here. */
export interface DeclaredSurface {
  policies: readonly RecordPolicy[];
  commands: ReadonlyMap<string, Command>;
  /** Query name -> ledger action of the read, or a reason why it needs none. */
  reads: Readonly<Record<string, string>>;
  /** Mutations that are no commands on records (sign-in …), with the reason. */
  sessionMutations: Readonly<Record<string, string>>;
  /** Object types that carry no record fields, once per type, with the reason. */
  openTypes: Readonly<Record<string, string>>;
}

/**
 * Forgetting means closed: every field of a record type has a policy cell, every query an action, every mutation a
 * command, every other type a reason. Returns what is missing; the service does not start unless it is empty.
 */
export function holesIn(schema: GraphQLSchema, declared: DeclaredSurface): string[] {
  const holes: string[] = [];
  const policyOf = new Map<string, Set<string>>();
  for (const policy of declared.policies) {
    policyOf.set(policy.record, new Set(Object.keys(policy.fields)));
    for (const part of Object.values(policy.parts)) {
      const variants = Object.values(part.variants).map((fields) => new Set(Object.keys(fields)));
      policyOf.set(part.record, variants.reduce((a, b) => new Set([...a].filter((f) => b.has(f)))));
    }
  }
  const mutations = new Set([...declared.commands.values()].map((c) => c.mutation));
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const fields = Object.keys(type.getFields());
    if (type === schema.getQueryType()) {
      holes.push(...fields.filter((f) => !declared.reads[f]).map((f) => `query ${f} has no declared read`));
    } else if (type === schema.getMutationType()) {
      holes.push(...fields.filter((f) => !mutations.has(f) && !declared.sessionMutations[f]).map((f) => `mutation ${f} is no command`));
    } else if (policyOf.has(type.name)) {
      holes.push(...fields.filter((f) => !policyOf.get(type.name)!.has(f)).map((f) => `field ${type.name}.${f} has no policy cell`));
    } else if (!declared.openTypes[type.name]) {
      holes.push(`type ${type.name} has no policy and is not declared open`);
    }
  }
  return holes;
}
