import { readFileSync } from 'node:fs';

import {
  CatalogueFileError,
  loadCatalogue,
  OWN_CATALOGUE_FILE,
} from '../../src/modules/catalogue/catalogue-file';
import { CatalogueFiles, listedOffer } from '../support/catalogue-files';

const files = new CatalogueFiles();
afterAll(() => files.remove());

const without = (field: string): Record<string, unknown> => {
  const { [field]: _, ...rest } = listedOffer();
  return rest;
};
const ADD_ON = { id: 'an-add-on', isAddOn: true, prerequisiteOffers: ['a-plan'] };

/** What the start says about a file, the name of the file left out. */
function problemsIn(content: string | readonly unknown[]): readonly string[] {
  const path = files.write(content);
  try {
    loadCatalogue(path);
  } catch (error) {
    if (error instanceof CatalogueFileError) {
      for (const problem of error.problems) expect(problem).toContain(`The catalogue ${path}`);
      return error.problems.map((it) => it.replace(`The catalogue ${path}`, '').replace(/^, /, ''));
    }
    throw error;
  }
  return [];
}

describe('a catalogue that is right', () => {
  test('holds what was written, and what needs not be said', () => {
    const path = files.write([
      listedOffer({ id: 'A-Plan' }),
      listedOffer({
        ...ADD_ON,
        prerequisiteOffers: ['A-PLAN'],
        limitUnitOfMeasure: 'LIFETIME',
        limit: 3,
      }),
    ]);

    const { offers } = loadCatalogue(path);

    expect(offers).toEqual([
      {
        ...listedOffer(),
        isAddOn: false,
        hasAddOns: true,
        isTrial: false,
        isAutoRenewable: true,
        isAvailableForPurchase: true,
        upgradeTargetOffers: [],
        conversionTargetOffers: [],
        prerequisiteOffers: [],
        limitUnitOfMeasure: 'NONE',
        limit: null,
      },
      {
        ...offers[0],
        id: 'an-add-on',
        isAddOn: true,
        hasAddOns: false,
        prerequisiteOffers: ['a-plan'],
        limitUnitOfMeasure: 'LIFETIME',
        limit: 3,
      },
    ]);
  });

  test('may have one id in two instances, and keeps them apart', () => {
    const path = files.write([
      listedOffer({ maximumQuantity: 5 }),
      listedOffer({ cloudInstance: 'GLOBAL', maximumQuantity: 7 }),
    ]);

    const catalogue = loadCatalogue(path);

    expect(catalogue.find('CHINA_21VIANET', 'A-PLAN')?.maximumQuantity).toBe(5);
    expect(catalogue.find('GLOBAL', 'a-plan')?.maximumQuantity).toBe(7);
    expect(catalogue.find('GERMANY', 'a-plan')).toBeNull();
  });

  test('cannot be changed by whoever holds it', () => {
    const { offers } = loadCatalogue(null);

    expect(Object.isFrozen(offers)).toBe(true);
    expect(offers.every((offer) => Object.isFrozen(offer))).toBe(true);
    expect(offers.every((offer) => Object.isFrozen(offer.upgradeTargetOffers))).toBe(true);
  });

  test('is what comes with the server, also as a copy with a byte order mark', () => {
    const copy = files.write(`\uFEFF${readFileSync(OWN_CATALOGUE_FILE, 'utf8')}`);

    expect(loadCatalogue(copy).offers).toEqual(loadCatalogue(null).offers);
  });
});

test('the example of the README is a catalogue', () => {
  const [, section = ''] = readFileSync('README.md', 'utf8').split('\n## The catalogue\n');
  const [, example = ''] = /```json\n(.*?)```/s.exec(section) ?? [];

  const { offers } = loadCatalogue(files.write(example));

  expect(offers.map(({ isAddOn, hasAddOns }) => ({ isAddOn, hasAddOns }))).toEqual([
    { isAddOn: false, hasAddOns: true },
    { isAddOn: true, hasAddOns: false },
  ]);
});

describe('a file that is no catalogue', () => {
  test.each([
    ['no JSON', '{"offers": [}', /^ is no JSON: .*Allowed: a JSON object \{"offers": \[…\]\}\.$/],
    ['nothing', '', /^ is no JSON: /],
    ['a list', '[]', /^ holds \[\]\. Allowed: /],
    ['no offer', '{"offers": []}', /^ holds \{"offers":\[\]\}\. Allowed: /],
    [
      'another field',
      '{"offers": [{}], "version": 1}',
      /^ holds \{"offers":\[\{\}\],"version":1\}\. /,
    ],
  ])('%s', (_, content, expected) => {
    expect(problemsIn(content)).toEqual([expect.stringMatching(expected)]);
  });

  test('a file that is not there', () => {
    expect(() => loadCatalogue('/nowhere/offers.json')).toThrow(
      /^The catalogue \/nowhere\/offers\.json cannot be read: ENOENT.*Allowed: a JSON object/,
    );
  });
});

