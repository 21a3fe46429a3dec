import { DomainError, firstRefusal } from '../../kernel/domain-error';
import type { Service } from '../../kernel/service';
import { isUpgradePath } from '../catalogue/catalogue.rules';
import type { CatalogueOffer } from '../catalogue/catalogue-offer';
import {
  addOnsHeldWith,
  blockersOf,
  type FindOffer,
  type HeldSubscription,
  refusalOfLimit,
  refusalOfOverlap,
} from './conflict.rules';
import { type PurchaseFacts, refusalToStartPurchase } from './purchase.rules';
import { type OrderedTerms, refusalOfOffer } from './sale.rules';
import { refusalOfMoveEtag, refusalToMoveSubscription } from './subscription.rules';
import {
  type ChangeAttempt,
  refusalOfAttempts,
  refusalToApproach,
  type SubscriptionCaller,
} from './subscription-guard.rules';
import {
  refusalOfBillingCycle,
  refusalOfQuantity,
  refusalOfTermDuration,
} from './subscription-update.rules';

/** Why a subscription cannot be upgraded, in the words of the source (domain section 2.9). */
export const UpgradeReason = {
  DELEGATED_ADMIN_PERMISSIONS_DISABLED: 'DELEGATED_ADMIN_PERMISSIONS_DISABLED',
  SUBSCRIPTION_STATUS_NOT_ACTIVE: 'SUBSCRIPTION_STATUS_NOT_ACTIVE',
  CONFLICTING_SERVICE_TYPES: 'CONFLICTING_SERVICE_TYPES',
  CONCURRENCY_CONFLICTS: 'CONCURRENCY_CONFLICTS',
  USER_CONTEXT_REQUIRED: 'USER_CONTEXT_REQUIRED',
  SUBSCRIPTION_ADD_ONS_PRESENT: 'SUBSCRIPTION_ADD_ONS_PRESENT',
  SUBSCRIPTION_DOES_NOT_HAVE_ANY_UPGRADE_PATHS: 'SUBSCRIPTION_DOES_NOT_HAVE_ANY_UPGRADE_PATHS',
  SUBSCRIPTION_TARGET_OFFER_NOT_FOUND: 'SUBSCRIPTION_TARGET_OFFER_NOT_FOUND',
  SUBSCRIPTION_NOT_PROVISIONED: 'SUBSCRIPTION_NOT_PROVISIONED',
  OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE: 'OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE',
  INSUFFICIENT_GRANULAR_ADMIN_PERMISSIONS: 'INSUFFICIENT_GRANULAR_ADMIN_PERMISSIONS',
  OTHER: 'OTHER',
} as const;
export type UpgradeReason = (typeof UpgradeReason)[keyof typeof UpgradeReason];

/** What an upgrade attempts at the subscription that it replaces. */
export const UPGRADE: ChangeAttempt = { change: 'OFFER', fields: ['targetOfferId'] };

export interface UpgradeFacts extends PurchaseFacts {
  readonly subscriptionId: string;
  readonly service: Service;
  /** What is to be replaced; `null` when the catalogue does not know the offer. */
  readonly offer: CatalogueOffer | null;
  /** What the catalogue can replace it by. */
  readonly targets: readonly CatalogueOffer[];
  /** All that the customer holds, but this subscription. */
  readonly held: readonly HeldSubscription[];
  readonly findOffer: FindOffer;
}

export interface UpgradeOrder {
  /** `null` when the catalogue does not know the offer. */
  readonly target: CatalogueOffer | null;
  /** Those of the subscription, as far as the order does not say otherwise. */
  readonly terms: Pick<OrderedTerms, 'termDuration' | 'billingCycle'> & {
    readonly quantity: number | null;
  };
  readonly ifMatch?: string | null | undefined;
}

type Check = readonly [reason: UpgradeReason, refusal: () => DomainError | null];

/**
 * Steps 3 to 10 for an upgrade (R45), by the seller alone. Without an order, as a verdict asks, up to the
 * state machine and whether there is any path.
 */
export function refusalToUpgrade(
  caller: SubscriptionCaller,
  facts: UpgradeFacts,
  now: Date,
  order: UpgradeOrder | null = null,
): DomainError | null {
  return firstRefusal(...checksOf(caller, facts, now, order).map(([, check]) => check));
}

export interface IneligibilityReason {
  readonly reason: UpgradeReason;
  /** What the mutation would answer if nothing else were in the way. */
  readonly refusal: DomainError;
}

/** Everything that is in the way of an upgrade, asked of the same checks as the mutation. */
export function reasonsAgainstUpgrade(
  caller: SubscriptionCaller,
  facts: UpgradeFacts,
  now: Date,
  order: UpgradeOrder | null,
): readonly IneligibilityReason[] {
  return checksOf(caller, facts, now, order).flatMap(([reason, check]) => {
    const refusal = check();
    return refusal ? [{ reason, refusal }] : [];
  });
}

