import { LOG_KEY, parseVerifierKey, signatureOf, WITNESS_KEY, type Note, type VerifierKey } from './note.js';

export interface KnownWitness {
  /** Within the file only. */
  name: string;
  key: VerifierKey;
  /** Submission prefix; null: nobody asks it. */
  url: string | null;
}

interface Group {
  least: number;
  members: string[];
}

/** A C2SP tlog-policy: whose cosignatures make a checkpoint worth believing. */
export interface WitnessPolicy {
  logs: VerifierKey[];
  witnesses: KnownWitness[];
  groups: Map<string, Group>;
  /** Name of a witness or group; null: `quorum none`. */
  quorum: string | null;
}

/** Throws with the number of the first line that is not understood. */
export function parseWitnessPolicy(text: string): WitnessPolicy {
  const policy: WitnessPolicy = { logs: [], witnesses: [], groups: new Map(), quorum: null };
  let quorums = 0;
  const names = new Set(['none']);
  const members = new Set<string>();
  for (const [i, line] of text.split('\n').entries()) {
    const [kind, ...words] = line.trim().split(/[ \t]+/);
    if (!kind || kind.startsWith('#')) continue;
    const refuse = (): never => {
      throw new Error(`line ${i + 1} of the witness policy is not understood`);
    };
    const take = (name: string | undefined): string => (name === undefined || names.has(name) ? refuse() : (names.add(name), name));
    if (kind === 'log' && words.length <= 2) {
      const key = parseVerifierKey(words[0] ?? '');
      policy.logs.push(key?.kind === LOG_KEY ? key : refuse());
    } else if (kind === 'witness' && words.length <= 3) {
      const [name, vkey, url] = words;
      const key = parseVerifierKey(vkey ?? '');
      if (key?.kind !== WITNESS_KEY || policy.witnesses.some((w) => w.key.publicKey.equals(key.publicKey)) || (url !== undefined && !URL.canParse(url))) refuse();
      policy.witnesses.push({ name: take(name), key: key!, url: url ?? null });
    } else if (kind === 'group') {
      const [name, threshold, ...list] = words;
      const least = threshold === 'all' ? list.length : threshold === 'any' ? 1 : /^[1-9]\d{0,3}$/.test(threshold ?? '') ? Number(threshold) : 0;
      // A witness counts once, so nobody can reach a quorum alone through two groups.
      if (least < 1 || least > list.length || list.some((member) => member === 'none' || !names.has(member) || members.has(member)) || new Set(list).size < list.length) refuse();
      for (const member of list) members.add(member);
      policy.groups.set(take(name), { least, members: list });
    } else if (kind === 'quorum' && words.length === 1 && names.has(words[0]!)) {
      quorums += 1;
      policy.quorum = words[0] === 'none' ? null : words[0]!;
    } else {
      refuse();
    }
  }
  if (quorums !== 1) throw new Error('the witness policy needs exactly one quorum line');
  return policy;
}

/** Names of the policy's witnesses that cosigned the note. */
export function cosigners(policy: WitnessPolicy, note: Note): Set<string> {
  return new Set(policy.witnesses.filter((w) => signatureOf(note, w.key)).map((w) => w.name));
}

export function quorumIsMet(policy: WitnessPolicy, present: ReadonlySet<string>): boolean {
  const isMet = (name: string): boolean => {
    const group = policy.groups.get(name);
    return group ? group.members.filter(isMet).length >= group.least : present.has(name);
  };
  return policy.quorum === null || isMet(policy.quorum);
}