describe('an offer with a field that is wrong', () => {
  const PLACE = 'offers[0] (a-plan of CHINA_21VIANET): ';

  test.each<[string, Record<string, unknown>, string]>([
    ['name', { name: ' ' }, 'name is " ". Allowed: a text of 1 to 256 characters.'],
    [
      'service',
      { service: 'SKYPE' },
      'service is "SKYPE". Allowed: one of EXCHANGE_OFFICE, DYNAMICS, INTUNE, AZURE, OTHER.',
    ],
    [
      'country',
      { country: 'XX' },
      'country is "XX". Allowed: a country code in capital letters, such as CN.',
    ],
    [
      'country in small letters',
      { country: 'cn' },
      'country is "cn". Allowed: a country code in capital letters, such as CN.',
    ],
    ['locale', { locale: 'zh_CN' }, 'locale is "zh_CN". Allowed: a locale such as zh-CN.'],
    [
      'no seat',
      { minimumQuantity: 0 },
      'minimumQuantity is 0. Allowed: a whole number from 1 to 2147483647.',
    ],
    [
      'half a seat',
      { maximumQuantity: 1.5 },
      'maximumQuantity is 1.5. Allowed: a whole number from 1 to 2147483647.',
    ],
    [
      'more seats than the graph carries',
      { maximumQuantity: 2_147_483_648 },
      'maximumQuantity is 2147483648. Allowed: a whole number from 1 to 2147483647.',
    ],
    ['flag', { isTrial: 'no' }, 'isTrial is "no". Allowed: true or false; left out: false.'],
    ['billing', { billing: null }, 'billing is null. Allowed: one of NONE, USAGE, LICENSE.'],
    [
      'no billing cycle',
      { supportedBillingCycles: [] },
      'supportedBillingCycles is []. Allowed: a list with at least one of MONTHLY, ANNUAL, NONE, ONE_TIME, TRIENNIAL, BIENNIAL, each once.',
    ],
    [
      'the billing cycle UNKNOWN',
      { supportedBillingCycles: ['UNKNOWN'] },
      'supportedBillingCycles is ["UNKNOWN"]. Allowed: a list with at least one of MONTHLY, ANNUAL, NONE, ONE_TIME, TRIENNIAL, BIENNIAL, each once.',
    ],
    [
      'a term twice',
      { supportedTermDurations: ['P1M', 'P1M'] },
      'supportedTermDurations is ["P1M","P1M"]. Allowed: a list with at least one of P1M, P1Y, P3Y, each once.',
    ],
    [
      'targets that are no ids',
      { upgradeTargetOffers: ['', 7] },
      'upgradeTargetOffers is ["",7]. Allowed: a list of offer ids, each once; left out: none.',
    ],
    [
      'unit of the limit',
      { limitUnitOfMeasure: 'DAILY' },
      'limitUnitOfMeasure is "DAILY". Allowed: one of NONE, CONCURRENT, LIFETIME; left out: NONE.',
    ],
    [
      'limit',
      { limit: 0 },
      'limit is 0. Allowed: a whole number from 1 to 2147483647; null or left out where the unit is NONE.',
    ],
  ])('%s', (_, said, expected) => {
    expect(problemsIn([listedOffer(said)])).toEqual([PLACE + expected]);
  });

  test('a field that is not known is named, with those that are', () => {
    const [problem, ...others] = problemsIn([listedOffer({ maxQuantity: 3 })]);

    expect(problem).toMatch(
      /: the field "maxQuantity" is not known\. Allowed: id, cloudInstance, /,
    );
    expect(others).toEqual([]);
  });

  test.each([
    'name',
    'service',
    'country',
    'locale',
    'minimumQuantity',
    'maximumQuantity',
    'billing',
    'supportedBillingCycles',
    'supportedTermDurations',
  ])('%s cannot be left out', (field) => {
    expect(problemsIn([without(field)])).toEqual([
      expect.stringMatching(
        `^offers\\[0\\] \\(a-plan of CHINA_21VIANET\\): ${field} is missing\\. `,
      ),
    ]);
  });

  test.each(['id', 'cloudInstance'])('without %s the offer is named by its place', (field) => {
    expect(problemsIn([listedOffer(), without(field)])).toEqual([
      expect.stringMatching(`^offers\\[1\\]: ${field} is missing\\. Allowed: `),
    ]);
  });

  test.each([[null], ['a-plan'], [[]], [7]])('%p is no offer', (entry) => {
    expect(problemsIn([entry])).toEqual([
      `offers[0]: it is ${JSON.stringify(entry)}. Allowed: an object with the fields of an offer.`,
    ]);
  });

  test('what was found is cut when it is long', () => {
    const [problem] = problemsIn([listedOffer({ name: 'x'.repeat(1000) })]);

    expect(problem).toContain(`${'x'.repeat(79)}…. Allowed: `);
  });
});

