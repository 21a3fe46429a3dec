/** The five locales of every refusal and of the invitation e-mail (domain section 8, E1). */
export const LOCALES = ['en-US', 'zh-CN', 'es-ES', 'it-IT', 'de-DE'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language of refusals where no header asks for one. */
export const DEFAULT_LOCALE: Locale = 'en-US';

/** The locale of a language tag; the language alone is enough: `de` and `de-AT` read German. */
export function localeFor(tag: string): Locale | undefined {
  const [language] = tag.toLowerCase().split(/[-_]/);
  return LOCALES.find((locale) => locale.split('-')[0] === language);
}

/** One text in every language. */
export type LocalText = Readonly<Record<Locale, string>>;

/** The text in a locale; an unknown locale reads en-US. */
export function textIn(locale: string, text: LocalText): string {
  return text[LOCALES.find((it) => it === locale) ?? DEFAULT_LOCALE];
}
