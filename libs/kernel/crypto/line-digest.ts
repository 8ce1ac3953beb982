import { createHash } from 'node:crypto';

/** SHA-256 over the lines of a text while it is written. */
export interface LineDigest {
  /** The line with its line feed, counted. */
  line(text: string): string;
  /** Base64; ends the digest. */
  end(): string;
}

export function createLineDigest(): LineDigest {
  const hash = createHash('sha256');
  return {
    line: (text) => {
      const line = `${text}\n`;
      hash.update(line, 'utf8');
      return line;
    },
    end: () => hash.digest('base64'),
  };
}
