import { session } from '../../session/session.store.js';

/** Fetches a file of the hub with the session's token and hands it to the browser; false when the hub refused. */
export async function download(url: string, name: string): Promise<boolean> {
  const token = session.get()?.token ?? '';
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => null);
  if (answer === null || !answer.ok) return false;
  const said = /filename\*?=(?:UTF-8'')?"?([^";]+)/i.exec(answer.headers.get('content-disposition') ?? '')?.[1];
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = said === undefined ? name : decodeURIComponent(said);
  link.click();
  URL.revokeObjectURL(address);
  return true;
}
