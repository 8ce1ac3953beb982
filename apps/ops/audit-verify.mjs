#!/usr/bin/env node
// Checks an export of the audit ledger without database, network or any other file of this project: one file, nothing but
// Node (18.19 or newer). It shares no code with the hub on purpose: a mistake there must not be repeated here.
//
//   node audit-verify.mjs EXPORT --keys FILE [--remembered FILE]
//
//   --keys        C2SP tlog-policy file: the log's public key, the witnesses' public keys and the quorum
//   --remembered  checkpoint notes kept from earlier, one after the other; the export must continue each of them
//
// Exit codes:  0 valid and witnessed · 10 valid, not witnessed · 20 valid, redactions present ·
//              30 inconsistent with a remembered checkpoint · 40 broken · 2 wrong call
//
// Formats: RFC 6962 tree, RFC 9162 proofs, C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy; the export
// itself is JSON lines: header, checkpoint, consistency proofs, entries, end with the log's signature.

import * as crypto from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const LONGEST_LINE = 4 * 1024 * 1024;
const LONGEST_PROOF = 63;
const CHUNK = 1024 * 1024;

// ------------------------------------------------------------------------------------------------ verdicts

/** Ends the check: code, the sentence in both languages, the first bad position where there is one. */
class Verdict extends Error {
  constructor(code, zh, en, index = null) {
    super(en);
    Object.assign(this, { code, zh, en, index });
  }
}
const broken = (zh, en, index = null) => new Verdict(40, zh, en, index);
const forked = (zh, en, index = null) => new Verdict(30, zh, en, index);
const wrongCall = (zh, en) => new Verdict(2, zh, en);

// ------------------------------------------------------------------------------------------------ hashes and the tree

const sha256 = crypto.hash ? (bytes) => crypto.hash('sha256', bytes, 'buffer') : (bytes) => crypto.createHash('sha256').update(bytes).digest();

/** SHA-256(0x00, entry), in a buffer used again and again. */
let leafSpace = Buffer.alloc(64 * 1024);
function leafOf(text) {
  const length = Buffer.byteLength(text, 'utf8');
  if (length >= leafSpace.length) leafSpace = Buffer.alloc(length * 2);
  leafSpace[0] = 0;
  leafSpace.write(text, 1, 'utf8');
  return sha256(leafSpace.subarray(0, length + 1));
}

const nodeSpace = Buffer.alloc(65, 1);
function nodeOf(left, right) {
  left.copy(nodeSpace, 1);
  right.copy(nodeSpace, 33);
  return sha256(nodeSpace);
}

