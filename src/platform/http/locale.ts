import { DEFAULT_LOCALE, type Locale, localeFor } from '../../kernel/locale';

/** A browser sends a handful; nobody needs more looked at. */
const MAX_HEADER_LENGTH = 256;

/**
 * The language of refusals (domain section 11): `X-Locale`, then `Accept-Language` by preference,
 * then en-US. A language without its region is enough: `de-AT` reads German.
 */
export function localeOf(xLocale: unknown, acceptLanguage: unknown): Locale {
  const wanted = [...wantedLanguages(xLocale), ...wantedLanguages(acceptLanguage)];
  for (const language of wanted) {
    const found = localeFor(language);
    if (found) return found;
  }
  return DEFAULT_LOCALE;
}

/** Languages of a header, the most wanted first; those with weight 0 are not wanted at all. */
function wantedLanguages(header: unknown): string[] {
  if (typeof header !== 'string' || header.length > MAX_HEADER_LENGTH) return [];
  return header
    .split(',')
    .map((item) => {
      const [language = '', ...parameters] = item.trim().split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
      return { language, weight: Number(weight) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ language }) => language);
}
