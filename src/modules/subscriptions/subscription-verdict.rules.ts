import type { DomainError } from '../../kernel/domain-error';
import { type ActionVerdict, verdictOf } from '../../kernel/verdict';
import { refusalToTouchNextTerm } from './next-term.rules';
import {
  refusalToChangePartnerOfRecord,
  refusalToReactivate,
  refusalToSuspend,
  refusalToTransfer,
  refusalToUpdateFields,
  type SubscriptionFacts,
} from './subscription.rules';
import { refusalToCancel } from './subscription-cancel.rules';
import type { SubscriptionCaller } from './subscription-guard.rules';
import type { SubscriptionUpdate } from './subscription-update.rules';
import {
  SUBSCRIPTION_VERDICT_ACTIONS,
  type SubscriptionAction,
  type SubscriptionVerdictAction,
} from './subscription-vocabulary';
import { refusalToTouchSupportContact } from './support-contact.rules';

/**
 * What the caller may do to a subscription now (S16), asked of the same functions as the mutations.
 *
 * Two things are set aside because a verdict has no input. The etag (step 9): a verdict speaks of the
 * present state. The new value: an edit is asked with the quantity that the subscription has now and
 * without the catalogue checks of step 10, so `allowed` says that some value is accepted, not that every
 * one is. A restricted reseller, for instance, may change the quantity, but only downwards.
 */
export function verdictsOnSubscription(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  now: Date,
): readonly ActionVerdict<SubscriptionVerdictAction>[] {
  return SUBSCRIPTION_VERDICT_ACTIONS.map((action) =>
    verdictOf(action, refusalOf(action, caller, subscription, now)),
  );
}

/** The source's `actions` as far as this viewer may take them; an empty list means none. */
export function actionsFor(
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  now: Date,
): readonly SubscriptionAction[] {
  const mayEdit = refusalToUpdateFields(caller, subscription, PROBES.RENAME) === null;
  const mayCancel = refusalToCancel(caller, subscription, now) === null;
  return [...(mayEdit ? (['EDIT'] as const) : []), ...(mayCancel ? (['CANCEL'] as const) : [])];
}

// Steps 3 to 8 look at which field is sent; the only value among them, the quantity, is filled in.
const PROBES = {
  RENAME: { friendlyName: null },
  CHANGE_AUTO_RENEW: { autoRenewEnabled: null },
  CHANGE_BILLING_CYCLE: { billingCycle: null },
  CHANGE_TERM: { termDuration: null },
} as const satisfies Partial<Record<SubscriptionVerdictAction, SubscriptionUpdate>>;

function refusalOf(
  action: SubscriptionVerdictAction,
  caller: SubscriptionCaller,
  subscription: SubscriptionFacts,
  now: Date,
): DomainError | null {
  switch (action) {
    case 'CHANGE_QUANTITY':
      return refusalToUpdateFields(caller, subscription, { quantity: subscription.quantity });
    case 'RENAME':
    case 'CHANGE_AUTO_RENEW':
    case 'CHANGE_BILLING_CYCLE':
    case 'CHANGE_TERM':
      return refusalToUpdateFields(caller, subscription, PROBES[action]);
    case 'SUSPEND':
      return refusalToSuspend(caller, subscription);
    case 'REACTIVATE':
      return refusalToReactivate(caller, subscription, now);
    case 'CANCEL':
      return refusalToCancel(caller, subscription, now);
    case 'SCHEDULE_NEXT_TERM':
      return refusalToTouchNextTerm(caller, subscription);
    case 'ASSIGN_SUPPORT_CONTACT':
      return refusalToTouchSupportContact(caller, subscription);
    case 'CHANGE_PARTNER_OF_RECORD':
      return refusalToChangePartnerOfRecord(caller);
    case 'TRANSFER':
      return refusalToTransfer(caller);
  }
}
