/** The secret of an otpauth address as people read it aloud: groups of four. */
export function secretInGroups(address: string): string {
  const secret = new URL(address).searchParams.get('secret') ?? '';
  return (secret.match(/.{1,4}/g) ?? []).join(' ');
}
