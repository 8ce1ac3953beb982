import { useEffect } from 'react';
import { signOutDocument } from '../graphql/viewer.documents.js';
import { ask } from '../graphql/hub.client.js';
import { endSession } from './session.store.js';

/** The hub forgets a session after 30 idle minutes (contract); the screen locks at the same time, so nothing stays readable. */
const idleLimit = 30 * 60 * 1000;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

export function useAutoLock(): void {
  useEffect(() => {
    let lastSign = Date.now();
    const seen = () => {
      lastSign = Date.now();
    };
    const check = () => {
      if (Date.now() - lastSign < idleLimit) return;
      // The hub's own idle limit ends the session even when this call is lost.
      void ask(signOutDocument, {});
      endSession('locked');
    };
    for (const sign of signs) window.addEventListener(sign, seen, { passive: true });
    // A computer that slept wakes on the same page: look at once, before the next tick.
    document.addEventListener('visibilitychange', check);
    const ticking = window.setInterval(check, 15_000);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, seen);
      document.removeEventListener('visibilitychange', check);
      window.clearInterval(ticking);
    };
  }, []);
}
