import { type CatalogueIndex, problemsOf } from '../../src/modules/catalogue/catalogue-check.rules';
import { type ListedOffer, offerShape } from '../../src/modules/catalogue/catalogue-shape';
import { listedOffer } from '../support/catalogue-files';

const PLAN = offer();
const ADD_ON = offer({ id: 'add-on', isAddOn: true, prerequisiteOffers: ['a-plan'] });
const TRIAL = offer({ id: 'trial', isTrial: true });
const FOREIGN = offer({ id: 'foreign', cloudInstance: 'GLOBAL' });
const OTHERS = [offer({ id: 'other' }), ADD_ON, TRIAL, FOREIGN];

function offer(said: Partial<ListedOffer> = {}): ListedOffer {
  return offerShape.parse(listedOffer(said));
}

/** A file of these offers, and of some whose own fields are wrong. */
function file(offers: readonly ListedOffer[], unreadable: readonly string[] = []): CatalogueIndex {
  return {
    countOf: ({ id, cloudInstance }) =>
      offers.filter((it) => it.id === id && it.cloudInstance === cloudInstance).length +
      unreadable.filter((it) => it === id).length,
    find: ({ id, cloudInstance }) =>
      offers.find((it) => it.id === id && it.cloudInstance === cloudInstance) ?? null,
  };
}

/** What is wrong with an offer in a file with the others. */
function wrong(said: Partial<ListedOffer>): readonly string[] {
  const it = offer(said);
  return problemsOf(it, file([it, ...OTHERS], ['unreadable'])).map(
    ({ field, allowed }) => `${field}: ${allowed}`,
  );
}

test('an offer that says what it must fits', () => {
  expect(wrong({})).toEqual([]);
});

test('an id stands once in its instance, and may stand in another', () => {
  const of = (...offers: readonly ListedOffer[]) =>
    problemsOf(PLAN, file(offers)).map(({ field, found }) => `${field} ${found}`);

  expect(of(PLAN)).toEqual([]);
  expect(of(PLAN, offer({ cloudInstance: 'GLOBAL' }))).toEqual([]);
  expect(of(PLAN, PLAN)).toEqual(['id "a-plan" more than once']);
});

test('a service is one of the instance: there is no Azure in 21Vianet', () => {
  const [problem] = wrong({ service: 'AZURE' });

  expect(problem).toContain('service: a service of CHINA_21VIANET: EXCHANGE_OFFICE');
  expect(wrong({ service: 'AZURE', cloudInstance: 'GLOBAL' })).toEqual([]);
});

test.each([
  [9, []],
  [10, []],
  [11, ['maximumQuantity: at least the minimumQuantity, which is 11']],
])('at least %s seats where 10 is the most: %j', (minimumQuantity, expected) => {
  expect(wrong({ minimumQuantity, maximumQuantity: 10 })).toEqual(expected);
});

test.each<[string, Partial<ListedOffer>, readonly string[]]>([
  ['an add-on with a base', { isAddOn: true, prerequisiteOffers: ['other'] }, []],
  [
    'an add-on without a base (R46)',
    { isAddOn: true },
    ['prerequisiteOffers: at least one offer id, because isAddOn is true'],
  ],
  [
    'a base for what is no add-on',
    { prerequisiteOffers: ['other'] },
    ['prerequisiteOffers: no offer id, because isAddOn is false'],
  ],
  ['a trial that becomes something', { isTrial: true, conversionTargetOffers: ['other'] }, []],
  ['a trial that becomes nothing', { isTrial: true }, []],
  [
    'what becomes something and is no trial',
    { conversionTargetOffers: ['other'] },
    ['conversionTargetOffers: no offer id, because isTrial is false'],
  ],
  ['a number with its unit', { limitUnitOfMeasure: 'LIFETIME', limit: 1 }, []],
  [
    'a unit without a number',
    { limitUnitOfMeasure: 'CONCURRENT' },
    ['limit: a whole number from 1, because limitUnitOfMeasure is CONCURRENT'],
  ],
  ['a number without a unit', { limit: 1 }, ['limit: null, because limitUnitOfMeasure is NONE']],
])('%s', (_, said, expected) => {
  expect(wrong(said)).toEqual(expected);
});

describe('what a list names', () => {
  const NO_TRIALS = 'offers that are no trials';
  const NO_ADD_ONS = 'offers that are no add-ons';
  const NOT_ITSELF = 'another offer than itself';
  const OF_THIS_FILE = 'ids of offers of CHINA_21VIANET in this file';
  const addOn = { isAddOn: true, prerequisiteOffers: ['other'] };

  test.each<[string, string | null, string | null, string | null]>([
    // Named as: what it is upgraded to, what a trial becomes, a base.
    ['other', null, null, null],
    ['a-plan', NOT_ITSELF, NOT_ITSELF, NOT_ITSELF],
    ['missing', OF_THIS_FILE, OF_THIS_FILE, OF_THIS_FILE],
    ['foreign', OF_THIS_FILE, OF_THIS_FILE, OF_THIS_FILE],
    ['unreadable', null, null, null],
    ['add-on', NO_ADD_ONS, null, NO_ADD_ONS],
    ['trial', null, NO_TRIALS, null],
  ])('%s: %s, %s, %s', (id, upgrade, conversion, base) => {
    const problem = (field: string, allowed: string | null) =>
      allowed === null ? [] : [`${field}: ${allowed}`];

    expect(wrong({ upgradeTargetOffers: [id] })).toEqual(problem('upgradeTargetOffers', upgrade));
    expect(wrong({ isTrial: true, conversionTargetOffers: [id] })).toEqual(
      problem('conversionTargetOffers', conversion),
    );
    expect(wrong({ isAddOn: true, prerequisiteOffers: [id] })).toEqual(
      problem('prerequisiteOffers', base),
    );
  });

  test('an add-on is upgraded to an add-on', () => {
    expect(wrong({ ...addOn, upgradeTargetOffers: ['add-on'] })).toEqual([]);
    expect(wrong({ ...addOn, upgradeTargetOffers: ['other'] })).toEqual([
      'upgradeTargetOffers: add-ons, because it is one',
    ]);
  });

  test('every one that does not fit is told', () => {
    const it = offer({ upgradeTargetOffers: ['missing', 'other', 'add-on'] });

    expect(problemsOf(it, file([it, ...OTHERS])).map(({ found }) => found)).toEqual([
      '"missing"',
      '"add-on"',
    ]);
  });
});
