import type { FormRule } from 'antd';

/** At least one field ticked; not the kit's `required`, which puts an ARIA attribute on the group that a group may not carry. */
export function someField(message: string): FormRule {
  return {
    validator: async (_rule, value: string[] | undefined) => {
      if ((value ?? []).length === 0) throw new Error(message);
    },
  };
}