/** A tree that only grows: the roots of its complete parts, left to right. */
class GrowingTree {
  size = 0;
  #parts = [];
  add(leaf) {
    let hash = leaf;
    for (let n = this.size; n % 2 === 1; n = (n - 1) / 2) hash = nodeOf(this.#parts.pop(), hash);
    this.#parts.push(hash);
    this.size += 1;
  }
  root() {
    if (this.size === 0) return sha256(Buffer.alloc(0));
    return this.#parts.reduceRight((right, left) => nodeOf(left, right));
  }
}

const half = (n) => Math.floor(n / 2);

/** Root that an inclusion proof leads to; null when its length does not fit the position (RFC 9162, 2.1.3.2). */
function rootFromInclusion(index, size, leaf, proof) {
  let [node, last, hash] = [index, size - 1, leaf];
  for (const beside of proof) {
    if (last === 0) return null;
    if (node % 2 === 1 || node === last) {
      hash = nodeOf(beside, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeOf(hash, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 ? hash : null;
}

/** Whether the tree of `old` entries is the beginning of the one of `size` (RFC 9162, 2.1.4.2). */
function isContinued(old, oldRoot, size, root, proof) {
  if (old === size) return proof.length === 0 && oldRoot.equals(root);
  if (old === 0) return proof.length === 0;
  let [node, last] = [old - 1, size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  const path = node === 0 ? [oldRoot, ...proof] : proof;
  if (path.length === 0) return false;
  let [before, after] = [path[0], path[0]];
  for (const beside of path.slice(1)) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      before = nodeOf(beside, before);
      after = nodeOf(beside, after);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      after = nodeOf(after, beside);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && before.equals(oldRoot) && after.equals(root);
}

// ------------------------------------------------------------------------------------------------ keys, notes, quorum

function base64(text) {
  if (typeof text !== 'string') return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

function parseKey(text) {
  const [, name, id, body] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = base64(body);
  if (!bytes || bytes.length !== 33 || ![1, 4].includes(bytes[0])) return null;
  const expected = sha256(Buffer.concat([Buffer.from(`${name}\n`, 'utf8'), bytes])).subarray(0, 4);
  if (expected.toString('hex') !== id) return null;
  const key = crypto.createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), bytes.subarray(1)]), format: 'der', type: 'spki' });
  return { name, id: expected, cosigns: bytes[0] === 4, key };
}

/** C2SP tlog-policy; a line that is a bare key counts as a log or a witness by its kind. */
function parsePolicy(text) {
  const policy = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
  for (const [number, line] of text.split('\n').entries()) {
    const words = line.trim().split(/[ \t]+/);
    if (words[0] === '' || words[0].startsWith('#')) continue;
    const wrong = () => wrongCall(`公钥文件第 ${number + 1} 行无法理解`, `line ${number + 1} of the keys file is not understood`);
    const [kind, name] = words;
    if (kind === 'log' && words.length >= 2) {
      const key = parseKey(name);
      if (!key || key.cosigns) throw wrong();
      policy.logs.push(key);
    } else if (kind === 'witness' && words.length >= 3) {
      const key = parseKey(words[2]);
      if (!key || !key.cosigns) throw wrong();
      policy.witnesses.set(name, key);
    } else if (kind === 'group' && words.length >= 4) {
      const members = words.slice(3);
      const least = words[2] === 'all' ? members.length : words[2] === 'any' ? 1 : Number(words[2]);
      if (!(least >= 1 && least <= members.length) || !members.every((m) => policy.witnesses.has(m) || policy.groups.has(m))) throw wrong();
      policy.groups.set(name, { least, members });
    } else if (kind === 'quorum' && words.length === 2 && (name === 'none' || policy.witnesses.has(name) || policy.groups.has(name))) {
      policy.quorum = name;
    } else if (words.length === 1 && parseKey(kind)) {
      const key = parseKey(kind);
      if (key.cosigns) policy.witnesses.set(key.name, key);
      else policy.logs.push(key);
    } else {
      throw wrong();
    }
  }
  if (policy.logs.length === 0) throw wrongCall('公钥文件中没有日志的公钥', 'the keys file names no log');
  return policy;
}

function parseNote(note) {
  if (typeof note !== 'string' || !note.endsWith('\n')) return null;
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return null;
  const signatures = [];
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, body] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    const bytes = base64(body);
    if (!bytes || bytes.length < 5) return null;
    signatures.push({ name, id: bytes.subarray(0, 4), bytes: bytes.subarray(4) });
  }
  return { text: note.slice(0, split + 1), signatures };
}

function parseCheckpoint(text) {
  const [origin, size, root] = text.split('\n');
  const hash = base64(root);
  if (!origin || !/^(0|[1-9]\d{0,15})$/.test(size ?? '') || hash?.length !== 32) return null;
  return { origin, size: Number(size), root: hash };
}

/** For a log key: whether it signed; for a witness: when it cosigned, in seconds; null: it did not. */
function signedBy(note, key) {
  for (const { name, id, bytes } of note.signatures) {
    if (name !== key.name || !id.equals(key.id)) continue;
    if (!key.cosigns) {
      if (bytes.length === 64 && crypto.verify(null, Buffer.from(note.text, 'utf8'), key.key, bytes)) return 0;
    } else if (bytes.length === 72) {
      const time = bytes.readBigUInt64BE(0);
      if (crypto.verify(null, Buffer.from(`cosignature/v1\ntime ${time}\n${note.text}`, 'utf8'), key.key, bytes.subarray(8))) return Number(time);
    }
  }
  return null;
}

function isMet(policy, name, present) {
  const group = policy.groups.get(name);
  if (!group) return present.has(name);
  return group.members.filter((member) => isMet(policy, member, present)).length >= group.least;
}

