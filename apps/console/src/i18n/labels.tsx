import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { enumLabelsDocument } from '../graphql/viewer.documents.js';
import { ask } from '../graphql/hub.client.js';
import type { EnumLabel } from '../graphql/viewer.types.js';
import { useWords } from './words.js';

type Label = (enumName: string, value: string | null | undefined) => string;
interface Labels {
  label: Label;
  /** All values of an enum in schema order, as options of a select. */
  options(enumName: string): { value: string; label: string }[];
}

const LabelsContext = createContext<Labels>({ label: (_name, value) => value ?? '', options: () => [] });

/** Fetches the words of all enum values once per language; until they are there the codes themselves are shown. */
export function LabelsProvider({ children }: { children: ReactNode }) {
  const { language } = useWords();
  const [known, setKnown] = useState<Record<string, EnumLabel[]>>({});
  useEffect(() => {
    if (known[language] !== undefined) return;
    void ask(enumLabelsDocument, { locale: language }).then(({ data }) => {
      if (data !== null) setKnown((before) => ({ ...before, [language]: data.enumLabels }));
    });
  }, [known, language]);

  const labels = useMemo<Labels>(() => {
    const list = known[language] ?? [];
    const byKey = new Map(list.map((entry) => [`${entry.enum}.${entry.value}`, entry.label]));
    return {
      label: (enumName, value) => (value === null || value === undefined ? '' : (byKey.get(`${enumName}.${value}`) ?? value)),
      options: (enumName) => list.filter((entry) => entry.enum === enumName).map(({ value, label }) => ({ value, label })),
    };
  }, [known, language]);
  return <LabelsContext.Provider value={labels}>{children}</LabelsContext.Provider>;
}

export function useLabels(): Labels {
  return useContext(LabelsContext);
}

/** Words of a role code: the console's own, which read well in both languages; the hub's label for a role it has no word for. */
export function useRoleNames(): (roles: string[]) => string {
  const { label } = useLabels();
  const { named, join } = useWords();
  return useCallback(
    (roles) =>
      join(
        roles.map((role) => {
          const own = named('frame', `role_${role}`);
          return own === `role_${role}` ? label('Role', role) : own;
        }),
      ),
    [label, named, join],
  );
}
