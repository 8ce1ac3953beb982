import { Watermark } from 'antd';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useObservable } from '../session/observable.js';
import { session } from '../session/session.store.js';
import { instantText } from './instant.js';

/** Marks a page with who opened it and when, so that a photograph of the screen tells its origin. */
export function Watermarked({ children }: { children: ReactNode }) {
  const signedIn = useObservable(session);
  const opened = useMemo(() => instantText(new Date().toISOString()), []);
  const lines = [`${signedIn?.viewer.displayName ?? ''} ${signedIn?.viewer.agency.code ?? ''}`, opened];
  return (
    <Watermark content={lines} gap={[150, 110]} rotate={-18} font={{ color: 'rgba(22,64,111,0.07)', fontSize: 13 }}>
      {children}
    </Watermark>
  );
}
