import { App, ConfigProvider } from 'antd';
import type { Locale } from 'antd/es/locale';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect, useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { LabelsProvider } from './i18n/labels.js';
import { useWords } from './i18n/words.js';
import type { Language } from './i18n/words.js';
import { routes } from './routes.js';
import { consoleTheme } from './theme.js';

// The UI kit's own words come per language, only the one in use.
const kitLocales: Record<Language, () => Promise<Locale>> = {
  'zh-CN': async () => (await import('antd/locale/zh_CN')).default,
  en: async () => (await import('antd/locale/en_US')).default,
};

export function Console() {
  const { language } = useWords();
  const [locale, setLocale] = useState<Locale | null>(null);
  useEffect(() => {
    let current = true;
    // Weeks start on Monday in both languages: the work calendar is the Chinese one.
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
    void kitLocales[language]().then((loaded) => {
      if (current) setLocale(loaded);
    });
    return () => {
      current = false;
    };
  }, [language]);

  if (locale === null) return null;
  return (
    <ConfigProvider locale={locale} theme={consoleTheme} button={{ autoInsertSpace: false }}>
      <App message={{ maxCount: 3 }}>
        <LabelsProvider>
          <RouterProvider router={routes} />
        </LabelsProvider>
      </App>
    </ConfigProvider>
  );
}
