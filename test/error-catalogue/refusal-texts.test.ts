import IntlMessageFormat from 'intl-messageformat';

import { MAX_TEXT_LENGTH } from '../../src/kernel/domain-error';
import { DomainError } from '../../src/kernel/domain-error';
import { ERROR_CATALOGUE, ErrorCode } from '../../src/kernel/error-code';
import { LOCALES } from '../../src/kernel/locale';
import { CustomerRole, PartnerRole } from '../../src/kernel/roles';
import { ALL_SERVICES } from '../../src/kernel/service';
import { namesOfServices } from '../../src/kernel/service-name';
import { InputProblem, TEXT_ARGUMENTS } from '../../src/kernel/text-arguments';
import {
  argumentsIn,
  localizeRefusal,
  REFUSAL_TEXTS,
} from '../../src/modules/error-catalogue/localize';

const CODES = Object.values(ErrorCode);
const OTHERS = LOCALES.filter((locale) => locale !== 'en-US');

function textsOf(code: ErrorCode, locale: (typeof LOCALES)[number]): readonly string[] {
  return [REFUSAL_TEXTS[locale].refusals[code]].flat();
}

type Elements = ReturnType<IntlMessageFormat['getAst']>;

function elementsOf(text: string): Elements {
  return new IntlMessageFormat(text, 'en-US', undefined, { ignoreTag: true }).getAst();
}

/** Arguments of a text with the branches of its choices; plural forms differ between languages. */
function shapeOf(elements: Elements): unknown {
  return {
    names: argumentsIn(elements),
    choices: elements.flatMap((element) =>
      'options' in element && !('pluralType' in element)
        ? [
            Object.entries(element.options)
              .map(([branch, { value }]) => ({ branch, names: argumentsIn(value) }))
              .sort((one, other) => one.branch.localeCompare(other.branch)),
          ]
        : [],
    ),
  };
}

/** Most problems are what is wrong with an input; some are those of another refusal. */
const CODE_OF_PROBLEM: Readonly<Partial<Record<InputProblem, ErrorCode>>> = {
  NO_PROVIDER_NAMED: 'NO_INDIRECT_PARTNERSHIP',
  ADD_ONS_PRESENT: 'SUBSCRIPTION_CONFLICT',
  NEEDS_USER: 'ROLE_NOT_ALLOWED',
};

describe.each(LOCALES)('the texts in %s', (locale) => {
  test.each(CODES)('%s has a text that does without arguments', (code) => {
    const [bare] = textsOf(code, locale);

    expect(bare?.trim()).toBeTruthy();
    expect(argumentsIn(elementsOf(bare ?? ''))).toEqual([]);
  });

  test('there is no text of a code that does not exist', () => {
    expect(Object.keys(REFUSAL_TEXTS[locale].refusals).sort()).toEqual([...CODES].sort());
  });

  test('texts name only facts that refusals carry', () => {
    const named = CODES.flatMap((code) =>
      textsOf(code, locale).flatMap((text) => argumentsIn(elementsOf(text))),
    );

    expect(Object.keys(TEXT_ARGUMENTS)).toEqual(expect.arrayContaining(named));
  });

  test('no text is quoted by a straight apostrophe, or longer than a caller may get', () => {
    const all = CODES.flatMap((code) => textsOf(code, locale));

    expect(all.filter((text) => text.includes("'"))).toEqual([]);
    for (const code of CODES) {
      expect(localizeRefusal({ code, args: {} }, locale).length).toBeLessThan(MAX_TEXT_LENGTH);
    }
  });

  test('every role and every service has a name', () => {
    const roles = [...Object.keys(PartnerRole), ...Object.keys(CustomerRole), 'OPERATOR'];

    expect(Object.keys(REFUSAL_TEXTS[locale].roles).sort()).toEqual(roles.sort());
    expect(namesOfServices(ALL_SERVICES, locale)).not.toMatch(/undefined/);
  });

  test.each(Object.values(InputProblem))('%s has words of its own', (problem) => {
    const code = CODE_OF_PROBLEM[problem] ?? 'INVALID_INPUT';
    const said = localizeRefusal({ code, args: { problem, field: 'input.x' } }, locale);

    expect(said).not.toBe(localizeRefusal({ code, args: {} }, locale));
    expect(said).not.toBe(localizeRefusal({ code, args: { field: 'input.x' } }, locale));
  });
});