/** A checkpoint of one of the logs of the policy, its signature checked. */
function openCheckpoint(note, policy, whatZh, whatEn) {
  const parsed = parseNote(note);
  const checkpoint = parsed && parseCheckpoint(parsed.text);
  if (!checkpoint) throw broken(`${whatZh}不是有效的检查点`, `${whatEn} is not a checkpoint`);
  const keys = policy.logs.filter((key) => key.name === checkpoint.origin);
  if (keys.length === 0) throw broken(`${whatZh}属于另一个日志（来源名称不在公钥文件中）`, `${whatEn} belongs to another log: its origin is not in the keys file`);
  if (!keys.some((key) => signedBy(parsed, key) !== null)) {
    throw broken(`${whatZh}上的签名不是该日志公钥所签：内容被改动，或公钥不对`, `${whatEn} does not bear a signature of the log's key: it was changed, or the key is another one`);
  }
  return { ...checkpoint, note: parsed };
}

/** Notes written one after the other: text, empty line, signature lines. */
function splitNotes(text) {
  const notes = [];
  let lines = [];
  let signed = false;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const isSignature = line.startsWith('\u2014 ');
    if (signed && !isSignature) {
      notes.push(`${lines.join('\n')}\n`);
      [lines, signed] = [[], false];
    }
    if (isSignature) signed = true;
    if (lines.length > 0 || line !== '') lines.push(line);
  }
  if (lines.length > 0) notes.push(`${lines.join('\n')}\n`);
  return notes;
}

// ------------------------------------------------------------------------------------------------ the export, line by line

/** Calls `each(line bytes, number)` without ever holding more than one line and one chunk. */
function readLines(path, each) {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let rest = Buffer.alloc(0);
    let number = 0;
    for (let read; (read = readSync(file, chunk, 0, CHUNK, null)) > 0; ) {
      let from = 0;
      for (let to; (to = chunk.subarray(0, read).indexOf(10, from)) >= 0; from = to + 1) {
        number += 1;
        const line = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(from, to)]) : chunk.subarray(from, to);
        rest = Buffer.alloc(0);
        if (line.length > LONGEST_LINE) throw tooLong(number);
        each(line, number);
      }
      rest = Buffer.concat([rest, chunk.subarray(from, read)]);
      if (rest.length > LONGEST_LINE) throw tooLong(number + 1);
    }
    if (rest.length > 0) throw broken(`文件在第 ${number + 1} 行中间断开：导出不完整`, `the file breaks off within line ${number + 1}: the export is incomplete`);
  } finally {
    closeSync(file);
  }
}

const tooLong = (number) => broken(`第 ${number} 行长得不可能属于导出文件`, `line ${number} is longer than any line of an export can be`);

const isIndex = (n) => Number.isSafeInteger(n) && n >= 0;

function proofOf(list) {
  if (!Array.isArray(list) || list.length > LONGEST_PROOF) return null;
  const hashes = list.map(base64);
  return hashes.every((hash) => hash?.length === 32) ? hashes : null;
}

/** SHA-256(salt, entry id, part closed with 0x80 and filled with zeros to a multiple of 256 bytes). */
function commitmentOf(salt, id, part) {
  const bytes = Buffer.from(part, 'utf8');
  const padded = Buffer.alloc((Math.floor(bytes.length / 256) + 1) * 256);
  bytes.copy(padded);
  padded[bytes.length] = 0x80;
  return sha256(Buffer.concat([salt, Buffer.from(id, 'utf8'), padded])).toString('base64');
}

