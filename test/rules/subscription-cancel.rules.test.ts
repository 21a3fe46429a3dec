import type { DomainError } from '../../src/kernel/domain-error';
import type { SubscriptionFacts } from '../../src/modules/subscriptions/subscription.rules';
import {
  addOnsCanceledWith,
  refusalToCancel,
} from '../../src/modules/subscriptions/subscription-cancel.rules';
import type { SubscriptionCaller } from '../../src/modules/subscriptions/subscription-guard.rules';
import { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import {
  caller,
  daysAfter,
  NOW,
  RESELLER_A,
  RESELLER_B,
  subscription,
} from '../support/subscription-facts';

const SELLER = caller('TRANSACTING_RESELLER');
const STALE = '"6"';
const OVER = { cancellationAllowedUntilDate: daysAfter(-1) };

function said(refusal: DomainError | null): string {
  return refusal ? `${refusal.code} ${refusal.rule}` : 'allowed';
}

function cancel(
  facts: Partial<SubscriptionFacts> = {},
  who: SubscriptionCaller = SELLER,
  ifMatch?: string | null,
): string {
  return said(refusalToCancel(who, subscription(facts), NOW, ifMatch));
}

describe('the window of a cancellation', () => {
  test.each([
    ['a moment before the end', 1, 'allowed'],
    ['at the end itself', 0, 'allowed'],
    ['a moment after the end', -1, 'INVALID_STATE_TRANSITION null'],
  ])('%s', (_when, leftMs, expected) => {
    expect(cancel({ cancellationAllowedUntilDate: new Date(NOW.getTime() + leftMs) })).toBe(
      expected,
    );
  });

  test('without an end it is always possible', () => {
    expect(cancel({ cancellationAllowedUntilDate: null })).toBe('allowed');
  });

  test('who comes too late is told until when it was, and what ends it later', () => {
    const refusal = refusalToCancel(SELLER, subscription(OVER), NOW);

    expect(refusal?.args).toEqual({ state: 'ACTIVE', event: 'cancel', until: daysAfter(-1) });
    expect(refusal?.detail).toMatch(/autoRenewEnabled off/);
  });
});

test.each<[SubscriptionCaller['kind'], string]>([
  ['TRANSACTING_RESELLER', 'allowed'],
  ['RESELLER_THAT_SEES', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5'],
  ['CUSTOMER_ADMIN', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39'],
  ['OPERATOR', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1'],
  ['BLIND', 'NOT_FOUND R36'],
  ['NO_ROLE', 'ROLE_NOT_ALLOWED null'],
])('%s cancels: %s', (kind, expected) => {
  expect(cancel({}, caller(kind))).toBe(expected);
});

test.each(Object.values(SubscriptionStatus))('only what is ACTIVE is cancelled: %s', (status) => {
  const refused =
    status === 'DELETED' ? 'SUBSCRIPTION_DELETED R43' : 'INVALID_STATE_TRANSITION null';

  expect(cancel({ status })).toBe(status === 'ACTIVE' ? 'allowed' : refused);
});

test.each(['SUSPENDED', 'RESTRICTED'] as const)(
  'a seller whose account is %s manages what exists (R18)',
  (accountStatus) => {
    expect(cancel({}, caller('TRANSACTING_RESELLER', { accountStatus }))).toBe('allowed');
  },
);

test('each step is asked after the one before it', () => {
  const former = { hasActiveRelationship: false };
  const stranger = caller('RESELLER_THAT_SEES');

  // Each line takes one obstacle away, from the first step to the last.
  expect(cancel({ status: 'DELETED' }, caller('RESELLER_THAT_SEES', former), STALE)).toBe(
    'NO_RESELLER_RELATIONSHIP R32',
  );
  expect(cancel({ status: 'DELETED' }, stranger, STALE)).toBe('SUBSCRIPTION_CHANGE_NOT_ALLOWED R5');
  expect(cancel({ status: 'DELETED', ...OVER }, SELLER, STALE)).toBe('SUBSCRIPTION_DELETED R43');
  expect(cancel(OVER, SELLER, STALE)).toBe('INVALID_STATE_TRANSITION null');
  expect(cancel({}, SELLER, STALE)).toBe('ETAG_MISMATCH R40');
  expect(cancel({}, SELLER, '"7"')).toBe('allowed');
  expect(cancel({}, SELLER, null)).toBe('allowed');
});

test('a base takes along the active add-ons of its seller, and nothing else (R46)', () => {
  const base = { transactingResellerId: RESELLER_A };
  const addOns = Object.values(SubscriptionStatus).flatMap((status) => [
    { status, transactingResellerId: RESELLER_A },
    { status, transactingResellerId: RESELLER_B },
  ]);

  expect(addOnsCanceledWith(base, addOns)).toEqual([
    { status: 'ACTIVE', transactingResellerId: RESELLER_A },
  ]);
});
