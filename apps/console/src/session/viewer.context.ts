import { createContext, useContext } from 'react';
import type { Viewer } from '../graphql/viewer.types.js';

export const ViewerContext = createContext<Viewer | null>(null);

/** The signed-in person; pages inside the shell always have one. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (viewer === null) throw new Error('useViewer outside the console shell');
  return viewer;
}
