import i18next from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import { accountWords } from './words/account.words.js';
import { complaintWords } from './words/complaints.words.js';
import { directoryWords } from './words/directory.words.js';
import { fieldWords } from './words/fields.words.js';
import { frameWords } from './words/frame.words.js';
import { importWords } from './words/imports.words.js';
import { leadWords } from './words/leads.words.js';
import { ledgerWords } from './words/ledger.words.js';
import { refusalWords } from './words/refusals.words.js';
import { sharingWords } from './words/sharing.words.js';

/** Every word of the console: Chinese and English side by side, so that neither can be forgotten. */
const words = {
  frame: frameWords,
  field: fieldWords,
  leads: leadWords,
  sharing: sharingWords,
  complaints: complaintWords,
  imports: importWords,
  ledger: ledgerWords,
  account: accountWords,
  directory: directoryWords,
  refusal: refusalWords,
};

type Areas = typeof words;
export type WordKey = { [Area in keyof Areas & string]: `${Area}.${keyof Areas[Area] & string}` }[keyof Areas & string];
export type Language = 'zh-CN' | 'en';

const languageKey = 'xiecha.language';

function inLanguage(place: 0 | 1): Record<string, Record<string, string>> {
  return Object.fromEntries(
    Object.entries(words).map(([area, pairs]) => [
      area,
      Object.fromEntries(Object.entries(pairs as Record<string, readonly [string, string]>).map(([key, pair]) => [key, pair[place]])),
    ]),
  );
}

export async function startWords(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: localStorage.getItem(languageKey) === 'en' ? 'en' : 'zh-CN',
    fallbackLng: 'zh-CN',
    resources: { 'zh-CN': { translation: inLanguage(0) }, en: { translation: inLanguage(1) } },
    interpolation: { escapeValue: false },
  });
  document.documentElement.lang = i18next.language;
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(languageKey, language);
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}

export interface Words {
  t(key: WordKey, values?: Record<string, string | number>): string;
  /** A word whose key is data (a field or role name); the name itself when there is no word for it. */
  named(area: keyof Areas & string, name: string): string;
  language: Language;
  /** A list of words as the language writes it: 甲、乙 or A, B. */
  join(parts: string[]): string;
}

export function useWords(): Words {
  const { t: translate, i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'zh-CN';
  const t = useCallback((key: WordKey, values?: Record<string, string | number>) => translate(key, values ?? {}), [translate]);
  const named = useCallback((area: keyof Areas & string, name: string) => translate(`${area}.${name.replaceAll('.', '_')}`, { defaultValue: name }), [translate]);
  const join = useCallback((parts: string[]) => parts.join(language === 'en' ? ', ' : '、'), [language]);
  return { t, named, language, join };
}
