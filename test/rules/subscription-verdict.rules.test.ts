import type { DomainError } from '../../src/kernel/domain-error';
import { refusalToScheduleNextTerm } from '../../src/modules/subscriptions/next-term.rules';
import {
  refusalToChangePartnerOfRecord,
  refusalToReactivate,
  refusalToSuspend,
  refusalToTransfer,
  refusalToUpdate,
} from '../../src/modules/subscriptions/subscription.rules';
import { refusalToCancel } from '../../src/modules/subscriptions/subscription-cancel.rules';
import {
  type SubscriptionCaller,
  SubscriptionCallerKind,
} from '../../src/modules/subscriptions/subscription-guard.rules';
import {
  actionsFor,
  verdictsOnSubscription,
} from '../../src/modules/subscriptions/subscription-verdict.rules';
import type { SubscriptionVerdictAction } from '../../src/modules/subscriptions/subscription-vocabulary';
import { SubscriptionStatus } from '../../src/modules/subscriptions/subscription-vocabulary';
import { refusalToAssignSupportContact } from '../../src/modules/subscriptions/support-contact.rules';
import {
  caller,
  type EditedFacts,
  nextTerm,
  NOW,
  subscription,
  suspendedSubscription,
} from '../support/subscription-facts';

function verdicts(who: SubscriptionCaller, facts: EditedFacts): Record<string, string> {
  return Object.fromEntries(
    verdictsOnSubscription(who, facts, NOW).map((verdict) => [
      verdict.action,
      verdict.allowed ? 'allowed' : `${verdict.code} ${verdict.rule}`,
    ]),
  );
}

