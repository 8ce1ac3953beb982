import { Button, Result } from 'antd';
import { useWords } from '../i18n/words.js';

/** Shown when a page's own code fails or its bundle cannot be fetched; never a blank page. */
export function PageFault() {
  const { t } = useWords();
  return (
    <Result
      status="error"
      title={t('frame.faultTitle')}
      subTitle={t('frame.faultText')}
      extra={
        <Button type="primary" onClick={() => window.location.reload()}>
          {t('frame.reload')}
        </Button>
      }
    />
  );
}
