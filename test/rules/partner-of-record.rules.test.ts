import {
  partnerOfRecordSource,
  type PartnerOnRecord,
  refusalOfPartnerOnRecord,
  resolvePartnerOfRecord,
} from '../../src/modules/subscriptions/partner-of-record.rules';

const HELD = [
  { id: 'a', mpnId: '4847383' },
  { id: 'b', mpnId: '4847384' },
  { id: 'unnumbered', mpnId: null },
];

describe('who is credited for a subscription', () => {
  test('the reseller whose partner-network id is named', () => {
    const found = resolvePartnerOfRecord(
      { partnerId: '4847384', transactingResellerId: 'a' },
      HELD,
    );

    expect(found).toEqual({ kind: 'HELD', resellerId: 'b' });
  });

  test('the transacting reseller when no id is named', () => {
    const found = resolvePartnerOfRecord(
      { partnerId: null, transactingResellerId: 'unnumbered' },
      HELD,
    );

    expect(found).toEqual({ kind: 'HELD', resellerId: 'unnumbered' });
  });

  test('an empty id names nobody', () => {
    const found = resolvePartnerOfRecord({ partnerId: '', transactingResellerId: 'a' }, HELD);

    expect(found).toEqual({ kind: 'HELD', resellerId: 'a' });
  });

  test('a placeholder for an id that nobody held has', () => {
    const found = resolvePartnerOfRecord({ partnerId: '999', transactingResellerId: 'a' }, HELD);

    expect(found).toEqual({ kind: 'PLACEHOLDER', mpnId: '999', name: 'MPN 999' });
  });
});

describe('where the credited partner comes from', () => {
  test.each([
    ['the seller’s own id', '1', true, false, 'OWN_ID'],
    ['another reseller’s id', '2', false, false, 'NAMED_RESELLER'],
    ['an id that nobody here has', '3', false, true, 'PLACEHOLDER'],
    ['no id', null, true, false, 'TRANSACTING_RESELLER'],
    ['an empty id', '', true, false, 'TRANSACTING_RESELLER'],
  ] as const)('%s', (_, partnerId, isSeller, isPlaceholder, source) => {
    expect(partnerOfRecordSource({ partnerId, isSeller, isPlaceholder })).toBe(source);
  });
});

describe('whom an order may name', () => {
  const PROVIDER = { kind: 'INDIRECT_PROVIDER' } as const;
  const own: PartnerOnRecord = {
    resellerId: 'own',
    kind: 'INDIRECT_RESELLER',
    agreementAccepted: true,
    isPartnershipActive: true,
  };

  test.each<
    [
      string,
      string | null,
      Parameters<typeof refusalOfPartnerOnRecord>[1],
      PartnerOnRecord | null,
      string | null,
    ]
  >([
    ['a provider its own indirect reseller', 'x', PROVIDER, own, null],
    ['a provider nobody', null, PROVIDER, null, null],
    ['a direct-bill partner nobody', null, { kind: 'DIRECT_BILL' }, null, null],
    ['somebody unknown', 'x', PROVIDER, null, 'POR_INVALID 800015'],
    ['a blank id', '', PROVIDER, null, 'POR_INVALID 800015'],
    ['a partner known by its id only', 'x', PROVIDER, { ...own, kind: null }, 'POR_INVALID 800015'],
    [
      'a provider, itself included',
      'x',
      PROVIDER,
      { ...own, kind: 'INDIRECT_PROVIDER' },
      'POR_INVALID 2072',
    ],
    ['a direct-bill partner', 'x', PROVIDER, { ...own, kind: 'DIRECT_BILL' }, 'POR_INVALID 800016'],
    [
      'an indirect reseller of others',
      'x',
      PROVIDER,
      { ...own, isPartnershipActive: false, agreementAccepted: false },
      'POR_INVALID 800016',
    ],
    ['anybody, by a direct-bill partner', 'x', { kind: 'DIRECT_BILL' }, own, 'POR_INVALID 800016'],
    [
      'its own one without an agreement',
      'x',
      PROVIDER,
      { ...own, agreementAccepted: false },
      'AGREEMENT_NOT_ACCEPTED 900123',
    ],
  ])('%s', (_, partnerId, seller, named, expected) => {
    const refusal = refusalOfPartnerOnRecord(partnerId, seller, named);

    expect(refusal && `${refusal.code} ${refusal.legacyCode}`).toBe(expected);
  });
});
