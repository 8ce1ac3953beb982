import { useWords } from '../i18n/words.js';

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

function read(instant: string): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** Beijing time as GB/T 7408 writes it: 2026-09-21 09:00. */
export function instantText(instant: string): string {
  const p = read(instant);
  return `${p['year']}-${p['month']}-${p['day']} ${p['hour']}:${p['minute']}`;
}

export function dayText(instant: string): string {
  const p = read(instant);
  return `${p['year']}-${p['month']}-${p['day']}`;
}

/** A moment; the full form with seconds and zone on hover. */
export function Instant({ at, day = false }: { at: string | null | undefined; day?: boolean }) {
  const { language } = useWords();
  if (at === null || at === undefined) return <span className="absent">—</span>;
  // A masked moment is not one: shown as it came.
  if (Number.isNaN(Date.parse(at))) return <span className="figures">{at}</span>;
  const p = read(at);
  const clock = `${p['hour']}:${p['minute']}:${p['second']}`;
  const full = language === 'en' ? `${p['year']}-${p['month']}-${p['day']} ${clock} +08:00` : `${p['year']}年${Number(p['month'])}月${Number(p['day'])}日 ${clock}（北京时间）`;
  return (
    <time dateTime={at} title={full} className="figures">
      {day ? dayText(at) : instantText(at)}
    </time>
  );
}
