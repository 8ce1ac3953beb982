import type { Wanted } from '#kernel/database';
import { Kind, type FieldNode, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/**
 * Which fields of the record the client asked for, fragments followed, aliases resolved, wherever in the answer the
 * record stands: `path` leads to it, e.g. ['edges', 'node']. Skipped fields (@skip, @include) count as asked for: the
 * ledger may say more than was shown, never less.
 */
export function wantedOf(info: GraphQLResolveInfo, parts: readonly string[], path: readonly string[] = []): Wanted {
  let sets = info.fieldNodes.flatMap((node) => (node.selectionSet ? [node.selectionSet] : []));
  for (const step of path) sets = sets.flatMap((set) => fieldsOf(set, info)).filter((f) => f.name.value === step).flatMap((f) => (f.selectionSet ? [f.selectionSet] : []));
  const fields = new Set<string>();
  const found = new Map<string, Set<string>>();
  for (const node of sets.flatMap((set) => fieldsOf(set, info))) {
    const name = node.name.value;
    if (!parts.includes(name)) fields.add(name);
    else {
      const inner = found.get(name) ?? new Set<string>();
      for (const child of node.selectionSet ? fieldsOf(node.selectionSet, info) : []) inner.add(child.name.value);
      found.set(name, inner);
    }
  }
  return { fields, parts: found };
}

function fieldsOf(set: SelectionSetNode, info: GraphQLResolveInfo): FieldNode[] {
  return set.selections.flatMap((selection): FieldNode[] => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return fieldsOf(selection.selectionSet, info);
    const fragment = info.fragments[selection.name.value];
    return fragment ? fieldsOf(fragment.selectionSet, info) : [];
  });
}
