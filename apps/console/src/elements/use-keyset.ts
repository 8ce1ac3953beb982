import { useCallback } from 'react';
import { useLocation, useNavigate } from 'react-router';
import type { PageInfo } from '../graphql/viewer.types.js';
import type { Paging } from './query-table.js';

interface KeysetState {
  /** Cursors of the pages passed on the way here; the last one opens the present page. */
  trail?: string[];
  /** Free text of a search; kept out of the address because it may name a person. */
  text?: string;
}

/**
 * Keyset paging that lives in the browser's history: cursors only lead forward, so the way back is the trail kept in
 * history state (survives reload and the Back button, never shows in the address).
 */
export function useKeyset(): { after: string | null; pagingOf(pageInfo: PageInfo | null | undefined): Paging } {
  const location = useLocation();
  const navigate = useNavigate();
  const trail = (location.state as KeysetState | null)?.trail ?? [];
  const go = useCallback(
    (next: string[]) => void navigate({ search: location.search }, { state: { ...(location.state as KeysetState | null), trail: next } }),
    [location.search, location.state, navigate],
  );
  return {
    after: trail.at(-1) ?? null,
    pagingOf: (pageInfo) => ({
      page: trail.length + 1,
      pageInfo: pageInfo ?? null,
      toNext: (cursor) => go([...trail, cursor]),
      toPrevious: () => go(trail.slice(0, -1)),
    }),
  };
}
