import {
  partnerOfRecordSource,
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
