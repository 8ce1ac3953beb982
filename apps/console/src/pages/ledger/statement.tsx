import { DownloadOutlined } from '@ant-design/icons';
import { App, Button, DatePicker, Space } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { dayText } from '../../elements/instant.js';
import { Refusals } from '../../elements/refusal-notice.js';
import { useAnswer } from '../../graphql/hub.client.js';
import { statementDocument } from '../../graphql/ledger.documents.js';
import { hubDocument } from '../../graphql/viewer.documents.js';
import { useWords } from '../../i18n/words.js';
import { download } from '../imports/download.js';

/** The month's accesses to our records, to take away as a file. */
export function Statement() {
  const { t } = useWords();
  const { message } = App.useApp();
  const hub = useAnswer(hubDocument, {});
  const today = hub.data === null ? null : dayText(hub.data.hub.clock);
  const [chosen, setChosen] = useState<string | null>(null);
  const [fetching, setFetching] = useState(false);
  const month = chosen ?? today?.slice(0, 7) ?? null;
  const answer = useAnswer(statementDocument, month === null ? null : { month });
  const offer = answer.data?.statement ?? null;
  const fetchFile = async () => {
    if (offer === null) return;
    setFetching(true);
    const done = await download(offer.path, `statement-${offer.month}.csv`);
    setFetching(false);
    if (!done) message.error(t('ledger.statementFailed'));
  };
  return (
    <>
      <p className="quiet block-note">{t('ledger.statementIntro')}</p>
      <Refusals refusals={answer.refusals} onReload={() => void answer.reload()} />
      <Space size={16} align="end">
        <label className="day-choice">
          <span>{t('ledger.month')}</span>
          <DatePicker
            picker="month"
            allowClear={false}
            value={month === null ? null : dayjs(`${month}-01`)}
            {...(today === null ? {} : { maxDate: dayjs(today) })}
            onChange={(next) => setChosen(next?.format('YYYY-MM') ?? null)}
          />
        </label>
        <Button type="primary" icon={<DownloadOutlined />} disabled={offer === null || answer.loading} loading={fetching} onClick={() => void fetchFile()}>
          {t('ledger.statementDownload')}
        </Button>
        {offer !== null && <span className="quiet">{t('ledger.statementLines', { month: offer.month, count: offer.lines })}</span>}
      </Space>
    </>
  );
}