describe.each(OTHERS)('%s beside en-US', (locale) => {
  test.each(CODES)('%s names the same facts in the same texts', (code) => {
    const shapes = textsOf(code, locale).map((text) => shapeOf(elementsOf(text)));

    expect(shapes).toEqual(textsOf(code, 'en-US').map((text) => shapeOf(elementsOf(text))));
  });

  test('nothing is left in English', () => {
    const same = CODES.filter((code) => {
      const english = textsOf(code, 'en-US');
      return textsOf(code, locale).some((text) => english.includes(text));
    });

    expect(same).toEqual([]);
  });
});

describe('the text of a refusal', () => {
  const conflict = new DomainError('DAP_CONFLICT', {
    args: { holders: ['Contoso {Cloud}', '<b>'], services: ['DYNAMICS', 'INTUNE'] },
  });

  test.each(LOCALES)('names holders as they are and services in its language, %s', (locale) => {
    const text = localizeRefusal(conflict, locale);

    expect(text).toContain('Contoso {Cloud}');
    expect(text).toContain('<b>');
    expect(text).toContain(namesOfServices(['DYNAMICS', 'INTUNE'], locale));
  });

  test.each([
    ['en-US', '10,000'],
    ['de-DE', '10.000'],
    ['zh-CN', '10,000'],
  ])('numbers are written as in %s', (locale, written) => {
    const refusal = new DomainError('QUANTITY_OUT_OF_RANGE', {
      args: { minimum: 1, maximum: 10_000 },
    });

    expect(localizeRefusal(refusal, locale)).toContain(written);
  });

  test('an instant is written in UTC, whatever the zone of the server', () => {
    const until = new Date('2026-03-01T00:30:00Z');
    const refusal = new DomainError('QUANTITY_DECREASE_NOT_ALLOWED', { args: { until } });

    expect(localizeRefusal(refusal, 'de-DE')).toContain('1. März 2026');
    expect(localizeRefusal(refusal, 'zh-CN')).toContain('2026年3月1日');
  });

  test('facts that the refusal carries anyway need no argument', () => {
    const byRole = new DomainError('ROLE_NOT_ALLOWED', { allowedRoles: ['ADMIN_AGENT'] });
    const limited = new DomainError('RATE_LIMITED', { retryAfterSeconds: 7 });
    const blocker = { type: 'x', id: null, name: null, service: null, clearedBy: null };
    const blocked = new DomainError('RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS', {
      blockers: [blocker, blocker],
    });

    expect(localizeRefusal(byRole, 'de-DE')).toContain('Administrator-Agent');
    expect(localizeRefusal(limited, 'es-ES')).toContain('7 segundos');
    expect(localizeRefusal(blocked, 'it-IT')).toContain('2 abbonamenti');
  });

  test('an unknown locale reads en-US; a missing fact the shorter text', () => {
    const { message } = ERROR_CATALOGUE.DAP_CONFLICT;

    expect(localizeRefusal({ code: 'DAP_CONFLICT', args: {} }, 'xx')).toBe(message);
    expect(localizeRefusal({ code: 'DAP_CONFLICT', args: { holders: ['A'] } }, 'en-US')).toBe(
      message,
    );
  });

  test('is cut at the length of the source service', () => {
    const holders = ['x'.repeat(2 * MAX_TEXT_LENGTH)];
    const text = localizeRefusal(
      { code: 'DAP_CONFLICT', args: { holders, services: ['OTHER'] } },
      'it-IT',
    );

    expect(text).toHaveLength(MAX_TEXT_LENGTH);
  });
});
