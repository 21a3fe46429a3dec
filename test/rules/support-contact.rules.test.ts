import type { DomainError } from '../../src/kernel/domain-error';
import type { SubscriptionCaller } from '../../src/modules/subscriptions/subscription-guard.rules';
import { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import {
  refusalToAssignSupportContact,
  type SupportContactFacts,
  type SupportContactInput,
} from '../../src/modules/subscriptions/support-contact.rules';
import { caller, subscription } from '../support/subscription-facts';

const SELLER = caller('TRANSACTING_RESELLER');
const CURRENT = '"7"';
const TENANT = '99999999-9999-4999-8999-999999999999';
const RELATED: SupportContactFacts = {
  isSeller: false,
  sellerKind: 'DIRECT_BILL',
  isRelated: true,
  isResellerOfSeller: false,
};
const NOT_RELATED = 'SUPPORT_CONTACT_NOT_RELATED R44 input.supportTenantId';

function said(refusal: DomainError | null): string {
  return refusal ? [refusal.code, refusal.rule, refusal.field].join(' ').trim() : 'allowed';
}

function assign(
  input: SupportContactInput,
  named: SupportContactFacts | null = RELATED,
  who: SubscriptionCaller = SELLER,
  status: SubscriptionStatus = 'ACTIVE',
): string {
  return said(refusalToAssignSupportContact(who, subscription({ status }), input, named));
}

const valid = { supportTenantId: TENANT, ifMatch: CURRENT };

describe('R44: who may be the support contact', () => {
  test.each<[string, SupportContactFacts | null, string]>([
    ['a partner of the customer', RELATED, 'allowed'],
    ['a partner without a relationship', { ...RELATED, isRelated: false }, NOT_RELATED],
    ['nobody that is a partner', null, NOT_RELATED],
    ['the seller itself', { ...RELATED, isSeller: true, isRelated: false }, 'allowed'],
    [
      'a partner of the customer that is no reseller of the provider that sold it',
      { ...RELATED, sellerKind: 'INDIRECT_PROVIDER' },
      NOT_RELATED,
    ],
    [
      'a reseller of the provider',
      { ...RELATED, sellerKind: 'INDIRECT_PROVIDER', isResellerOfSeller: true },
      'allowed',
    ],
    [
      'a reseller of the provider that has no relationship with the customer',
      {
        isSeller: false,
        sellerKind: 'INDIRECT_PROVIDER',
        isResellerOfSeller: true,
        isRelated: false,
      },
      NOT_RELATED,
    ],
    [
      'the provider itself',
      { ...RELATED, sellerKind: 'INDIRECT_PROVIDER', isSeller: true },
      'allowed',
    ],
  ])('%s', (_, named, expected) => {
    expect(assign(valid, named)).toBe(expected);
  });

  test('null is the default, and nothing at all is no input', () => {
    expect(assign({ supportTenantId: null, ifMatch: CURRENT }, null)).toBe('allowed');
    expect(assign({ ifMatch: CURRENT }, null)).toBe('INVALID_INPUT  input');
  });
});

test.each<[SubscriptionCaller['kind'], string]>([
  ['TRANSACTING_RESELLER', 'allowed'],
  ['RESELLER_THAT_SEES', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5 input.supportTenantId'],
  ['CUSTOMER_ADMIN', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39 input.supportTenantId'],
  ['OPERATOR', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1 input.supportTenantId'],
  ['BLIND', 'NOT_FOUND R36'],
  ['NO_ROLE', 'ROLE_NOT_ALLOWED'],
])('%s names one: %s', (kind, expected) => {
  expect(assign(valid, RELATED, caller(kind))).toBe(expected);
});

test.each(Object.values(SubscriptionStatus))('in every state but the last: %s', (status) => {
  expect(assign(valid, RELATED, SELLER, status)).toBe(
    status === 'DELETED' ? 'SUBSCRIPTION_DELETED R43' : 'allowed',
  );
});

test.each(['SUSPENDED', 'RESTRICTED'] as const)('a seller that is %s may (R18)', (standing) => {
  const who = caller('TRANSACTING_RESELLER', { accountStatus: standing });

  expect(assign(valid, RELATED, who)).toBe('allowed');
});

test('each step is asked after the one before it', () => {
  const former = { hasActiveRelationship: false };
  const stranger = caller('RESELLER_THAT_SEES', former);

  // Each line takes one obstacle away, from the first step to the last.
  const heard = [
    assign({ supportTenantId: TENANT }, null, stranger, 'DELETED'),
    assign({ supportTenantId: TENANT }, null, caller('RESELLER_THAT_SEES'), 'DELETED'),
    assign({ supportTenantId: TENANT }, null, SELLER, 'DELETED'),
    assign({ supportTenantId: TENANT }, null),
    assign({ supportTenantId: TENANT, ifMatch: '"6"' }, null),
    assign(valid, null),
  ].map((line) => line.split(' ')[0]);

  expect(heard).toEqual([
    'NO_RESELLER_RELATIONSHIP',
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
    'SUBSCRIPTION_DELETED',
    'ETAG_REQUIRED',
    'ETAG_MISMATCH',
    'SUPPORT_CONTACT_NOT_RELATED',
  ]);
});