export function verifyExport(path, keysText, rememberedText) {
  const policy = parsePolicy(keysText);
  const remembered = splitNotes(rememberedText)
    .map((note, i) => openCheckpoint(note, policy, `所保存的第 ${i + 1} 个检查点`, `remembered checkpoint ${i + 1}`))
    .sort((a, b) => a.size - b.size);
  const digest = crypto.createHash('sha256');
  const tree = new GrowingTree();
  const consistency = new Map();
  const rootsAt = new Map(remembered.map(({ size }) => [size, null]));
  let header = null;
  let checkpoint = null;
  let end = null;
  let entries = 0;
  let lastIndex = -1;
  let redacted = 0;
  let latest = 0;
  let backwards = null;

  const readEntry = (line) => {
    const { index, entry } = line;
    if (!isIndex(index) || typeof entry !== 'string') throw broken(`第 ${lastIndex + 1} 条之后的条目缺少编号或内容`, `the entry after position ${lastIndex} has no position or no content`, lastIndex + 1);
    if (index >= checkpoint.size) throw broken(`编号 ${index} 超出检查点所含的条目数`, `entry ${index} lies beyond the checkpoint`, index);
    const leaf = leafOf(entry);
    if (header.scope === 'all') {
      const expected = tree.size;
      if (index > expected) throw broken(`缺少编号为 ${expected} 的条目：有条目被删除`, `entry ${expected} is missing: an entry was removed`, expected);
      if (index < expected) throw broken(`编号 ${index} 出现在 ${expected} 的位置：条目重复或次序被改动`, `entry ${index} stands where ${expected} belongs: entries were repeated or reordered`, expected);
      if (line.leaf !== undefined && line.leaf !== leaf.toString('base64')) throw broken(`编号 ${index} 的条目内容被改动`, `the content of entry ${index} was changed`, index);
      if (rootsAt.has(expected)) rootsAt.set(expected, tree.root());
      tree.add(leaf);
    } else {
      if (index <= lastIndex) throw broken(`编号 ${index} 出现在 ${lastIndex} 之后：条目重复或次序被改动`, `entry ${index} follows ${lastIndex}: entries were repeated or reordered`, index);
      const proof = proofOf(line.proof);
      const root = proof && rootFromInclusion(index, checkpoint.size, leaf, proof);
      if (!root || !root.equals(checkpoint.root)) throw broken(`编号 ${index} 的条目不在检查点所签的日志中：内容、编号或证明被改动`, `entry ${index} is not in the log that the checkpoint signs: its content, position or proof was changed`, index);
    }
    lastIndex = index;
    entries += 1;
    // Only what is looked at is parsed: whole entries of a million lines would be time for nothing.
    const at = Number(/"at":(\d{1,16})[,}]/.exec(entry)?.[1] ?? 0);
    if (at + 3_600_000 < latest && backwards === null) backwards = index;
    latest = Math.max(latest, at);
    if (line.redacted === true) redacted += 1;
    if (line.personal !== undefined) {
      const salt = base64(line.personal?.salt);
      const content = JSON.parse(entry);
      if (!salt || typeof line.personal.part !== 'string' || commitmentOf(salt, content.id, line.personal.part) !== content.personal) {
        throw broken(`编号 ${index} 的人员信息与条目中的承诺值不符`, `the personal part of entry ${index} is not the one the entry commits to`, index);
      }
    }
  };

  readLines(path, (bytes, number) => {
    if (end) throw broken(`第 ${number} 行在结束行之后`, `line ${number} follows the end line`);
    let line;
    try {
      line = JSON.parse(bytes.toString('utf8'));
    } catch {
      line = null;
    }
    if (line === null || typeof line !== 'object' || Array.isArray(line)) {
      throw broken(`第 ${number} 行不是导出文件的内容`, `line ${number} is not a line of an export`, checkpoint ? lastIndex + 1 : null);
    }
    if (line.end !== undefined) {
      end = { ...line.end, signature: line.signature, sha256Found: digest.digest('base64') };
      return;
    }
    digest.update(bytes).update('\n');
    if (number === 1) {
      if (line.format !== 'xiecha-audit-export' || line.version !== 1 || !['all', 'agency'].includes(line.scope)) throw broken('文件不是第 1 版审计导出', 'the file is not an audit export of version 1');
      header = line;
    } else if (number === 2) {
      checkpoint = openCheckpoint(line.checkpoint, policy, '导出文件的检查点', 'the checkpoint of the export');
      if (header.origin !== checkpoint.origin || header.size !== checkpoint.size) throw broken('文件头与检查点不一致', 'header and checkpoint disagree');
      if (rootsAt.has(checkpoint.size)) rootsAt.set(checkpoint.size, checkpoint.root);
      if (rootsAt.has(0)) rootsAt.set(0, sha256(Buffer.alloc(0)));
    } else if (line.consistency !== undefined && entries === 0) {
      const proof = proofOf(line.consistency?.proof);
      if (!proof || !isIndex(line.consistency.from)) throw broken(`第 ${number} 行的一致性证明无效`, `the consistency proof in line ${number} is malformed`);
      consistency.set(line.consistency.from, proof);
    } else {
      readEntry(line);
    }
  });

  if (!checkpoint) throw broken('文件为空或只有开头：导出不完整', 'the file is empty or only a beginning: the export is incomplete');
  if (!end) throw broken('没有结束行：导出被截断', 'there is no end line: the export was cut off', header.scope === 'all' ? tree.size : null);

  checkRemembered();
  if (header.scope === 'all' && tree.size !== checkpoint.size) throw broken(`检查点含 ${checkpoint.size} 条，文件只到编号 ${tree.size - 1}：末尾被删除`, `the checkpoint holds ${checkpoint.size} entries, the file ends at position ${tree.size - 1}: the tail was removed`, tree.size);
  if (header.scope === 'all' && !tree.root().equals(checkpoint.root)) {
    const good = lastAgreeing();
    throw broken(`条目与检查点所签的根哈希不符：编号 ${good} 起至少有一条被改动`, `the entries do not give the root that the checkpoint signs: at least one entry from position ${good} on was changed`, good);
  }
  checkEnd();

  const present = new Map();
  for (const [name, key] of policy.witnesses) {
    const at = signedBy(checkpoint.note, key);
    if (at !== null) present.set(name, at);
  }
  const witnessed = policy.quorum !== null && policy.quorum !== 'none' && isMet(policy, policy.quorum, new Set(present.keys()));
  return {
    code: redacted > 0 ? 20 : witnessed ? 0 : 10,
    origin: checkpoint.origin, size: checkpoint.size, entries, redacted, witnessed,
    cosignatures: present.size, witnesses: policy.witnesses.size, cosignedAt: present.size > 0 ? Math.max(...present.values()) : null,
    remembered: remembered.length, backwards,
  };

  /** The largest remembered size whose root the entries still give. */
  function lastAgreeing() {
    return Math.max(0, ...remembered.filter(({ size, root }) => size < checkpoint.size && rootsAt.get(size)?.equals(root)).map(({ size }) => size));
  }

  function checkRemembered() {
    for (const [i, { origin, size, root }] of remembered.entries()) {
      if (origin !== checkpoint.origin) throw forked('所保存的检查点属于另一个日志，无从比较', 'a remembered checkpoint belongs to another log and cannot be compared');
      const previous = i > 0 ? remembered[i - 1].size : 0;
      if (size > checkpoint.size) {
        throw forked(
          `您保存的检查点含 ${size} 条，此文件的检查点只有 ${checkpoint.size} 条：末尾被删除，或文件早于您的检查点`,
          `the checkpoint you remembered holds ${size} entries, that of this file only ${checkpoint.size}: the tail was removed, or the file is older than your checkpoint`, checkpoint.size);
      }
      const found = rootsAt.get(size);
      const proof = consistency.get(size);
      const agrees = found ? found.equals(root) : header.scope === 'agency' && proof ? isContinued(size, root, checkpoint.size, checkpoint.root, proof) : null;
      if (agrees === false) {
        throw forked(
          `日志与您保存的检查点（${size} 条）相矛盾：编号 ${previous} 至 ${size - 1} 之间的历史被改写`,
          `the log contradicts the checkpoint of ${size} entries that you remembered: history between positions ${previous} and ${size - 1} was rewritten`, previous);
      }
      if (agrees === null && header.scope === 'agency') {
        throw forked(`文件中没有与您保存的检查点（${size} 条）衔接的证明，请索取包含该证明的导出`, `the file has no proof that continues your remembered checkpoint of ${size} entries: ask for an export made with it`);
      }
    }
  }

  function checkEnd() {
    const text = `xiecha-audit-export/v1\n${checkpoint.origin}\n${header.scope} ${header.agency ?? '*'}\n${checkpoint.size}\n${end.entries}\n${end.sha256}\n`;
    const note = parseNote(`${text}\n${end.signature}`);
    const keys = policy.logs.filter((key) => key.name === checkpoint.origin);
    if (!note || !keys.some((key) => signedBy(note, key) !== null)) throw broken('结束行的签名无效：导出不是该日志所签', 'the signature of the end line is not valid: the log did not sign this export');
    if (end.entries !== entries || end.sha256 !== end.sha256Found) throw broken('文件与签发时不同：有行被删除、添加或改动', 'the file is not the one that was signed: lines were removed, added or changed');
  }
}