describe('offers that do not fit each other', () => {
  test.each<[string, readonly Record<string, unknown>[], readonly string[]]>([
    [
      'an id twice, in whatever letter case',
      [listedOffer(), listedOffer({ id: 'A-PLAN' })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): id is "a-plan" more than once. Allowed: each id once in CHINA_21VIANET.',
        'offers[1] (a-plan of CHINA_21VIANET): id is "a-plan" more than once. Allowed: each id once in CHINA_21VIANET.',
      ],
    ],
    [
      'a service that the instance does not have',
      [listedOffer({ service: 'AZURE' })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): service is "AZURE". Allowed: a service of CHINA_21VIANET: EXCHANGE_OFFICE, DYNAMICS, INTUNE, OTHER.',
      ],
    ],
    [
      'fewer seats at most than at least',
      [listedOffer({ minimumQuantity: 11 })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): maximumQuantity is 10. Allowed: at least the minimumQuantity, which is 11.',
      ],
    ],
    [
      'an add-on without a base',
      [listedOffer({ isAddOn: true })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): prerequisiteOffers is []. Allowed: at least one offer id, because isAddOn is true.',
      ],
    ],
    [
      'a base of what is no add-on',
      [listedOffer(), listedOffer({ ...ADD_ON, isAddOn: false })],
      [
        'offers[1] (an-add-on of CHINA_21VIANET): prerequisiteOffers is ["a-plan"]. Allowed: no offer id, because isAddOn is false.',
      ],
    ],
    [
      'an add-on as the base of another',
      [
        listedOffer(),
        listedOffer(ADD_ON),
        listedOffer({ ...ADD_ON, id: 'more', prerequisiteOffers: ['an-add-on'] }),
      ],
      [
        'offers[2] (more of CHINA_21VIANET): prerequisiteOffers is "an-add-on". Allowed: offers that are no add-ons.',
      ],
    ],
    [
      'a conversion of what is no trial',
      [listedOffer({ conversionTargetOffers: ['b'] }), listedOffer({ id: 'b' })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): conversionTargetOffers is ["b"]. Allowed: no offer id, because isTrial is false.',
      ],
    ],
    [
      'a conversion into a trial',
      [
        listedOffer({ isTrial: true, conversionTargetOffers: ['b'] }),
        listedOffer({ id: 'b', isTrial: true }),
      ],
      [
        'offers[0] (a-plan of CHINA_21VIANET): conversionTargetOffers is "b". Allowed: offers that are no trials.',
      ],
    ],
    [
      'an upgrade to itself',
      [listedOffer({ upgradeTargetOffers: ['A-PLAN'] })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): upgradeTargetOffers is "a-plan". Allowed: another offer than itself.',
      ],
    ],
    [
      'an upgrade into another instance',
      [
        listedOffer({ upgradeTargetOffers: ['b'] }),
        listedOffer({ id: 'b', cloudInstance: 'GLOBAL' }),
      ],
      [
        'offers[0] (a-plan of CHINA_21VIANET): upgradeTargetOffers is "b". Allowed: ids of offers of CHINA_21VIANET in this file.',
      ],
    ],
    [
      'an upgrade to an add-on',
      [listedOffer({ upgradeTargetOffers: ['an-add-on'] }), listedOffer(ADD_ON)],
      [
        'offers[0] (a-plan of CHINA_21VIANET): upgradeTargetOffers is "an-add-on". Allowed: offers that are no add-ons.',
      ],
    ],
    [
      'an upgrade of an add-on to a plan',
      [listedOffer(), listedOffer({ ...ADD_ON, upgradeTargetOffers: ['a-plan'] })],
      [
        'offers[1] (an-add-on of CHINA_21VIANET): upgradeTargetOffers is "a-plan". Allowed: add-ons, because it is one.',
      ],
    ],
    [
      'a unit without a limit',
      [listedOffer({ limitUnitOfMeasure: 'CONCURRENT' })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): limit is null. Allowed: a whole number from 1, because limitUnitOfMeasure is CONCURRENT.',
      ],
    ],
    [
      'a limit without a unit',
      [listedOffer({ limit: 2 })],
      [
        'offers[0] (a-plan of CHINA_21VIANET): limit is 2. Allowed: null, because limitUnitOfMeasure is NONE.',
      ],
    ],
  ])('%s', (_, offers, expected) => {
    expect(problemsIn(offers)).toEqual(expected);
  });

  test('everything that is wrong is told at once, and nothing that only follows from it', () => {
    const problems = problemsIn([
      listedOffer({ service: 'AZURE', minimumQuantity: 11, upgradeTargetOffers: ['b', 'gone'] }),
      listedOffer({ id: 'b', name: 7, locale: '', extra: true }),
      null,
    ]);

    expect(problems.map((it) => it.split('. Allowed')[0])).toEqual([
      'offers[0] (a-plan of CHINA_21VIANET): service is "AZURE"',
      'offers[0] (a-plan of CHINA_21VIANET): maximumQuantity is 10',
      'offers[0] (a-plan of CHINA_21VIANET): upgradeTargetOffers is "gone"',
      'offers[1] (b of CHINA_21VIANET): name is 7',
      'offers[1] (b of CHINA_21VIANET): locale is ""',
      'offers[1] (b of CHINA_21VIANET): the field "extra" is not known',
      'offers[2]: it is null',
    ]);
  });
});
