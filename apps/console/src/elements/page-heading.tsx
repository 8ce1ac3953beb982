import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { useWords } from '../i18n/words.js';

/** Heading of a page: trail, title, one sentence, acts at the right. The window's title never carries record content. */
export function PageHeading({ title, intro, trail = [], acts }: {
  title: string;
  intro?: ReactNode;
  trail?: { to: string; name: string }[];
  acts?: ReactNode;
}) {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t('frame.product')}`;
  }, [title, t]);
  return (
    <header className="page-heading">
      <div className="page-heading-words">
        {trail.length > 0 && (
          <nav aria-label="breadcrumb" className="trail">
            {trail.map((step) => (
              <span key={step.to}>
                <Link to={step.to}>{step.name}</Link>
                <span aria-hidden="true"> / </span>
              </span>
            ))}
            <span>{title}</span>
          </nav>
        )}
        <h1>{title}</h1>
        {intro !== undefined && <p>{intro}</p>}
      </div>
      {acts !== undefined && <div className="page-heading-acts">{acts}</div>}
    </header>
  );
}