// ------------------------------------------------------------------------------------------------ what people read

const SENTENCES = {
  0: ['导出文件完整、未被改动，且其检查点已由法定数量的见证方共同签署。', 'The export is complete and unchanged, and its checkpoint is cosigned by a quorum of witnesses.'],
  10: ['导出文件完整、未被改动，但其检查点尚未达到法定的见证数量：目前只有日志运营方自己的签名为凭。', 'The export is complete and unchanged, but its checkpoint has no quorum of witnesses: so far only the signature of the log\'s operator vouches for it.'],
  20: ['导出文件未被改动；部分条目的人员信息已依法删除，条目本身及其证明仍然成立。', 'The export is unchanged; the personal parts of some entries were erased, while the entries themselves and their proofs still hold.'],
};

function say(lines) {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function main(args) {
  const options = { keys: null, remembered: null };
  const files = [];
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === '--keys' || args[i] === '--remembered') options[args[i].slice(2)] = args[(i += 1)] ?? null;
    else files.push(args[i]);
  }
  const started = Date.now();
  try {
    if (files.length !== 1 || !options.keys) throw wrongCall('用法：audit-verify 导出文件 --keys 公钥文件 [--remembered 检查点文件]', 'usage: audit-verify EXPORT --keys FILE [--remembered FILE]');
    const readText = (path) => {
      try {
        return readFileSync(path, 'utf8');
      } catch {
        throw wrongCall(`无法读取 ${path}`, `cannot read ${path}`);
      }
    };
    const r = verifyExport(files[0], readText(options.keys), options.remembered ? readText(options.remembered) : '');
    const seconds = (Date.now() - started) / 1000;
    const [zh, en] = SENTENCES[r.code];
    say([
      `${r.code}  ${zh}`, `    ${en}`,
      `    日志 / log ${r.origin} · 检查点 / checkpoint ${r.size} · 条目 / entries ${r.entries} · 见证 / cosignatures ${r.cosignatures}/${r.witnesses}${r.witnessed ? '' : ' (未达法定数量 / no quorum)'}` +
        `${r.cosignedAt === null ? '' : ` · ${new Date(r.cosignedAt * 1000).toISOString()}`} · 已比对检查点 / remembered ${r.remembered}`,
      ...(r.redacted > 0 ? [`    已删除人员信息的条目 / entries with erased personal parts: ${r.redacted}`] : []),
      ...(typeof r.backwards !== 'number' ? [] : [`    注意：编号 ${String(r.backwards)} 的时间早于其前条目一小时以上，服务器时钟可能被拨回；次序不受影响。`, `    Note: entry ${String(r.backwards)} is dated more than an hour before entries ahead of it; the server's clock may have been set back. The order is not affected.`]),
      `    ${seconds.toFixed(1)} s${seconds > 0.5 ? ` · ${Math.round(r.entries / seconds)} 条/秒 entries/s` : ''}`,
    ]);
    return r.code;
  } catch (error) {
    const verdict = error instanceof Verdict ? error : error.code === 'ENOENT' || error.code === 'EISDIR' || error.code === 'EACCES' ? wrongCall('无法读取导出文件', 'cannot read the export') : broken('文件无法按导出格式读取', 'the file cannot be read as an export');
    say([`${verdict.code}  ${verdict.zh}。`, `    ${verdict.en.charAt(0).toUpperCase()}${verdict.en.slice(1)}.`, ...(verdict.index === null || verdict.index === undefined ? [] : [`    首个有问题的编号 / first bad index: ${verdict.index}`])]);
    return verdict.code;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) process.exitCode = main(process.argv.slice(2));
