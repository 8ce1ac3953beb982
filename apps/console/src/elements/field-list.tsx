import type { ReactNode } from 'react';

/** Labelled values of a record, one under the other, as a definition list. */
export function FieldList({ entries }: { entries: { key: string; name: string; value: ReactNode }[] }) {
  return (
    <dl className="field-list">
      {entries.map((entry) => (
        <div key={entry.key}>
          <dt>{entry.name}</dt>
          <dd>{entry.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A titled block of a record page. */
export function Block({ title, children, extra }: { title: string; children: ReactNode; extra?: ReactNode }) {
  return (
    <section className="block">
      <div className="block-head">
        <h2>{title}</h2>
        {extra}
      </div>
      {children}
    </section>
  );
}
