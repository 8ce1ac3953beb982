/** Yuan with two decimals and thousands marks, from fen in decimal digits (may exceed what a double holds). */
export function exactYuan(fen: string): string {
  const value = BigInt(fen);
  const negative = value < 0n;
  const digits = (negative ? -value : value).toString().padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${negative ? '-' : ''}${yuan}.${digits.slice(-2)}`;
}
