/** Only paths of this console: a crafted link must not lead elsewhere after sign-in. */
export function returnPath(from: string | null): string {
  return from !== null && /^\/(?![/\\])/.test(from) ? from : '/';
}
