import type { DomainError } from '../../src/kernel/domain-error';
import {
  addOnsSuspendedWith,
  refusalToChangePartnerOfRecord,
  refusalToEnableAddOn,
  refusalToReactivate,
  refusalToSuspend,
  refusalToTransfer,
  refusalToUpdate,
  retentionEndsAt,
  type SubscriptionFacts,
} from '../../src/modules/subscriptions/subscription.rules';
import { refusalToCancel } from '../../src/modules/subscriptions/subscription-cancel.rules';
import type {
  SubscriptionCaller,
  SubscriptionCallerKind,
} from '../../src/modules/subscriptions/subscription-guard.rules';
import type { SubscriptionUpdate } from '../../src/modules/subscriptions/subscription-update.rules';
import { type SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import {
  caller,
  daysAfter,
  NOW,
  RESELLER_A,
  RESELLER_B,
  subscription,
  suspendedSubscription,
} from '../support/subscription-facts';

const CURRENT = '"7"';
const STALE = '"6"';
const SELLER = caller('TRANSACTING_RESELLER');

/** "CODE rule", or "allowed". */
function said(refusal: DomainError | null): string {
  return refusal ? `${refusal.code} ${refusal.rule}` : 'allowed';
}

function update(
  input: SubscriptionUpdate,
  facts: Partial<SubscriptionFacts> = {},
  who: SubscriptionCaller = SELLER,
  ifMatch: string | null = CURRENT,
): string {
  return said(refusalToUpdate(who, subscription(facts), input, ifMatch, NOW));
}

describe('suspending', () => {
  test.each<[SubscriptionCallerKind, string]>([
    ['TRANSACTING_RESELLER', 'allowed'],
    ['OPERATOR', 'allowed'],
    ['RESELLER_THAT_SEES', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5'],
    ['CUSTOMER_ADMIN', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39'],
    ['BLIND', 'NOT_FOUND R36'],
    ['NO_ROLE', 'ROLE_NOT_ALLOWED null'],
  ])('by %s: %s', (kind, expected) => {
    expect(said(refusalToSuspend(caller(kind), subscription()))).toBe(expected);
  });

  test.each<[SubscriptionStatus, string]>([
    ['NONE', 'INVALID_STATE_TRANSITION null'],
    ['PENDING', 'INVALID_STATE_TRANSITION null'],
    ['ACTIVE', 'allowed'],
    ['SUSPENDED', 'INVALID_STATE_TRANSITION null'],
    ['EXPIRED', 'INVALID_STATE_TRANSITION null'],
    ['DISABLED', 'INVALID_STATE_TRANSITION null'],
    ['DELETED', 'SUBSCRIPTION_DELETED R43'],
  ])('while %s: %s', (status, expected) => {
    for (const kind of ['TRANSACTING_RESELLER', 'OPERATOR'] as const) {
      expect(said(refusalToSuspend(caller(kind), subscription({ status })))).toBe(expected);
    }
  });

  test('needs no etag, and compares one that it is given', () => {
    expect(said(refusalToSuspend(SELLER, subscription(), null))).toBe('allowed');
    expect(said(refusalToSuspend(SELLER, subscription(), CURRENT))).toBe('allowed');
    expect(said(refusalToSuspend(SELLER, subscription(), STALE))).toBe('ETAG_MISMATCH R40');
  });

  test('takes the ACTIVE add-ons of the same seller along, and no others', () => {
    const addOn = (status: SubscriptionStatus, transactingResellerId = RESELLER_A) => ({
      status,
      transactingResellerId,
    });
    const active = addOn('ACTIVE');
    const others = [
      addOn('SUSPENDED'),
      addOn('PENDING'),
      addOn('DELETED'),
      addOn('ACTIVE', RESELLER_B),
    ];

    const taken = addOnsSuspendedWith({ transactingResellerId: RESELLER_A }, [...others, active]);

    expect(taken).toEqual([active]);
  });
});

describe('reactivating', () => {
  const reactivate = (
    who: SubscriptionCaller,
    facts: SubscriptionFacts,
    ifMatch?: string,
  ): string => said(refusalToReactivate(who, facts, NOW, ifMatch));

  test.each<[SubscriptionCallerKind, string, string]>([
    ['TRANSACTING_RESELLER', 'allowed', 'INVALID_STATE_TRANSITION null'],
    ['OPERATOR', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1', 'allowed'],
    [
      'RESELLER_THAT_SEES',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
    ],
    [
      'CUSTOMER_ADMIN',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
    ],
    ['BLIND', 'NOT_FOUND R36', 'NOT_FOUND R36'],
    ['NO_ROLE', 'ROLE_NOT_ALLOWED null', 'ROLE_NOT_ALLOWED null'],
  ])('by %s: the reseller’s suspension %s, the operator’s %s', (kind, resellers, operators) => {
    expect(reactivate(caller(kind), suspendedSubscription('RESELLER'))).toBe(resellers);
    expect(reactivate(caller(kind), suspendedSubscription('OPERATOR'))).toBe(operators);
  });

  test('a suspension that does not say whose it is counts as the reseller’s', () => {
    expect(reactivate(SELLER, suspendedSubscription(null))).toBe('allowed');
    expect(reactivate(caller('OPERATOR'), suspendedSubscription(null))).toBe(
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1',
    );
  });

  test.each<[SubscriptionStatus, string]>([
    ['NONE', 'INVALID_STATE_TRANSITION null'],
    ['PENDING', 'INVALID_STATE_TRANSITION null'],
    ['ACTIVE', 'INVALID_STATE_TRANSITION null'],
    ['EXPIRED', 'INVALID_STATE_TRANSITION null'],
    ['DISABLED', 'INVALID_STATE_TRANSITION null'],
    ['DELETED', 'SUBSCRIPTION_DELETED R43'],
  ])('while %s: %s', (status, expected) => {
    for (const kind of ['TRANSACTING_RESELLER', 'OPERATOR'] as const) {
      expect(reactivate(caller(kind), subscription({ status }))).toBe(expected);
    }
  });

  test.each([
    ['a moment before the end', 1, 'allowed'],
    ['at the end itself', 0, 'allowed'],
    ['a moment after the end', -1, 'INVALID_STATE_TRANSITION null'],
  ])('R47: %s of the retention', (_when, leftMs, expected) => {
    for (const days of [60, 90]) {
      const suspendedAt = new Date(daysAfter(-days).getTime() + leftMs);
      const facts = suspendedSubscription('RESELLER', {
        suspendedAt,
        suspendedRetentionDays: days,
      });

      expect(reactivate(SELLER, facts)).toBe(expected);
    }
  });

  test('R47: the retention is counted from the suspension in the days of the instance', () => {
    expect(retentionEndsAt(NOW, 60).toISOString()).toBe('2025-08-14T12:00:00.000Z');
    expect(retentionEndsAt(NOW, 90).toISOString()).toBe('2025-09-13T12:00:00.000Z');
  });

  test('a suspension whose day is not known has no end', () => {
    expect(reactivate(SELLER, suspendedSubscription('RESELLER', { suspendedAt: null }))).toBe(
      'allowed',
    );
  });

  test.each<[SubscriptionStatus | null, string]>([
    [null, 'allowed'],
    ['ACTIVE', 'allowed'],
    ['NONE', 'PARENT_NOT_ACTIVE R46'],
    ['PENDING', 'PARENT_NOT_ACTIVE R46'],
    ['SUSPENDED', 'PARENT_NOT_ACTIVE R46'],
    ['EXPIRED', 'PARENT_NOT_ACTIVE R46'],
    ['DISABLED', 'PARENT_NOT_ACTIVE R46'],
    ['DELETED', 'PARENT_NOT_ACTIVE R46'],
  ])('R46: an add-on whose base is %s: %s', (baseStatus, expected) => {
    expect(said(refusalToEnableAddOn(baseStatus))).toBe(expected);
    expect(reactivate(SELLER, suspendedSubscription('RESELLER', { baseStatus }))).toBe(expected);
    expect(reactivate(caller('OPERATOR'), suspendedSubscription('OPERATOR', { baseStatus }))).toBe(
      expected,
    );
  });

  test('compares an etag that it is given, after the rules', () => {
    const facts = suspendedSubscription('RESELLER');

    expect(reactivate(SELLER, facts, CURRENT)).toBe('allowed');
    expect(reactivate(SELLER, facts, STALE)).toBe('ETAG_MISMATCH R40');
    expect(reactivate(SELLER, { ...facts, baseStatus: 'SUSPENDED' }, STALE)).toBe(
      'PARENT_NOT_ACTIVE R46',
    );
  });
});

describe('what nobody may do', () => {
  test.each<[SubscriptionCallerKind, string, string]>([
    ['TRANSACTING_RESELLER', 'POR_CHANGE_NOT_ALLOWED R4', 'OWNERSHIP_CHANGE_NOT_ALLOWED R2'],
    ['RESELLER_THAT_SEES', 'POR_CHANGE_NOT_ALLOWED R4', 'OWNERSHIP_CHANGE_NOT_ALLOWED R2'],
    ['CUSTOMER_ADMIN', 'POR_CHANGE_NOT_ALLOWED R4', 'OWNERSHIP_CHANGE_NOT_ALLOWED R2'],
    ['OPERATOR', 'POR_CHANGE_NOT_ALLOWED R4', 'OWNERSHIP_CHANGE_NOT_ALLOWED R2'],
    ['BLIND', 'NOT_FOUND R36', 'NOT_FOUND R36'],
    ['NO_ROLE', 'ROLE_NOT_ALLOWED null', 'ROLE_NOT_ALLOWED null'],
  ])('%s: changing the Partner of Record %s, a transfer %s', (kind, partnerOfRecord, transfer) => {
    expect(said(refusalToChangePartnerOfRecord(caller(kind)))).toBe(partnerOfRecord);
    expect(said(refusalToTransfer(caller(kind)))).toBe(transfer);
  });

  test('R18 has no say in either: they are refused for what they are', () => {
    const suspended = caller('TRANSACTING_RESELLER', { accountStatus: 'SUSPENDED' });

    expect(said(refusalToChangePartnerOfRecord(suspended))).toBe('POR_CHANGE_NOT_ALLOWED R4');
    expect(said(refusalToTransfer(suspended))).toBe('OWNERSHIP_CHANGE_NOT_ALLOWED R2');
  });
});

describe('R32: after the relationship ended', () => {
  const former = caller('TRANSACTING_RESELLER', { hasActiveRelationship: false });

  test('every write of the seller answers NO_RESELLER_RELATIONSHIP', () => {
    const suspended = suspendedSubscription('RESELLER');
    const answers = [
      update({ friendlyName: 'x' }, {}, former),
      update({ partnerId: '1' }, {}, former),
      update({}, {}, former),
      said(refusalToSuspend(former, subscription())),
      said(refusalToReactivate(former, suspended, NOW)),
      said(refusalToCancel(former, subscription(), NOW)),
      said(refusalToChangePartnerOfRecord(former)),
      said(refusalToTransfer(former)),
    ];

    expect(new Set(answers)).toEqual(new Set(['NO_RESELLER_RELATIONSHIP R32']));
  });

  test('it says nothing to the customer or to the operator, who never had one', () => {
    expect(said(refusalToSuspend(caller('OPERATOR'), subscription()))).toBe('allowed');
    expect(said(refusalToSuspend(caller('CUSTOMER_ADMIN'), subscription()))).toBe(
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
    );
  });
});
