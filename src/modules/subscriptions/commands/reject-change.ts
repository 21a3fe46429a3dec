import type { DomainError } from '../../../kernel/domain-error';
import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandScope } from '../../../platform/commands/command';
import type { CommandContract } from '../../../platform/commands/contract';
import type { EventDraft } from '../../../platform/event-log/append-events';
import type { ChangeAttempt } from '../subscription-guard.rules';
import type { LockedSubscription } from './lock-subscription';

// Step 5: the standing of the caller's own account (R18).
const STANDING: ReadonlySet<ErrorCode> = new Set(['RESELLER_SUSPENDED', 'RESELLER_RESTRICTED']);

/**
 * Refusals of steps 5 to 7: somebody tried what is not for it to do. What later steps answer (state,
 * etag, values) is said to the seller or the operator about an act that is theirs; nobody else needs
 * to hear of it.
 */
const TOLD: ReadonlySet<ErrorCode> = new Set([
  ...STANDING,
  'NO_RESELLER_RELATIONSHIP',
  'POR_CHANGE_NOT_ALLOWED',
  'OWNERSHIP_CHANGE_NOT_ALLOWED',
  'SUBSCRIPTION_TRANSITION_NOT_ALLOWED',
  'TERMS_CHANGE_NOT_ALLOWED',
  'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
  'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
]);

/**
 * Throws the refusal of an attempted change, after noting the event that tells of it (domain section
 * 10): the caller's reseller, the seller and the customer hear that somebody tried, once an hour. The
 * most severe attempt names the event.
 */
export function throwIfChangeRefused(
  scope: CommandScope,
  { contract, attempts }: RejectedAct,
  locked: LockedSubscription,
  refusal: DomainError | null,
): void {
  if (refusal === null) return;
  // The seller never learns the standing of another reseller, neither by the event nor by the audit.
  if (STANDING.has(refusal.code)) scope.about({ concernedResellerIds: [] });
  if (TOLD.has(refusal.code)) {
    scope.emitIfRefused((thrown) => rejectionEvent(contract.name, attempts, locked, thrown));
  }
  throw refusal;
}

/** Which mutation attempted what, the most severe attempt first. */
export interface RejectedAct {
  readonly contract: CommandContract;
  readonly attempts: readonly ChangeAttempt[];
}

function rejectionEvent(
  mutation: string,
  attempts: readonly ChangeAttempt[],
  { actor, subscription }: LockedSubscription,
  refusal: DomainError,
): EventDraft {
  const { id, customerId, transactingResellerId } = subscription;
  const hearing = [
    ...(actor.side === 'partner' ? [actor.resellerId] : []),
    ...(STANDING.has(refusal.code) ? [] : [transactingResellerId]),
  ];
  return {
    name:
      attempts[0]?.change === 'PARTNER_OF_RECORD'
        ? 'PARTNER_OF_RECORD_CHANGE_REJECTED'
        : 'SUBSCRIPTION_CHANGE_REJECTED',
    customerId,
    resellerId: transactingResellerId,
    recipientResellerIds: hearing,
    isForCustomer: true,
    resourceId: id,
    isHourly: true,
    data: {
      subscriptionId: id,
      mutation,
      code: refusal.code,
      rule: refusal.rule,
      fields: attempts.flatMap(({ fields }) => fields),
    },
  };
}