describe('what a viewer is told that it may do', () => {
  test('S16: another reseller with a privilege, nothing, with the rule and code of each', () => {
    expect(verdicts(caller('RESELLER_THAT_SEES'), subscription())).toEqual({
      CHANGE_QUANTITY: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      RENAME: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      CHANGE_AUTO_RENEW: 'TERMS_CHANGE_NOT_ALLOWED R3',
      CHANGE_BILLING_CYCLE: 'TERMS_CHANGE_NOT_ALLOWED R3',
      CHANGE_TERM: 'TERMS_CHANGE_NOT_ALLOWED R3',
      SUSPEND: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      REACTIVATE: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      CANCEL: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      SCHEDULE_NEXT_TERM: 'TERMS_CHANGE_NOT_ALLOWED R3',
      ASSIGN_SUPPORT_CONTACT: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      CHANGE_PARTNER_OF_RECORD: 'POR_CHANGE_NOT_ALLOWED R4',
      TRANSFER: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    });
  });

  test('the customer’s administrator: nothing', () => {
    expect(verdicts(caller('CUSTOMER_ADMIN'), subscription())).toEqual({
      CHANGE_QUANTITY: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      RENAME: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      CHANGE_AUTO_RENEW: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      CHANGE_BILLING_CYCLE: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      CHANGE_TERM: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      SUSPEND: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      REACTIVATE: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      CANCEL: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      SCHEDULE_NEXT_TERM: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      ASSIGN_SUPPORT_CONTACT: 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
      CHANGE_PARTNER_OF_RECORD: 'POR_CHANGE_NOT_ALLOWED R4',
      TRANSFER: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    });
  });

  test('the operator: to suspend', () => {
    expect(verdicts(caller('OPERATOR'), subscription())).toEqual({
      CHANGE_QUANTITY: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1',
      RENAME: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1',
      CHANGE_AUTO_RENEW: 'TERMS_CHANGE_NOT_ALLOWED R3',
      CHANGE_BILLING_CYCLE: 'TERMS_CHANGE_NOT_ALLOWED R3',
      CHANGE_TERM: 'TERMS_CHANGE_NOT_ALLOWED R3',
      SUSPEND: 'allowed',
      REACTIVATE: 'INVALID_STATE_TRANSITION null',
      CANCEL: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1',
      SCHEDULE_NEXT_TERM: 'TERMS_CHANGE_NOT_ALLOWED R3',
      ASSIGN_SUPPORT_CONTACT: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1',
      CHANGE_PARTNER_OF_RECORD: 'POR_CHANGE_NOT_ALLOWED R4',
      TRANSFER: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    });
  });

  test('the transacting reseller: all but what nobody may', () => {
    expect(verdicts(caller('TRANSACTING_RESELLER'), subscription())).toEqual({
      CHANGE_QUANTITY: 'allowed',
      RENAME: 'allowed',
      CHANGE_AUTO_RENEW: 'allowed',
      CHANGE_BILLING_CYCLE: 'allowed',
      CHANGE_TERM: 'allowed',
      SUSPEND: 'allowed',
      REACTIVATE: 'INVALID_STATE_TRANSITION null',
      CANCEL: 'allowed',
      SCHEDULE_NEXT_TERM: 'allowed',
      ASSIGN_SUPPORT_CONTACT: 'allowed',
      CHANGE_PARTNER_OF_RECORD: 'POR_CHANGE_NOT_ALLOWED R4',
      TRANSFER: 'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    });
  });

  test('a restricted reseller may still change the quantity: downwards', () => {
    const restricted = caller('TRANSACTING_RESELLER', { accountStatus: 'RESTRICTED' });

    expect(verdicts(restricted, subscription()).CHANGE_QUANTITY).toBe('allowed');
  });

  test('the present quantity may lie outside the limits: that is for the value to say', () => {
    expect(
      verdicts(caller('TRANSACTING_RESELLER'), subscription({ quantity: null })).CHANGE_QUANTITY,
    ).toBe('allowed');
  });
});

type Mutation = (who: SubscriptionCaller, facts: EditedFacts) => DomainError | null;

// What the mutation of each action answers, given a current etag and values that the catalogue takes.
const MUTATIONS: Record<SubscriptionVerdictAction, Mutation> = {
  CHANGE_QUANTITY: (who, facts) => refusalToUpdate(who, facts, { quantity: 10 }, facts.etag, NOW),
  RENAME: (who, facts) => refusalToUpdate(who, facts, { friendlyName: 'x' }, facts.etag, NOW),
  CHANGE_AUTO_RENEW: (who, facts) =>
    refusalToUpdate(who, facts, { autoRenewEnabled: true }, facts.etag, NOW),
  CHANGE_BILLING_CYCLE: (who, facts) =>
    refusalToUpdate(who, facts, { billingCycle: 'ANNUAL' }, facts.etag, NOW),
  CHANGE_TERM: (who, facts) =>
    refusalToUpdate(who, facts, { termDuration: 'P1Y' }, facts.etag, NOW),
  SUSPEND: (who, facts) => refusalToSuspend(who, facts, facts.etag),
  REACTIVATE: (who, facts) => refusalToReactivate(who, facts, NOW, facts.etag),
  SCHEDULE_NEXT_TERM: (who, facts) =>
    refusalToScheduleNextTerm(
      who,
      facts,
      { scheduledNextTermInstructions: null, ifMatch: facts.etag },
      nextTerm(),
      NOW,
    ),
  ASSIGN_SUPPORT_CONTACT: (who, facts) =>
    refusalToAssignSupportContact(who, facts, { supportTenantId: null, ifMatch: facts.etag }, null),
  CANCEL: (who, facts) => refusalToCancel(who, facts, NOW, facts.etag),
  CHANGE_PARTNER_OF_RECORD: (who) => refusalToChangePartnerOfRecord(who),
  TRANSFER: (who) => refusalToTransfer(who),
};

const CALLERS: SubscriptionCaller[] = Object.values(SubscriptionCallerKind).flatMap((kind) => [
  caller(kind),
  caller(kind, { accountStatus: 'SUSPENDED' }),
  caller(kind, { accountStatus: 'RESTRICTED' }),
  caller(kind, { hasActiveRelationship: false }),
]);

const SITUATIONS: EditedFacts[] = [
  ...Object.values(SubscriptionStatus).map((status) => subscription({ status })),
  suspendedSubscription('RESELLER'),
  suspendedSubscription('OPERATOR'),
  suspendedSubscription('RESELLER', { baseStatus: 'SUSPENDED' }),
  suspendedSubscription('RESELLER', { suspendedAt: new Date(0) }),
  subscription({ cancellationAllowedUntilDate: new Date(0) }),
];

describe('a verdict is what the mutation answers', () => {
  test.each(
    CALLERS.map((who) => [who.kind, who.accountStatus, who.hasActiveRelationship, who] as const),
  )(
    '%s, standing %s, related %s: every action in every situation',
    (_kind, _standing, _related, who) => {
      for (const facts of SITUATIONS) {
        for (const verdict of verdictsOnSubscription(who, facts, NOW)) {
          const answer = MUTATIONS[verdict.action](who, facts);

          expect({ ...verdict, at: facts.status }).toEqual({
            action: verdict.action,
            service: null,
            allowed: answer === null,
            code: answer?.code ?? null,
            rule: answer?.rule ?? null,
            refusals: (answer?.refusals ?? []).map((it) => expect.objectContaining(it)),
            at: facts.status,
          });
        }
      }
    },
  );
});

describe('the actions of the source, filtered for the viewer', () => {
  const PAST = new Date(NOW.getTime() - 1);

  test.each<[string, SubscriptionCaller, EditedFacts, string[]]>([
    ['the seller', caller('TRANSACTING_RESELLER'), subscription(), ['EDIT', 'CANCEL']],
    [
      'the seller, after the window',
      caller('TRANSACTING_RESELLER'),
      subscription({ cancellationAllowedUntilDate: PAST }),
      ['EDIT'],
    ],
    [
      'the seller, of a suspended one',
      caller('TRANSACTING_RESELLER'),
      suspendedSubscription('RESELLER'),
      ['EDIT'],
    ],
    [
      'the seller, of a deleted one',
      caller('TRANSACTING_RESELLER'),
      subscription({ status: 'DELETED' }),
      [],
    ],
    [
      'the seller, without a relationship',
      caller('TRANSACTING_RESELLER', { hasActiveRelationship: false }),
      subscription(),
      [],
    ],
    [
      'a suspended seller',
      caller('TRANSACTING_RESELLER', { accountStatus: 'SUSPENDED' }),
      subscription(),
      ['EDIT', 'CANCEL'],
    ],
    ['another reseller', caller('RESELLER_THAT_SEES'), subscription(), []],
    ['the customer', caller('CUSTOMER_ADMIN'), subscription(), []],
    ['the operator', caller('OPERATOR'), subscription(), []],
    ['a user without the role', caller('NO_ROLE'), subscription(), []],
  ])('%s', (_who, who, facts, expected) => {
    expect(actionsFor(who, facts, NOW)).toEqual(expected);
  });
});
