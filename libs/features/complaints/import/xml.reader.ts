/**
 * A pull reader for the XML of workbook parts: elements, attributes, text, CDATA. Streams; namespaces prefixes are cut
 * off (a workbook part uses each local name once); document types are refused, so entities cannot expand.
 */
import { TextDecoder } from 'node:util';
import { FileProblem } from './row.type.js';

export interface XmlEvents {
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** Longest single tag or text run kept while waiting for its end. */
const LONGEST_TOKEN = 1024 * 1024;

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export const damagedWorkbook = (): FileProblem => new FileProblem('DAMAGED_WORKBOOK', {
  zh: '工作簿内容不是有效的 .xlsx。请在 Excel 中打开并重新另存为 .xlsx',
  en: 'The workbook does not hold valid .xlsx content. Open it in Excel and save it as .xlsx again',
});

/** Character references and the five named entities of XML; nothing else exists without a document type. */
export function xmlText(raw: string): string {
  if (!raw.includes('&')) return raw;
  return raw.replace(/&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(\w+));/g, (whole, hex: string, decimal: string, name: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const point = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Value of one attribute in the raw attribute text of a tag, or undefined. A prefix such as r: belongs to the name. */
export function attribute(attributes: string, name: string): string | undefined {
  let from = 0;
  for (;;) {
    const at = attributes.indexOf(name, from);
    if (at < 0) return undefined;
    from = at + name.length;
    const before = at === 0 ? ' ' : attributes[at - 1]!;
    if (!/\s/.test(before)) continue;
    const match = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(from, from + 2048));
    if (match) return xmlText(match[1] ?? match[2] ?? '');
  }
}

const localName = (name: string): string => {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
};

/** Position of the `>` that ends the tag starting at `start`, respecting quoted attribute values; -1 if not yet there. */
function tagEnd(text: string, start: number): number {
  let end = text.indexOf('>', start);
  while (end >= 0) {
    const tag = text.slice(start, end);
    if (!tag.includes('"') && !tag.includes("'")) return end;
    let quote = '';
    for (const sign of tag) {
      if (quote) {
        if (sign === quote) quote = '';
      } else if (sign === '"' || sign === "'") quote = sign;
    }
    if (!quote) return end;
    end = text.indexOf('>', end + 1);
  }
  return -1;
}

/**
 * Runs through a part and calls `events`; after each chunk the generator yields once, so that the caller can hand on
 * what it gathered. Throws FileProblem when the part is no XML in UTF-8.
 */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, events: XmlEvents): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let depth = 0;

  const take = (text: string, last: boolean): string => {
    let at = 0;
    while (at < text.length) {
      const open = text.indexOf('<', at);
      if (open < 0) {
        if (last && depth > 0) throw damagedWorkbook();
        break;
      }
      if (open > at && depth > 0) events.text(xmlText(text.slice(at, open)));
      at = open;
      const second = text[open + 1];
      if (second === '!' || second === '?') {
        const skipped = skipMarkup(text, open, events);
        if (skipped < 0) break;
        at = skipped;
        continue;
      }
      const end = tagEnd(text, open + 1);
      if (end < 0) break;
      if (second === '/') {
        events.close(localName(text.slice(open + 2, end).trim()));
        depth -= 1;
      } else {
        const empty = text[end - 1] === '/';
        const tag = text.slice(open + 1, empty ? end - 1 : end);
        const gap = tag.search(/\s/);
        const name = localName(gap < 0 ? tag : tag.slice(0, gap));
        events.open(name, gap < 0 ? '' : tag.slice(gap));
        if (empty) events.close(name);
        else depth += 1;
      }
      at = end + 1;
    }
    if (last && text.slice(at).trim() !== '') throw damagedWorkbook();
    return text.slice(at);
  };

  for await (const chunk of chunks) {
    let text: string;
    try {
      text = decoder.decode(chunk, { stream: true });
    } catch {
      throw damagedWorkbook();
    }
    rest = take(rest + text, false);
    if (rest.length > LONGEST_TOKEN) throw damagedWorkbook();
    yield;
  }
  take(rest, true);
  if (depth !== 0) throw damagedWorkbook();
  yield;
}

/** Position behind a comment, CDATA section or processing instruction; -1 while its end is not there yet. */
function skipMarkup(text: string, open: number, events: XmlEvents): number {
  const behind = (mark: string): number => {
    const end = text.indexOf(mark, open);
    return end < 0 ? -1 : end + mark.length;
  };
  if (text[open + 1] === '?') return behind('?>');
  if (text.startsWith('<!--', open)) return behind('-->');
  if (text.startsWith('<![CDATA[', open)) {
    const end = behind(']]>');
    if (end >= 0) events.text(text.slice(open + 9, end - 3));
    return end;
  }
  // A markup declaration cut by the chunk border may still become one of the above.
  if (text.length - open < 9) return -1;
  throw damagedWorkbook();
}
