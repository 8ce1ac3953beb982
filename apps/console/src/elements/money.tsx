import { Tooltip } from 'antd';
import { useWords } from '../i18n/words.js';
import { exactYuan } from './yuan.js';

function scaled(fen: bigint, unit: bigint): string {
  // Two decimals, rounded half away from zero, without passing through a double.
  const hundredths = (fen * 100n + (fen < 0n ? -unit : unit) / 2n) / unit;
  const text = exactYuan(hundredths.toString());
  return text.replace(/\.?0+$/, '');
}

/** Money in the units people speak of: 元 below ten thousand, then 万 and 亿 (Chinese only); exact on hover. */
export function Money({ fen }: { fen: string | null | undefined }) {
  const { t, language } = useWords();
  if (fen === null || fen === undefined) return <span className="absent">—</span>;
  // A masked amount (a band, say) is shown as it came.
  if (!/^-?\d+$/.test(fen)) return <span className="figures">{fen}</span>;
  const value = BigInt(fen);
  const size = value < 0n ? -value : value;
  const exact = t('frame.exactYuan', { yuan: exactYuan(fen) });
  if (language === 'en' || size < 1_000_000n) return <span className="figures">{exact}</span>;
  const shown = size >= 10_000_000_000n ? t('frame.yi', { n: scaled(value, 10_000_000_000n) }) : t('frame.wan', { n: scaled(value, 1_000_000n) });
  return (
    <Tooltip title={exact}>
      <span className="figures explained" tabIndex={0} aria-label={exact}>
        {shown}
      </span>
    </Tooltip>
  );
}
