import {
  decodeGlobalId,
  decodeIdOf,
  encodeGlobalId,
} from '../../../src/platform/graphql/global-id';

const CUSTOMER = '0190a1b2-0000-7000-8000-000000000001';
const RELATIONSHIP = '0190a1b2-0000-7000-8000-000000000002';
const raw = (text: string): string => Buffer.from(text).toString('base64url');

test('an id comes back as type and keys, owner first', () => {
  const id = encodeGlobalId('Relationship', CUSTOMER, RELATIONSHIP);

  expect(decodeGlobalId(id, 'id')).toEqual({
    type: 'Relationship',
    keys: [CUSTOMER, RELATIONSHIP],
  });
  expect(decodeIdOf('Relationship', id, 'id', 2)).toEqual([CUSTOMER, RELATIONSHIP]);
});

test.each<[string, [string, ...string[]]]>([
  ['Customer', [CUSTOMER]],
  ['Subscription', [CUSTOMER]],
  ['RelationshipRequest', [CUSTOMER]],
  ['Event', [CUSTOMER, RELATIONSHIP]],
  ['Event', ['ffffffff-ffff-ffff-ffff-ffffffffffff', RELATIONSHIP, CUSTOMER]],
])('the id of a %s is the base64url of its text', (type, keys) => {
  expect(encodeGlobalId(type, ...keys)).toBe(raw([type, ...keys].join(':')));
});

test.each([
  ['empty', ''],
  ['text', 'no id at all'],
  ['without a key', raw('Customer')],
  ['with an empty key', raw('Customer:')],
  ['with a key that is no UUID', raw('Customer:1')],
  ['with a key in upper case', raw(`Customer:${CUSTOMER.toUpperCase()}`)],
  ['with too many keys', raw(['Customer', ...Array(4).fill(CUSTOMER)].join(':'))],
  ['with a type that no type is called', raw(`../etc:${CUSTOMER}`)],
  ['with padding that we never write', `${encodeGlobalId('Customer', CUSTOMER)}==`],
  ['in the other base64 alphabet', Buffer.from(`Customer:${CUSTOMER}\xff>`).toString('base64')],
  ['with a stray line break', `${encodeGlobalId('Customer', CUSTOMER)}\n`],
])('an id %s is INVALID_INPUT that names the field', (_, id) => {
  expect(() => decodeGlobalId(id, 'input.customerId')).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', field: 'input.customerId' }),
  );
});

test('an id of another type than the argument asks for is INVALID_INPUT', () => {
  const id = encodeGlobalId('Customer', CUSTOMER);

  expect(() => decodeIdOf('Reseller', id, 'resellerId')).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT', field: 'resellerId' }),
  );
});

test('an id with fewer keys than its type has is INVALID_INPUT', () => {
  const id = encodeGlobalId('Relationship', RELATIONSHIP);

  expect(() => decodeIdOf('Relationship', id, 'id', 2)).toThrow(
    expect.objectContaining({ code: 'INVALID_INPUT' }),
  );
});
