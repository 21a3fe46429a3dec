import { SUBSCRIPTION_FIELD_NAMES } from '../../src/modules/subscriptions/subscription-fields';
import {
  isWithheld,
  redactSubscription,
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
  RESELLER_A,
  RESELLER_B,
} from '../support/subscription-facts';

describe('R37: the reduced form', () => {
  const ROW = {
    ...Object.fromEntries(SUBSCRIPTION_FIELD_NAMES.map((name) => [name, `value of ${name}`])),
    transactingResellerId: RESELLER_A,
    version: 7,
  } as Record<string, unknown>;

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

  test('has null for every other field and lists exactly those', () => {
    const { redactedFields, ...row } = redactSubscription(ROW, 'REDUCED', true);

    const nulls = SUBSCRIPTION_FIELD_NAMES.filter((name) => row[name] === null);
    const shown = SUBSCRIPTION_FIELD_NAMES.filter((name) => row[name] === `value of ${name}`);
    expect([...shown].sort()).toEqual([...REDUCED_FIELDS].sort());
    expect(nulls.length + shown.length).toBe(SUBSCRIPTION_FIELD_NAMES.length);
    expect(redactedFields.map((value) => value.toLowerCase().replaceAll('_', ''))).toEqual(
      nulls.map((name) => name.toLowerCase()),
    );
  });

  test('names fields as values of an enum', () => {
    const { redactedFields } = redactSubscription(ROW, 'REDUCED', true);

    expect(redactedFields).toContain('FRIENDLY_NAME');
    expect(redactedFields).toContain('CANCELLATION_ALLOWED_UNTIL_DATE');
    expect(redactedFields).not.toContain('STATUS');
  });

  test('keeps what loaders and rules need and no viewer reads', () => {
    const row = redactSubscription(ROW, 'REDUCED', true);

    expect([row.transactingResellerId, row.version]).toEqual([RESELLER_A, 7]);
  });

  test('adds no field that the row does not have', () => {
    expect(redactSubscription({ friendlyName: 'x' }, 'REDUCED', true).friendlyName).toBeNull();
    expect(Object.keys(redactSubscription({ status: 'ACTIVE' }, 'REDUCED', true))).toEqual([
      'status',
      'redactedFields',
    ]);
  });

  test('the full form withholds nothing and leaves the row as it was', () => {
    const before = { ...ROW };

    expect(redactSubscription(ROW, 'FULL', true)).toEqual({ ...before, redactedFields: [] });
    expect(redactSubscription(ROW, 'REDUCED', true)).not.toEqual(before);
    expect(ROW).toEqual(before);
  });

  test('a seller that may not know the customer any more is told that it is withheld (R36)', () => {
    const { redactedFields } = redactSubscription(ROW, 'FULL', false);

    expect(redactedFields).toEqual(['CUSTOMER']);
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
