import { useCallback, useEffect, useRef, useState } from 'react';
import { Client, createRequest, fetchExchange } from 'urql';
import type { AnyVariables, TypedDocumentNode } from 'urql';
import { observable, useObservable } from '../session/observable.js';
import { purpose } from '../session/purpose.store.js';
import { endSession, session } from '../session/session.store.js';
import { refusalsOf } from './refusal.js';
import type { Refusal } from './refusal.js';

/** Requests on their way; the bar at the top of the page follows it. */
export const running = observable(0);

/** What came back: data may be partial when there are refusals as well. */
export interface Answer<Data> {
  data: Data | null;
  refusals: Refusal[];
}

// No cache of any kind: answers hold personal data and depend on the purpose of the moment.
const client = new Client({
  url: '/graphql',
  preferGetMethod: false,
  requestPolicy: 'network-only',
  exchanges: [fetchExchange],
  fetchOptions: () => {
    const token = session.get()?.token;
    return {
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
    };
  },
});

let serial = 0;

/** Sends one operation with the chosen purpose beside it (extensions.purpose) and waits for the answer. */
export async function ask<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Answer<Data>> {
  const chosen = purpose.get();
  const request = createRequest(document, variables, chosen === null ? undefined : { purpose: chosen });
  // urql answers equal keys with one request; the same question under another purpose is another question.
  serial = (serial + 1) | 0;
  const own = { ...request, key: request.key ^ (serial * 0x9e3779b1) };
  const mutation = document.definitions.some((part) => part.kind === 'OperationDefinition' && part.operation === 'mutation');
  const token = session.get()?.token;
  running.set(running.get() + 1);
  try {
    const result = await (mutation ? client.executeMutation<Data, Variables>(own) : client.executeQuery<Data, Variables>(own)).toPromise();
    const refusals = refusalsOf(result.error);
    // A late answer to an earlier session must not end the present one.
    if (token !== undefined && token === session.get()?.token && refusals.some(({ code }) => code === 'UNAUTHENTICATED')) endSession('expired');
    return { data: result.data ?? null, refusals };
  } finally {
    running.set(running.get() - 1);
  }
}

/** State of a question a page asks: the last answer stays on screen while a newer one is on its way. */
export interface Asked<Data> {
  data: Data | null;
  refusals: Refusal[];
  loading: boolean;
  reload(): Promise<void>;
}

/** Asks when the page opens, when the variables change and when the purpose changes; `null` variables ask nothing. */
export function useAnswer<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables | null,
): Asked<Data> {
  const chosen = useObservable(purpose);
  const [state, setState] = useState<Answer<Data> & { loading: boolean }>({ data: null, refusals: [], loading: variables !== null });
  const latest = useRef(0);
  const wanted = variables === null ? null : JSON.stringify(variables);

  const reload = useCallback(async () => {
    if (wanted === null) return;
    latest.current += 1;
    const mine = latest.current;
    setState((before) => ({ ...before, loading: true }));
    const answer = await ask(document, JSON.parse(wanted) as Variables);
    if (mine === latest.current) setState({ ...answer, loading: false });
  }, [document, wanted]);

  useEffect(() => {
    void reload();
    return () => {
      latest.current += 1;
    };
  }, [reload, chosen]);

  return { ...state, reload };
}

/** One act (a mutation) with its running state; resolves to the answer so that the caller can place refusals. */
export function useAct<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): { act(variables: Variables): Promise<Answer<Data>>; acting: boolean } {
  const [acting, setActing] = useState(false);
  const act = useCallback(
    async (variables: Variables) => {
      setActing(true);
      try {
        return await ask(document, variables);
      } finally {
        setActing(false);
      }
    },
    [document],
  );
  return { act, acting };
}
