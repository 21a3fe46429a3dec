import { DomainError, firstRefusal } from '../../kernel/domain-error';
import {
  type AddOnFacts,
  addOnsFollowing,
  refusalOfMoveEtag,
  refusalToMoveSubscription,
  refusalWithoutRelationship,
  STATUS_CHANGE,
  type SubscriptionFacts,
} from './subscription.rules';
import {
  refusalOfAttempts,
  refusalToApproach,
  type SubscriptionCaller,
} from './subscription-guard.rules';

/**
 * Steps 3 to 9 for a cancellation (domain section 4.5): by the transacting reseller alone, of any standing
 * (R18), while ACTIVE, until `cancellationAllowedUntilDate` with that instant included; `null` = always.
 */
export function refusalToCancel(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  now: Date,
  ifMatch?: string | null,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalWithoutRelationship(caller),
    () => refusalOfAttempts(caller, [STATUS_CHANGE]),
    () => refusalToMoveSubscription(subscription.status, 'cancel'),
    () => refusalAfterWindow(subscription, now),
    () => refusalOfMoveEtag(subscription, ifMatch),
  );
}

/**
 * R46: the add-ons that go with a base that is cancelled, whatever is left of their own windows: none is
 * ACTIVE while its base is not. Those of another seller are nobody's to touch (R5).
 */
export function addOnsCanceledWith<AddOn extends AddOnFacts>(
  base: { readonly transactingResellerId: string },
  addOns: readonly AddOn[],
): readonly AddOn[] {
  return addOnsFollowing(base, addOns, 'cancel');
}

function refusalAfterWindow(
  { status, cancellationAllowedUntilDate: until }: SubscriptionFacts,
  now: Date,
): DomainError | null {
  if (until === null || now.getTime() <= until.getTime()) return null;
  return new DomainError('INVALID_STATE_TRANSITION', {
    args: { state: status, event: 'cancel', until },
    detail:
      `Cancelling was possible until ${until.toISOString()}. ` +
      'Turn autoRenewEnabled off with updateSubscription, and it ends with its term.',
  });
}
