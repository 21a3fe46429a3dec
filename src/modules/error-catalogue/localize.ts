import IntlMessageFormat from 'intl-messageformat';

import { MAX_TEXT_LENGTH } from '../../kernel/domain-error';
import type { ErrorCode } from '../../kernel/error-code';
import { DEFAULT_LOCALE, type Locale, LOCALES } from '../../kernel/locale';
import type { Role } from '../../kernel/roles';
import type { Service } from '../../kernel/service';
import { namesOfServices } from '../../kernel/service-name';
import { TEXT_ARGUMENTS, type TextArguments } from '../../kernel/text-arguments';
import type { LocalizableText } from '../../platform/graphql/error-map';
import { DE_DE } from './texts/de-de';
import { EN_US } from './texts/en-us';
import { ES_ES } from './texts/es-es';
import { IT_IT } from './texts/it-it';
import type { LocaleTexts } from './texts/locale-texts';
import { ZH_CN } from './texts/zh-cn';

export const REFUSAL_TEXTS: Readonly<Record<Locale, LocaleTexts>> = {
  'en-US': EN_US,
  'zh-CN': ZH_CN,
  'es-ES': ES_ES,
  'it-IT': IT_IT,
  'de-DE': DE_DE,
};

/** A text that is ready to be filled in. */
interface PreparedText {
  readonly needs: readonly string[];
  readonly format: IntlMessageFormat;
}

const prepared = new Map<string, readonly PreparedText[]>();

/** The text of a refusal in a locale, with the facts of the case; an unknown locale reads en-US. */
export function localizeRefusal({ code, args }: LocalizableText, locale: string): string {
  const known = LOCALES.find((it) => it === locale) ?? DEFAULT_LOCALE;
  const text = textsOf(code, known).findLast(({ needs }) =>
    needs.every((name) => args[name as keyof TextArguments] !== undefined),
  );
  if (!text) throw new Error(`no text of ${code} in ${known} does without arguments`);
  return String(text.format.format(valuesOf(args, known))).slice(0, MAX_TEXT_LENGTH);
}

function textsOf(code: ErrorCode, locale: Locale): readonly PreparedText[] {
  const key = `${locale} ${code}`;
  const found = prepared.get(key);
  if (found) return found;
  const texts = [REFUSAL_TEXTS[locale].refusals[code]].flat().map((text) => {
    const format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true });
    return { needs: argumentsIn(format.getAst()), format };
  });
  prepared.set(key, texts);
  return texts;
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

/** Names of the arguments of a message, also of those inside the branches of another. */
export function argumentsIn(elements: Elements): readonly string[] {
  const names = elements.flatMap((element) => {
    const inner =
      'options' in element
        ? Object.values(element.options).flatMap(({ value }) => argumentsIn(value))
        : [];
    // Literal text has a value, too, and the # of a plural has none.
    return 'value' in element && element.type !== 0 ? [element.value, ...inner] : inner;
  });
  return [...new Set(names)].sort();
}

function valuesOf(args: TextArguments, locale: Locale): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [
      name,
      valueOf(name as keyof TextArguments, value, locale),
    ]),
  );
}

function valueOf(name: keyof TextArguments, value: unknown, locale: Locale): string | number {
  switch (TEXT_ARGUMENTS[name]) {
    case 'number':
      return value as number;
    case 'instant':
      return instantText(value as Date, locale);
    case 'list':
      return listText(value as readonly string[], locale);
    case 'services':
      return namesOfServices(value as readonly Service[], locale);
    case 'roles':
      return listText(
        (value as readonly Role[]).map((role) => REFUSAL_TEXTS[locale].roles[role]),
        locale,
      );
    default:
      return value as string;
  }
}

/** Names that stand for one another, so neither "and" nor "or" comes between. */
function listText(items: readonly string[], locale: Locale): string {
  return items.join(locale === 'zh-CN' ? '、' : ', ');
}

function instantText(instant: Date, locale: Locale): string {
  const format = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${new Intl.DateTimeFormat(locale, format).format(instant)} (UTC)`;
}
