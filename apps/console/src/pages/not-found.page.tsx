import { Result } from 'antd';
import { Link } from 'react-router';
import { useWords } from '../i18n/words.js';

export function NotFoundPage() {
  const { t } = useWords();
  return <Result status="404" title={<h1>{t('frame.notFoundTitle')}</h1>} subTitle={t('frame.notFoundText')} extra={<Link to="/">{t('frame.home')}</Link>} />;
}
