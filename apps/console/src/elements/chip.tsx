import { Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useLabels } from '../i18n/labels.js';
import { useWords } from '../i18n/words.js';
import type { HandlingCode, LeadStatus, RiskBand } from '../graphql/leads.types.js';

/** Tones carry no meaning of their own: the words inside always say it too. */
export type Tone = 'grey' | 'blue' | 'green' | 'amber' | 'red' | 'violet' | 'teal';

export function Chip({ tone, children, explanation }: { tone: Tone; children: ReactNode; explanation?: string | undefined }) {
  if (explanation === undefined) return <span className={`chip chip-${tone}`}>{children}</span>;
  return (
    <Tooltip title={explanation}>
      <span className={`chip chip-${tone} chip-explained`} tabIndex={0}>
        {children}
      </span>
    </Tooltip>
  );
}

const statusTones: Record<LeadStatus, Tone> = {
  DRAFT: 'grey', SUBMITTED: 'blue', RETURNED: 'amber', REJECTED: 'grey', MERGED: 'grey', ASSIGNED: 'teal',
  VERIFYING: 'teal', PENDING_REVIEW: 'violet', CONVERTED: 'green', TRANSFERRED: 'green', ARCHIVED: 'grey',
};

export function StatusChip({ status }: { status: LeadStatus }) {
  const { label } = useLabels();
  return <Chip tone={statusTones[status]}>{label('LeadStatus', status)}</Chip>;
}

const bandTones: Record<RiskBand, Tone> = { LOW: 'grey', ATTENTION: 'blue', ELEVATED: 'amber', HIGH: 'red' };

export function BandChip({ band }: { band: RiskBand | null }) {
  const { label } = useLabels();
  if (band === null) return <span className="absent">—</span>;
  return <Chip tone={bandTones[band]}>{label('RiskBand', band)}</Chip>;
}

const handlingTones: Record<HandlingCode, Tone> = { H0: 'grey', H1: 'blue', H2: 'amber', H3: 'red' };

/** The handling code with what it binds the reader to, on hover or focus. */
export function HandlingChip({ code }: { code: HandlingCode }) {
  const { t } = useWords();
  return (
    <Chip tone={handlingTones[code]} explanation={t(`leads.handling${code}`)}>
      {code} {t(`leads.handlingShort${code}`)}
    </Chip>
  );
}
