import {
  SUBSCRIPTION_TRANSITIONS,
  type SubscriptionEvent,
} from '../../src/modules/subscriptions/subscription.rules';
import { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import { outcomeOf, type SubscriptionMutation, write } from '../support/subscription-api';
import {
  eventsOf,
  givenPrivileges,
  givenSubscription,
  type HeldSubscription,
  rowOf,
} from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

/*
 * The state table of domain section 4.5 by the mutations themselves: every state, every event that is a
 * mutation, every kind of caller. The pairs alone, those of the platform's events too, are in
 * test/rules/subscription.rules.test.ts.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

const MUTATIONS = {
  suspend: 'suspendSubscription',
  reactivate: 'reactivateSubscription',
  cancel: 'cancelSubscription',
} as const satisfies Partial<Record<SubscriptionEvent, SubscriptionMutation>>;
type Move = keyof typeof MUTATIONS;

/** A state, and whose suspension it is. */
type Situation = SubscriptionStatus | 'SUSPENDED by operator';
const SITUATIONS: readonly Situation[] = [
  ...Object.values(SubscriptionStatus),
  'SUSPENDED by operator',
];

const NO_MOVE = 'INVALID_STATE_TRANSITION';
const DELETED = 'SUBSCRIPTION_DELETED (R43)';
const NOT_OPERATORS = 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1)';

/** Typed from domain sections 4.5 and 5; what stands in no list is refused as the last lines say. */
const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  'reseller-a-admin': ['ACTIVE suspend', 'ACTIVE cancel', 'SUSPENDED reactivate'],
  'reseller-a-sales': ['ACTIVE suspend', 'ACTIVE cancel', 'SUSPENDED reactivate'],
  'reseller-a-global': ['ACTIVE suspend', 'ACTIVE cancel', 'SUSPENDED reactivate'],
  operator: ['ACTIVE suspend', 'SUSPENDED by operator reactivate'],
};
const REFUSED_WHATEVER_THE_STATE: Readonly<Record<string, string>> = {
  'reseller-b-admin': 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)',
  'customer-global': 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)',
  'customer2-global': 'NOT_FOUND (R36)',
  'reseller-a-helpdesk': 'ROLE_NOT_ALLOWED',
};

function expectedOf(who: string, situation: Situation, move: Move): string {
  const always = REFUSED_WHATEVER_THE_STATE[who];
  if (always) return always;
  if (ACCEPTED[who]?.includes(`${situation} ${move}`)) return 'allowed';
  // The operator may attempt two moves only, and of the second what it suspended itself.
  const mayAttempt = move !== 'cancel' && !(move === 'reactivate' && situation === 'SUSPENDED');
  if (who === 'operator' && !mayAttempt) return NOT_OPERATORS;
  return situation === 'DELETED' ? DELETED : NO_MOVE;
}

function givenSituation(situation: Situation): Promise<HeldSubscription> {
  const isOperators = situation === 'SUSPENDED by operator';
  const status = isOperators ? 'SUSPENDED' : situation;
  return givenSubscription(app, {
    status,
    ...(status === 'SUSPENDED' && {
      suspendedBy: isOperators ? 'OPERATOR' : 'RESELLER',
      suspendedAt: app.clock.now(),
    }),
  });
}

const MOVES = Object.keys(MUTATIONS) as readonly Move[];
const CALLERS = [...Object.keys(ACCEPTED), ...Object.keys(REFUSED_WHATEVER_THE_STATE)];
const CASES = CALLERS.flatMap((who) =>
  SITUATIONS.flatMap((situation) =>
    MOVES.map((move) => [who, situation, move, expectedOf(who, situation, move)] as const),
  ),
);

test.each(CASES)('%s, %s, %s: %s', async (who, situation, move, expected) => {
  const held = await givenSituation(situation);
  const before = await rowOf(app, held);

  const answer = await write(app, who, MUTATIONS[move], { subscriptionId: held.id });

  expect(outcomeOf(answer)).toBe(expected);
  if (expected === 'allowed') {
    const next = SUBSCRIPTION_TRANSITIONS[before.status as SubscriptionStatus][move];
    expect(await rowOf(app, held)).toMatchObject({ status: next, version: 2 });
    expect((await eventsOf(app, held)).map(({ name }) => name)).toEqual(['SUBSCRIPTION_UPDATED']);
  } else {
    expect(await rowOf(app, held)).toEqual(before);
  }
});

test('every state is tried with every move by every caller, and each move is accepted somewhere', () => {
  const accepted = CASES.filter(([, , , expected]) => expected === 'allowed');

  expect(CASES).toHaveLength(8 * 8 * 3);
  expect(accepted).toHaveLength(11);
  expect(new Set(accepted.map(([, , move]) => move))).toEqual(new Set(MOVES));
});
