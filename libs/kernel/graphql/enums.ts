import { registerEnumType } from '@nestjs/graphql';

export interface EnumWord {
  enum: string;
  value: string;
  zh: string;
  en: string;
}

const words: EnumWord[] = [];

/**
 * Registers a GraphQL enum together with its Chinese words, so that a value without a label does not compile. Returns
 * the object GraphQL types refer to. English labels are the value in words.
 */
export function labelledEnum<const T extends Record<string, string>>(name: string, labels: T, english: Partial<Record<keyof T, string>> = {}): { [K in keyof T]: K } {
  const values = Object.fromEntries(Object.keys(labels).map((key) => [key, key])) as { [K in keyof T]: K };
  registerEnumType(values, { name });
  for (const [value, zh] of Object.entries(labels)) words.push({ enum: name, value, zh, en: english[value as keyof T] ?? inWords(value) });
  return values;
}

/** Words of codes that the schema carries as strings (roles). */
export function labelWords(name: string, labels: Readonly<Record<string, string>>): void {
  for (const [value, zh] of Object.entries(labels)) words.push({ enum: name, value, zh, en: inWords(value) });
}

export function enumWords(): readonly EnumWord[] {
  return words;
}

function inWords(value: string): string {
  const text = value.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
