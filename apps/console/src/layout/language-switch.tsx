import { GlobalOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { chooseLanguage, useWords } from '../i18n/words.js';

export function LanguageSwitch() {
  const { t, language } = useWords();
  const other = language === 'en' ? 'zh-CN' : 'en';
  return (
    <Button type="text" icon={<GlobalOutlined />} lang={other} onClick={() => chooseLanguage(other)}>
      {t('frame.otherLanguage')}
    </Button>
  );
}
