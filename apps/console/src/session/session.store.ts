import type { Viewer } from '../graphql/viewer.types.js';
import { observable } from './observable.js';

/** The signed-in session of this browser tab. The token lives in sessionStorage: closing the tab forgets it. */
export interface Session {
  token: string;
  /** RFC 3339; the hub ends the session then, whatever the console does. */
  expiresAt: string;
  viewer: Viewer;
}

/** Why a session ended without the person asking for it; the sign-in page says so. */
export type SessionEnd = 'expired' | 'locked' | 'signedOut';

const key = 'xiecha.session';

function restore(): Session | null {
  const stored = sessionStorage.getItem(key);
  if (stored === null) return null;
  try {
    return JSON.parse(stored) as Session;
  } catch {
    sessionStorage.removeItem(key);
    return null;
  }
}

export const session = observable<Session | null>(restore());
export const sessionEnd = observable<SessionEnd | null>(null);

export function beginSession(next: Session): void {
  sessionStorage.setItem(key, JSON.stringify(next));
  sessionEnd.set(null);
  session.set(next);
}

/** The same session with what the hub now says about its person: after a settled duty or a changed role. */
export function renewViewer(viewer: Viewer): void {
  const present = session.get();
  if (present !== null && JSON.stringify(present.viewer) !== JSON.stringify(viewer)) beginSession({ ...present, viewer });
}

export function endSession(reason: SessionEnd): void {
  if (session.get() === null) return;
  sessionStorage.removeItem(key);
  sessionEnd.set(reason);
  session.set(null);
}
