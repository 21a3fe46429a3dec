import {
  customerDigest,
  subscriptionDigest,
  type SubscriptionDigestFacts,
} from '../../src/modules/subscriptions/subscription-digest';

const FULL: SubscriptionDigestFacts = {
  customerTenantId: '11111111-1111-4111-8111-111111111111',
  subscriptionId: '22222222-2222-4222-8222-222222222222',
  transactingResellerTenantId: '33333333-3333-4333-8333-333333333333',
  orderId: 'order-1',
  partnerId: '4847383',
  partnerOfRecordMpnId: '4847383',
  partnerOfRecordTenantId: '44444444-4444-4444-8444-444444444444',
  migratedFromSubscriptionId: '66666666-6666-4666-8666-666666666666',
  offerId: '796b6b5f-613c-4e24-a17c-eba730d49c02',
  friendlyName: '邮箱 E3',
  quantity: 10,
  unitType: 'Licenses',
  parentSubscriptionId: '77777777-7777-4777-8777-777777777777',
  status: 'ACTIVE',
  creationDate: new Date('2017-01-25T23:01:08.693Z'),
  effectiveStartDate: new Date('2017-01-25T00:00:00Z'),
  commitmentEndDate: new Date('2018-02-10T00:00:00Z'),
  cancellationAllowedUntilDate: new Date('2017-02-01T00:00:00Z'),
  billingCycleEndDate: new Date('2017-02-25T00:00:00Z'),
  autoRenewEnabled: true,
  renewalTermDuration: 'P1Y',
  termDuration: 'P1M',
  billingType: 'LICENSE',
  billingCycle: 'MONTHLY',
  contractType: 'SUBSCRIPTION',
  isTrial: false,
  promotionId: 'promo-1',
  consumptionType: 'overage',
  refundOptions: [
    { type: 'PARTIAL', expiresAfter: null },
    { type: 'FULL', expiresAfter: '2017-02-01T00:00:00Z' },
  ],
  nextTermProduct: 'next-offer',
  nextTermQuantity: 12,
  nextTermEndDate: new Date('2019-02-10T00:00:00Z'),
};

const BARE: SubscriptionDigestFacts = {
  ...(Object.fromEntries(
    Object.keys(FULL).map((key) => [key, null]),
  ) as unknown as SubscriptionDigestFacts),
  customerTenantId: FULL.customerTenantId,
  subscriptionId: FULL.subscriptionId,
  transactingResellerTenantId: FULL.transactingResellerTenantId,
  partnerOfRecordTenantId: FULL.transactingResellerTenantId,
  status: 'ACTIVE',
};

// Made with `sha256sum` from arrays written by hand after the recipe of domain section 9.1.
const FULL_DIGEST = '89ebebf424d48aeb69e85aa93ea99b05bb29920102c7b3f51355f7f90af971a3';
const BARE_DIGEST = 'cd7ddf8a38fe08820a7b4630b66b0c76cb561e1d85d9ba91466fa830058aa60a';

describe('the digest of a subscription', () => {
  test('is that of the documented recipe, with every field present', () => {
    expect(subscriptionDigest(FULL)).toBe(FULL_DIGEST);
  });

  test('is that of the documented recipe, with every optional field absent', () => {
    expect(subscriptionDigest(BARE)).toBe(BARE_DIGEST);
  });

  const otherValue = (value: unknown): unknown => {
    if (value instanceof Date) return new Date(value.getTime() + 1);
    if (typeof value === 'number') return value + 1;
    if (typeof value === 'boolean') return !value;
    if (Array.isArray(value)) return value.slice(1);
    return `${String(value)}x`;
  };
  const LISTED = (Object.keys(FULL) as (keyof SubscriptionDigestFacts)[]).filter(
    (field) => field !== 'partnerOfRecordTenantId',
  );

  test.each(LISTED)('changes when %s changes', (field) => {
    const changed = { ...FULL, [field]: otherValue(FULL[field]) };

    expect(subscriptionDigest(changed)).not.toBe(FULL_DIGEST);
  });

  test.each(LISTED)('changes when %s is taken away', (field) => {
    expect(subscriptionDigest({ ...FULL, [field]: null })).not.toBe(FULL_DIGEST);
  });

  test('names the tenant of a Partner of Record that has no partner-network id, and only then', () => {
    const other = { partnerOfRecordTenantId: '55555555-5555-4555-8555-555555555555' };

    expect(subscriptionDigest({ ...FULL, ...other })).toBe(FULL_DIGEST);
    expect(subscriptionDigest({ ...BARE, ...other })).not.toBe(BARE_DIGEST);
  });

  test.each(['etag', 'service', 'supportContact', 'offerName', 'updatedAt', 'suspensionReasons'])(
    'does not know of %s',
    (field) => {
      const row = { ...FULL, [field]: 'anything' };

      expect(subscriptionDigest(row)).toBe(FULL_DIGEST);
    },
  );

  test('does not depend on the order of refund options', () => {
    const refundOptions = [...(FULL.refundOptions ?? [])].reverse();

    expect(subscriptionDigest({ ...FULL, refundOptions })).toBe(FULL_DIGEST);
  });

  test('tells an empty list of refund options from an absent one, and text from nothing', () => {
    expect(subscriptionDigest({ ...BARE, refundOptions: [] })).not.toBe(BARE_DIGEST);
    expect(subscriptionDigest({ ...BARE, friendlyName: '' })).not.toBe(BARE_DIGEST);
  });

  test('values that move from one field to the next do not cancel out', () => {
    const one = subscriptionDigest({ ...BARE, orderId: 'x' });
    const other = subscriptionDigest({ ...BARE, partnerId: 'x' });

    expect(one).not.toBe(other);
  });
});

describe('the digest of a customer', () => {
  const OWNER = '88888888-8888-4888-8888-888888888888';

  test('is that of the documented recipe, whatever the order of subscriptions', () => {
    const expected = '69b259b248d7d5a2867d18f8a2ba897371042b1809c5db29d7eb379053faa10a';

    expect(customerDigest(OWNER, [FULL_DIGEST, BARE_DIGEST])).toBe(expected);
    expect(customerDigest(OWNER, [BARE_DIGEST, FULL_DIGEST])).toBe(expected);
  });

  test('exists for a customer that holds nothing and signed up by itself', () => {
    expect(customerDigest(null, [])).toBe(
      '1d8fc6ceb1f94c6326d6d5483d258fcb2e179e9869325b245d105c2219bf69fd',
    );
  });

  test('changes with the owner of the account, a subscription, and one more of the same', () => {
    const digest = customerDigest(OWNER, [FULL_DIGEST]);

    expect(customerDigest(null, [FULL_DIGEST])).not.toBe(digest);
    expect(customerDigest(OWNER, [BARE_DIGEST])).not.toBe(digest);
    expect(customerDigest(OWNER, [])).not.toBe(digest);
    expect(customerDigest(OWNER, [FULL_DIGEST, FULL_DIGEST])).not.toBe(digest);
  });

  test('leaves the list it is given as it was', () => {
    const digests = [FULL_DIGEST, BARE_DIGEST].sort().reverse();
    const before = [...digests];

    customerDigest(OWNER, digests);

    expect(digests).toEqual(before);
  });
});
