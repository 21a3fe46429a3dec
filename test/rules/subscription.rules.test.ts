import type { DomainError } from '../../src/kernel/domain-error';
import {
  refusalToChangePartnerOfRecord,
  refusalToChangeSeats,
  refusalToMoveSubscription,
  refusalToReactivate,
  refusalToSuspend,
  refusalToUpdate,
  SUBSCRIPTION_EVENTS,
  SUBSCRIPTION_TRANSITIONS,
  type SubscriptionFacts,
} from '../../src/modules/subscriptions/subscription.rules';
import type { SubscriptionCaller } from '../../src/modules/subscriptions/subscription-guard.rules';
import type { SubscriptionUpdate } from '../../src/modules/subscriptions/subscription-update.rules';
import { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import { caller, NOW, subscription, suspendedSubscription } from '../support/subscription-facts';

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

describe('the states of a subscription', () => {
  // Typed from domain section 4.5; whatever is not here is refused.
  const MOVES: Record<string, SubscriptionStatus> = {
    'NONE provisioned': 'ACTIVE',
    'PENDING provisioned': 'ACTIVE',
    'ACTIVE suspend': 'SUSPENDED',
    'ACTIVE cancel': 'DELETED',
    'ACTIVE termEnded': 'EXPIRED',
    'SUSPENDED reactivate': 'ACTIVE',
    'SUSPENDED retentionOver': 'DELETED',
    'EXPIRED graceOver': 'DISABLED',
    'DISABLED retentionOver': 'DELETED',
    // Ours: what an upgrade replaces.
    'ACTIVE upgraded': 'DELETED',
    // Ours: an add-on that waits for its base waits no more when that is deleted.
    'NONE baseDeleted': 'DELETED',
    'PENDING baseDeleted': 'DELETED',
  };
  const PAIRS = Object.values(SubscriptionStatus).flatMap((status) =>
    SUBSCRIPTION_EVENTS.map((event) => {
      const refused =
        status === 'DELETED' ? 'SUBSCRIPTION_DELETED R43' : 'INVALID_STATE_TRANSITION null';
      return [status, event, MOVES[`${status} ${event}`] ? 'allowed' : refused] as const;
    }),
  );

  test.each(PAIRS)('%s, %s: %s', (status, event, expected) => {
    expect(said(refusalToMoveSubscription(status, event))).toBe(expected);
    expect(SUBSCRIPTION_TRANSITIONS[status][event]).toBe(MOVES[`${status} ${event}`]);
  });

  test('every state and every event is tried', () => {
    expect(PAIRS).toHaveLength(63);
    expect(PAIRS.filter(([, , expected]) => expected === 'allowed')).toHaveLength(12);
  });
});

describe('editing a subscription', () => {
  test.each<[string, SubscriptionUpdate]>([
    ['quantity', { quantity: 11 }],
    ['friendly name', { friendlyName: 'Mail of the Shanghai office' }],
    ['renewal', { autoRenewEnabled: false }],
    ['billing cycle', { billingCycle: 'ANNUAL' }],
    ['term', { termDuration: 'P3Y' }],
    ['all of them at once', { quantity: 9, friendlyName: null, billingCycle: 'MONTHLY' }],
  ])('the transacting reseller changes the %s', (_field, input) => {
    expect(update(input)).toBe('allowed');
  });

  test('S4: with a stale etag it hears ETAG_MISMATCH', () => {
    expect(update({ quantity: 9 }, {}, SELLER, STALE)).toBe('ETAG_MISMATCH R40');
  });

  test('without an etag it hears ETAG_REQUIRED', () => {
    expect(update({ quantity: 9 }, {}, SELLER, null)).toBe('ETAG_REQUIRED R40');
  });

  test('S2 and S3: a reseller with a privilege is refused by the table', () => {
    const b = caller('RESELLER_THAT_SEES');

    expect(update({ partnerId: '4847384' }, {}, b)).toBe('POR_CHANGE_NOT_ALLOWED R4');
    expect(update({ quantity: 9, billingCycle: 'ANNUAL' }, {}, b)).toBe(
      'TERMS_CHANGE_NOT_ALLOWED R3',
    );
  });

  test('D21: the transacting reseller does not change the Partner of Record either', () => {
    expect(update({ partnerId: null })).toBe('POR_CHANGE_NOT_ALLOWED R4');
    expect(update({ quantity: 9, partnerId: '4847384' })).toBe('POR_CHANGE_NOT_ALLOWED R4');
  });

  test.each<[SubscriptionStatus, string, string]>([
    ['NONE', 'SUBSCRIPTION_NOT_ACTIVE R43', 'allowed'],
    ['PENDING', 'SUBSCRIPTION_NOT_ACTIVE R43', 'allowed'],
    ['ACTIVE', 'allowed', 'allowed'],
    ['SUSPENDED', 'SUBSCRIPTION_NOT_ACTIVE R43', 'allowed'],
    ['EXPIRED', 'SUBSCRIPTION_NOT_ACTIVE R43', 'allowed'],
    ['DISABLED', 'SUBSCRIPTION_NOT_ACTIVE R43', 'allowed'],
    ['DELETED', 'SUBSCRIPTION_DELETED R43', 'SUBSCRIPTION_DELETED R43'],
  ])('while %s: quantity %s, name %s', (status, quantity, name) => {
    expect(update({ quantity: 10 }, { status })).toBe(quantity);
    expect(update({ friendlyName: 'x' }, { status })).toBe(name);
  });
});

describe('the order of the checks of an edit', () => {
  // Each line breaks one rule more, from the last step to the first; the earliest step answers.
  test.each<
    [
      string,
      SubscriptionCaller,
      Partial<SubscriptionFacts>,
      SubscriptionUpdate,
      string | null,
      string,
    ]
  >([
    ['10', SELLER, {}, { quantity: 0 }, CURRENT, 'QUANTITY_OUT_OF_RANGE R43'],
    ['9', SELLER, {}, { quantity: 0 }, STALE, 'ETAG_MISMATCH R40'],
    ['8', SELLER, { status: 'SUSPENDED' }, { quantity: 0 }, STALE, 'SUBSCRIPTION_NOT_ACTIVE R43'],
    [
      '7',
      SELLER,
      { status: 'SUSPENDED' },
      { quantity: 0, partnerId: '1' },
      STALE,
      'POR_CHANGE_NOT_ALLOWED R4',
    ],
    [
      '6',
      caller('TRANSACTING_RESELLER', { hasActiveRelationship: false }),
      { status: 'SUSPENDED' },
      { quantity: 0, partnerId: '1' },
      STALE,
      'NO_RESELLER_RELATIONSHIP R32',
    ],
    [
      '5',
      caller('TRANSACTING_RESELLER', { hasActiveRelationship: false, accountStatus: 'SUSPENDED' }),
      { status: 'SUSPENDED' },
      { quantity: 0, partnerId: '1' },
      STALE,
      'RESELLER_SUSPENDED R18',
    ],
    [
      '4',
      caller('BLIND', { accountStatus: 'SUSPENDED' }),
      { status: 'SUSPENDED' },
      { quantity: 0, partnerId: '1' },
      STALE,
      'NOT_FOUND R36',
    ],
    [
      '3',
      caller('NO_ROLE', { accountStatus: 'SUSPENDED' }),
      { status: 'SUSPENDED' },
      { quantity: 0, partnerId: '1' },
      STALE,
      'ROLE_NOT_ALLOWED null',
    ],
  ])('step %s answers first', (_step, who, facts, input, ifMatch, expected) => {
    expect(update(input, facts, who, ifMatch)).toBe(expected);
  });
});

describe('standing of the reseller', () => {
  const suspended = caller('TRANSACTING_RESELLER', { accountStatus: 'SUSPENDED' });
  const restricted = caller('TRANSACTING_RESELLER', { accountStatus: 'RESTRICTED' });

  test.each([
    ['one seat fewer', 9, 'RESELLER_SUSPENDED R18', 'allowed'],
    ['the same seats', 10, 'RESELLER_SUSPENDED R18', 'allowed'],
    ['one seat more', 11, 'RESELLER_SUSPENDED R18', 'RESELLER_RESTRICTED R18'],
  ])('%s: suspended and restricted resellers', (_what, quantity, whenSuspended, whenRestricted) => {
    expect(update({ quantity }, {}, suspended)).toBe(whenSuspended);
    expect(update({ quantity }, {}, restricted)).toBe(whenRestricted);
  });

  test('null counts as an attempt at the seats', () => {
    expect(update({ quantity: null }, {}, suspended)).toBe('RESELLER_SUSPENDED R18');
  });

  test.each([
    ['suspended', suspended],
    ['restricted', restricted],
  ])('a %s reseller manages what exists', (_status, who) => {
    expect(update({ friendlyName: 'x', autoRenewEnabled: false }, {}, who)).toBe('allowed');
    expect(said(refusalToSuspend(who, subscription()))).toBe('allowed');
    expect(said(refusalToReactivate(who, suspendedSubscription('RESELLER'), NOW))).toBe('allowed');
  });

  test('a reseller whose standing is not known is not refused for it', () => {
    const unknown = caller('TRANSACTING_RESELLER', { accountStatus: null });

    expect(update({ quantity: 11 }, {}, unknown)).toBe('allowed');
  });

  test('a suspended reseller hears of its own standing on others’ seats too, and of nothing else', () => {
    const other = caller('RESELLER_THAT_SEES', { accountStatus: 'SUSPENDED' });

    expect(update({ quantity: 9 }, {}, other)).toBe('RESELLER_SUSPENDED R18');
    expect(update({ friendlyName: 'x' }, {}, other)).toBe('SUBSCRIPTION_CHANGE_NOT_ALLOWED R5');
  });
});

test('a change of the Partner of Record is refused at the field that names it', () => {
  expect(refusalToChangePartnerOfRecord(SELLER).field).toBe('input.partnerId');
});

test('the standing is told to resellers that see the subscription, and to nobody else (R18)', () => {
  const seats = (kind: SubscriptionCaller['kind']) =>
    refusalToChangeSeats(caller(kind, { accountStatus: 'SUSPENDED' }), subscription(), {
      quantity: 11,
    })?.code;

  expect(seats('RESELLER_THAT_SEES')).toBe('RESELLER_SUSPENDED');
  expect([seats('BLIND'), seats('NO_ROLE')]).toEqual([undefined, undefined]);
});

test('the reasons of a suspension are looked at last', () => {
  const suspend = (ifMatch: string) =>
    said(refusalToSuspend(SELLER, subscription(), ifMatch, ['']));

  expect([suspend(STALE), suspend(CURRENT)]).toEqual(['ETAG_MISMATCH R40', 'INVALID_INPUT null']);
});
