import { useObservable } from '../../session/observable.js';
import { session } from '../../session/session.store.js';

/** The account a password field is about, unseen: the browser's password store looks for it in the form. */
export function AccountName() {
  const signedIn = useObservable(session);
  return <input type="text" autoComplete="username" value={signedIn?.viewer.username ?? ''} readOnly hidden />;
}
