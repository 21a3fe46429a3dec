import { SUBSCRIPTION_FIELD_NAMES } from '../../src/modules/subscriptions/subscription-fields';
import {
  isWithheld,
  redactedFieldsOf,
  REDUCED_FIELDS,
  refusalOfListing,
  type SubscriptionListing,
} from '../../src/modules/subscriptions/subscription-visibility.rules';
import {
  CUSTOMER_C,
  customerUser,
  operator,
  partnerApplication,
  partnerUser,
  RESELLER_B,
} from '../support/subscription-facts';

describe('R37: the reduced form', () => {
  test('shows what R37 names and what is non-null for everybody, and nothing else', () => {
    expect([...REDUCED_FIELDS].sort()).toEqual(
      [
        'commitmentEndDate',
        'id',
        'offerName',
        'partnerOfRecord',
        'quantity',
        'service',
        'status',
        'subscriptionId',
      ].sort(),
    );
  });

  test('withholds every other field and lists exactly those', () => {
    const withheld = SUBSCRIPTION_FIELD_NAMES.filter((name) => isWithheld(name, 'REDUCED'));

    expect([...withheld, ...REDUCED_FIELDS].sort()).toEqual([...SUBSCRIPTION_FIELD_NAMES].sort());
    const listed = redactedFieldsOf('REDUCED', true);
    expect(listed.map((value) => value.toLowerCase().replaceAll('_', ''))).toEqual(
      withheld.map((name) => name.toLowerCase()),
    );
  });

  test('names fields as values of an enum', () => {
    const listed = redactedFieldsOf('REDUCED', true);

    expect(listed).toContain('FRIENDLY_NAME');
    expect(listed).toContain('CANCELLATION_ALLOWED_UNTIL_DATE');
    expect(listed).not.toContain('STATUS');
  });

  test.each(['key', 'customerKey', 'sight', 'redactedFields'])(
    'keeps %s, which loaders, rules and viewers need',
    (name) => {
      expect(isWithheld(name, 'REDUCED')).toBe(false);
    },
  );

  test('the full form withholds nothing', () => {
    expect(SUBSCRIPTION_FIELD_NAMES.filter((name) => isWithheld(name, 'FULL'))).toEqual([]);
    expect(redactedFieldsOf('FULL', true)).toEqual([]);
  });

  test('a seller that may not know the customer any more is told that it is withheld (R36)', () => {
    expect(redactedFieldsOf('FULL', false)).toEqual(['CUSTOMER']);
  });

  test.each([
    ['etag', 'REDUCED', true],
    ['etag', 'FULL', false],
    ['partnerOfRecord', 'REDUCED', false],
    ['customer', 'REDUCED', true],
  ] as const)('%s in the form %s: withheld %s', (field, sight, expected) => {
    expect(isWithheld(field, sight)).toBe(expected);
  });
});

describe('R37: filters and orders on what is withheld', () => {
  const ALL: SubscriptionListing = {
    filters: ['status', 'service', 'customer', 'partnerOfRecord', 'seller'],
    order: 'UPDATED_AT',
    isOwnSales: false,
  };
  const b = partnerUser(RESELLER_B, 'ADMIN_AGENT');

  test.each<[string, Partial<SubscriptionListing>, string]>([
    ['no filter, no order', {}, 'allowed'],
    ['status', { filters: ['status'] }, 'allowed'],
    ['service', { filters: ['service'] }, 'allowed'],
    ['customer', { filters: ['customer'] }, 'allowed'],
    ['partnerOfRecord', { filters: ['partnerOfRecord'] }, 'allowed'],
    ['another seller', { filters: ['status', 'seller'] }, 'INVALID_INPUT null filter.seller'],
    ['itself as seller', { filters: ['seller'], order: 'UPDATED_AT', isOwnSales: true }, 'allowed'],
    ['order by name', { order: 'NAME' }, 'allowed'],
    ['order by creation', { order: 'CREATED_AT' }, 'INVALID_INPUT null orderBy'],
    ['order by update', { order: 'UPDATED_AT' }, 'INVALID_INPUT null orderBy'],
  ])('a reseller: %s', (_what, listing, expected) => {
    const refusal = refusalOfListing(b, {
      filters: [],
      order: null,
      isOwnSales: false,
      ...listing,
    });

    expect(refusal ? `${refusal.code} ${refusal.rule} ${refusal.field}` : 'allowed').toBe(expected);
  });

  test('an application of a reseller is no different', () => {
    expect(refusalOfListing(partnerApplication(RESELLER_B), ALL)?.code).toBe('INVALID_INPUT');
  });

  test.each([
    ['the customer', customerUser(CUSTOMER_C, 'CUSTOMER_GLOBAL_ADMIN')],
    ['the operator', operator()],
  ])('%s sees rows in full and may use them all', (_who, viewer) => {
    expect(refusalOfListing(viewer, ALL)).toBeNull();
  });
});
