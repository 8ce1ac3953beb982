import { useSyncExternalStore } from 'react';

/** A value outside React that components can follow: the session, the purpose, the number of running requests. */
export interface Observable<Value> {
  get(): Value;
  set(next: Value): void;
  follow(listener: () => void): () => void;
}

export function observable<Value>(initial: Value): Observable<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(value, next)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useObservable<Value>(source: Observable<Value>): Value {
  return useSyncExternalStore(source.follow, source.get);
}