/** In the order of domain section 5. */
function checksOf(
  caller: SubscriptionCaller,
  facts: UpgradeFacts,
  now: Date,
  order: UpgradeOrder | null,
): readonly Check[] {
  const target = order?.target ?? null;
  return [
    ['USER_CONTEXT_REQUIRED', () => (caller.isApplication ? refusalToApproach(caller) : null)],
    ['OTHER', () => (caller.isApplication ? null : refusalToStart(caller, facts, target))],
    // Whoever has no role at all was told so.
    ['OTHER', () => (caller.kind === 'NO_ROLE' ? null : refusalOfAttempts(caller, [UPGRADE]))],
    ...checksOfState(facts),
    ['SUBSCRIPTION_DOES_NOT_HAVE_ANY_UPGRADE_PATHS', () => refusalWithoutPaths(facts)],
    ['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND', () => order && refusalOfTarget(facts, target)],
    ['SUBSCRIPTION_ADD_ONS_PRESENT', () => refusalOfAddOns(facts)],
    ['OTHER', () => order && refusalOfMoveEtag(facts.subscription, order.ifMatch)],
    ...(order && target ? checksOfValues(facts, target, order, now) : []),
  ];
}

function refusalToStart(
  caller: SubscriptionCaller,
  facts: UpgradeFacts,
  target: CatalogueOffer | null,
): DomainError | null {
  return refusalToStartPurchase(caller, 'UPGRADE', facts, target);
}

/** R45: ACTIVE, with privileges of the seller for the service. */
function checksOfState({ subscription, service, trade }: UpgradeFacts): readonly Check[] {
  const { status } = subscription;
  const isProvisioned = status !== 'NONE' && status !== 'PENDING';
  return [
    [
      isProvisioned ? 'SUBSCRIPTION_STATUS_NOT_ACTIVE' : 'SUBSCRIPTION_NOT_PROVISIONED',
      () => refusalOfStatus(status),
    ],
    [
      'DELEGATED_ADMIN_PERMISSIONS_DISABLED',
      () =>
        trade === null || trade.activeServices.includes(service)
          ? null
          : new DomainError('DAP_NOT_GRANTED', { rule: 'R45', args: { services: [service] } }),
    ],
  ];
}

function refusalOfStatus(status: UpgradeFacts['subscription']['status']): DomainError | null {
  if (refusalToMoveSubscription(status, 'upgraded') === null) return null;
  if (status === 'DELETED') return new DomainError('SUBSCRIPTION_DELETED');
  return new DomainError('SUBSCRIPTION_NOT_ACTIVE', { rule: 'R45', args: { state: status } });
}

function refusalWithoutPaths({ targets }: UpgradeFacts): DomainError | null {
  if (targets.length > 0) return null;
  return new DomainError('NO_UPGRADE_PATH', {
    detail: 'Nothing that this offer may be upgraded to is in the catalogue.',
  });
}

/** Silent where there is no path at all, which is said already. */
function refusalOfTarget(
  { offer, targets }: UpgradeFacts,
  target: CatalogueOffer | null,
): DomainError | null {
  if (targets.length === 0) return null;
  if (offer !== null && target !== null && isUpgradePath(offer, target)) return null;
  return new DomainError('NO_UPGRADE_PATH', {
    field: 'input.targetOfferId',
    detail: `Possible: ${targets.map(({ name }) => name).join(', ')}.`,
  });
}

/** They belong to the old offer and would be left without their base. */
function refusalOfAddOns({ subscriptionId, held }: UpgradeFacts): DomainError | null {
  const addOns = addOnsHeldWith(subscriptionId, held);
  if (addOns.length === 0) return null;
  return new DomainError('SUBSCRIPTION_CONFLICT', {
    rule: 'R45',
    args: { problem: 'ADD_ONS_PRESENT' },
    blockers: blockersOf(addOns),
  });
}

/** Step 10: R8 and the catalogue. */
function checksOfValues(
  { held, findOffer }: UpgradeFacts,
  target: CatalogueOffer,
  { terms }: UpgradeOrder,
  now: Date,
): readonly Check[] {
  const bought = { quantity: null, cancellationAllowedUntilDate: null, offer: target };
  return [
    ['SUBSCRIPTION_TARGET_OFFER_NOT_FOUND', () => refusalOfOffer(target, 'input.targetOfferId')],
    ['CONFLICTING_SERVICE_TYPES', () => refusalOfOverlap(target, held, findOffer)],
    ['CONCURRENCY_CONFLICTS', () => refusalOfLimit(target, held)],
    ['OTHER', () => refusalOfQuantity(terms.quantity, bought, now)],
    ['OTHER', () => refusalOfTermDuration(terms.termDuration, target)],
    [
      'OFFER_DOES_NOT_SUPPORT_BILLING_CYCLE',
      () => refusalOfBillingCycle(terms.billingCycle, target),
    ],
  ];
}
