/**
 * What a masked cell shows instead of its value (domain page, section 5, "Masks"). Every mask has a fixed number of
 * stars where the length itself would tell something. Empty text stays empty.
 */

const HIDDEN = '**';
/** A word of an address that holds no other unit in it. */
const PLACE = String.raw`(?:(?![省市县区旗镇乡街道路村号])\p{Script=Han}){1,10}`;
/** Province, city and county in front of an address; 小区, 超市 and the like are buildings, no counties or cities. */
const ADDRESS_TO_COUNTY = new RegExp(
  String.raw`^\s*((?:${PLACE}(?:省|自治区|特别行政区))?` +
    String.raw`(?:${PLACE}(?:(?<![超夜门菜])市|自治州|盟|地区))?` +
    String.raw`(?:${PLACE}(?:自治县|自治旗|县|旗|(?<![超夜门菜])市|(?<![小社校厂园景])区))?)`,
  'u',
);
/** Risk bands of the domain page, section 6, highest first, with the score each begins at. */
const BANDS = [
  { band: 'HIGH', from: 80 },
  { band: 'ELEVATED', from: 60 },
  { band: 'ATTENTION', from: 30 },
  { band: 'LOW', from: 0 },
] as const;

export type RiskBand = (typeof BANDS)[number]['band'];

/** The masks a policy table can name. `text` stands for entity redaction, which is made when the text is written. */
export type MaskName = 'name' | 'id' | 'phone' | 'card' | 'policy' | 'address' | 'handle' | 'ip' | 'email' | 'amount' | 'score' | 'text';

/** The masked form of a value given as text; amounts come back as decimal text of fen, scores as number. */
export function maskValue(mask: Exclude<MaskName, 'text'>, value: string): string | number {
  switch (mask) {
    case 'name':
      return maskName(value);
    case 'id':
      return maskIdNumber(value);
    case 'phone':
      return maskPhone(value);
    case 'card':
      return maskBankAccount(value);
    case 'policy':
      return maskPolicyNumber(value);
    case 'address':
      return maskAddress(value);
    case 'handle':
      return maskHandle(value);
    case 'ip':
      return maskIp(value);
    case 'email':
      return maskEmail(value);
    case 'amount':
      // BigInt's own error would repeat the value
      if (!/^-?\d+$/.test(value)) throw new TypeError('an amount is a whole number of fen');
      return maskAmount(BigInt(value)).toString();
    case 'score':
      return maskScore(Number(value));
  }
}

/** 郑示例 → 郑**; Zheng Shili → Z**. Persons only: names of organisations are either shown or hidden. */
export function maskName(name: string): string {
  const first = firstCharacter(name);
  return first === '' ? '' : first + HIDDEN;
}

/** Resident ID: first 3 and last 2 characters, the others as stars. Text too short for that is all stars. */
export function maskIdNumber(id: string): string {
  const characters = [...id];
  if (characters.length < 8) return '*'.repeat(characters.length);
  return characters.slice(0, 3).join('') + '*'.repeat(characters.length - 5) + characters.slice(-2).join('');
}

/** 12900000001 → 129****0001. Short numbers show less, for a landline without its area code is soon guessed. */
export function maskPhone(phone: string): string {
  if (phone === '') return '';
  if (phone.length >= 11) return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
  return phone.length >= 8 ? `${phone.slice(0, 2)}****${phone.slice(-2)}` : '****';
}

/** Card number: last 4 digits. */
export function maskBankAccount(account: string): string {
  return lastFour(account);
}

/** Policy number: last 4 characters. */
export function maskPolicyNumber(number: string): string {
  return lastFour(number);
}

/** 云州省云中县人民路1号 → 云州省云中县***. Whatever cannot be read down to the county is shown as *** only. */
export function maskAddress(address: string): string {
  if (address.trim() === '') return '';
  return `${ADDRESS_TO_COUNTY.exec(address)?.[1] ?? ''}***`;
}

/** Handle of a chat or video service: first character. */
export function maskHandle(handle: string): string {
  return maskName(handle);
}

/** IPv4 as its /24, IPv6 as its /48; anything else as ***. Masking a mask changes nothing. */
export function maskIp(ip: string): string {
  if (ip === '') return '';
  const four = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}(?:\/\d{1,2})?$/.exec(ip);
  if (four) return `${four[1]}.0/24`;
  if (!/^[0-9A-Fa-f:]+(?:\/\d{1,3})?$/.test(ip) || !ip.includes(':')) return '***';
  const network = (ip.split('::')[0] ?? '').split('/')[0]?.split(':').slice(0, 3).join(':') ?? '';
  return `${network.toLowerCase()}::/48`;
}

/** user@example.com → u***@***. */
export function maskEmail(email: string): string {
  return email === '' ? '' : `${firstCharacter(email)}***@***`;
}

/** Unified social credit code in free text: first 2 and last 2 characters. */
export function maskCreditCode(code: string): string {
  if (code === '') return '';
  return code.length >= 8 ? `${code.slice(0, 2)}****${code.slice(-2)}` : '****';
}

/** An amount in fen: the leading digit stays, the rest become zeros (486,000.00 → 400,000.00). The magnitude is meant to be seen. */
export function maskAmount(fen: bigint): bigint {
  const digits = (fen < 0n ? -fen : fen).toString();
  const magnitude = BigInt((digits[0] ?? '0') + '0'.repeat(digits.length - 1));
  return fen < 0n ? -magnitude : magnitude;
}

/** A risk score: the lower bound of its band, 0, 30, 60 or 80. */
export function maskScore(score: number): number {
  return bandEntry(score).from;
}

/** The band of a risk score from 0 to 100. */
export function bandOf(score: number): RiskBand {
  return bandEntry(score).band;
}

function bandEntry(score: number): (typeof BANDS)[number] {
  return BANDS.find(({ from }) => score >= from) ?? BANDS[3];
}

function lastFour(text: string): string {
  const characters = [...text];
  if (characters.length === 0) return '';
  return characters.length > 4 ? `****${characters.slice(-4).join('')}` : '****';
}

/** By grapheme would keep accents together; by code point is enough and leaves less. */
function firstCharacter(text: string): string {
  return [...text.trim()][0] ?? '';
}
