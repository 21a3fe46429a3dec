import { nextState, refusalToMove } from '../../src/kernel/transitions';
import {
  refusalOfSoldSubscriptions,
  refusalToRemove,
  refusalToSeeRelationship,
  RELATIONSHIP_EVENTS,
  RELATIONSHIP_TRANSITIONS,
  type SoldSubscription,
  startsNewRow,
} from '../../src/modules/relationships/relationship.rules';
import {
  ADMIN_AGENT,
  answer,
  CALLERS,
  CHINA,
  CUSTOMER_ADMIN,
  customerUser,
  newTenantUser,
  OPERATOR,
  PARTNER_GLOBAL_ADMIN,
  partnerUser,
  relationship,
} from '../support/rule-facts';

describe('states of a relationship', () => {
  const MOVES: Readonly<Record<string, string>> = {
    'NONE accepted': 'ACTIVE',
    'NONE createCustomer': 'ACTIVE',
    'NONE import': 'ACTIVE',
    'ACTIVE accepted': 'ACTIVE',
    'ACTIVE remove': 'REMOVED',
    'REMOVED accepted': 'ACTIVE',
  };
  const pairs = (['NONE', 'ACTIVE', 'REMOVED'] as const).flatMap((state) =>
    RELATIONSHIP_EVENTS.map((event) => [state, event] as const),
  );

  test.each(pairs)('%s takes %s or refuses it', (state, event) => {
    const expected = MOVES[`${state} ${event}`] ?? null;

    expect(nextState(RELATIONSHIP_TRANSITIONS, state, event)).toBe(expected);
    expect(answer(refusalToMove(RELATIONSHIP_TRANSITIONS, state, event))).toBe(
      expected ? null : 'INVALID_STATE_TRANSITION -',
    );
  });

  test('an acceptance after a removal starts a new row, a second acceptance does not (R9, R32)', () => {
    expect(startsNewRow('NONE')).toBe(true);
    expect(startsNewRow('REMOVED')).toBe(true);
    expect(startsNewRow('ACTIVE')).toBe(false);
  });
});

function sold(status: string, id = 'subscription'): SoldSubscription {
  return { id, name: 'Office 365 E3', service: 'EXCHANGE_OFFICE', status };
}

describe('removing a relationship (R30)', () => {
  const REFUSED: Readonly<Record<string, string>> = {
    nobody: 'UNAUTHENTICATED',
    CUSTOMER_GLOBAL_ADMIN: 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
    CUSTOMER_BILLING_ADMIN: 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
    CUSTOMER_USER: 'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
  };

  test.each(CALLERS)('by %s', (name, actor) => {
    const refusal = refusalToRemove(actor, {
      policy: CHINA,
      relationship: relationship(),
      sold: [],
    });

    expect(refusal?.code).toBe(
      name === 'GLOBAL_ADMIN' ? undefined : (REFUSED[name] ?? 'ROLE_NOT_ALLOWED'),
    );
  });

  test('by another reseller finds nothing', () => {
    const other = partnerUser(['GLOBAL_ADMIN'], { resellerId: 'other' });
    const facts = { policy: CHINA, relationship: relationship(), sold: [sold('ACTIVE')] };

    expect(refusalToRemove(other, facts)?.code).toBe('NOT_FOUND');
  });

  test.each([
    ['NONE', false],
    ['PENDING', true],
    ['ACTIVE', true],
    ['SUSPENDED', false],
    ['EXPIRED', false],
    ['DISABLED', false],
    ['DELETED', false],
  ])('with an own subscription that is %s: blocked %s (D9)', (status, blocked) => {
    expect(answer(refusalOfSoldSubscriptions([sold(status)]))).toBe(
      blocked ? 'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS R30' : null,
    );
  });

  test('every subscription in the way is named, with what clears it (S9, R31)', () => {
    const refusal = refusalToRemove(PARTNER_GLOBAL_ADMIN, {
      policy: CHINA,
      relationship: relationship(),
      sold: [sold('ACTIVE', 'one'), sold('SUSPENDED', 'two'), sold('PENDING', 'three')],
    });

    expect(refusal?.blockers.map(({ id, clearedBy }) => [id, clearedBy])).toEqual([
      ['one', 'suspendSubscription'],
      ['three', null],
    ]);
  });

  test('of a removed one is refused by its state', () => {
    const facts = {
      policy: CHINA,
      relationship: relationship({ status: 'REMOVED' }),
      sold: [sold('ACTIVE')],
    };

    expect(refusalToRemove(PARTNER_GLOBAL_ADMIN, facts)?.code).toBe('INVALID_STATE_TRANSITION');
  });

  test('asks the blockers before the etag', () => {
    const facts = { policy: CHINA, relationship: relationship(), sold: [sold('ACTIVE')] };
    const stale = { ifMatch: '"4"' };

    expect(refusalToRemove(PARTNER_GLOBAL_ADMIN, facts, stale)?.code).toBe(
      'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS',
    );
    expect(refusalToRemove(PARTNER_GLOBAL_ADMIN, { ...facts, sold: [] }, stale)?.code).toBe(
      'ETAG_MISMATCH',
    );
    expect(
      refusalToRemove(PARTNER_GLOBAL_ADMIN, { ...facts, sold: [] }, { ifMatch: '"5"' }),
    ).toBeNull();
  });
});

test.each([
  ['its reseller', ADMIN_AGENT, true],
  ['another reseller', partnerUser(['ADMIN_AGENT'], { resellerId: 'other' }), false],
  ['its customer', CUSTOMER_ADMIN, true],
  ['another customer', customerUser(['CUSTOMER_GLOBAL_ADMIN'], { customerId: 'other' }), false],
  ['the operator', OPERATOR, true],
  ['a tenant that is not held', newTenantUser(['CUSTOMER_GLOBAL_ADMIN']), false],
  ['nobody', null, false],
])('a relationship is seen by %s: %s', (_case, actor, expected) => {
  expect(refusalToSeeRelationship(actor, relationship())?.code).toBe(
    expected ? undefined : 'NOT_FOUND',
  );
});
