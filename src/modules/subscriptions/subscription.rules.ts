import { DomainError, firstRefusal } from '../../kernel/domain-error';
import { type EtagUse, refusalOfEtag } from '../../kernel/etag';
import { refusalToMove, type TransitionTable } from '../../kernel/transitions';
import { refusalOfStanding, type StandingOperation } from '../resellers/reseller-standing.rules';
import {
  attemptsOf,
  type ChangeAttempt,
  refusalOfAttempts,
  refusalToApproach,
  type SubscriptionCaller,
} from './subscription-guard.rules';
import {
  refusalOfValues,
  type SubscriptionUpdate,
  type UpdatedSubscription,
} from './subscription-update.rules';
import type { SubscriptionStatus, SuspendedBy } from './subscription-vocabulary';
import { refusalOfReasons } from './suspension-reasons.rules';

/** What moves a subscription (domain section 4.5). All but suspend, reactivate, cancel and upgraded are the platform's. */
export const SUBSCRIPTION_EVENTS = [
  'provisioned',
  'suspend',
  'reactivate',
  'cancel',
  'upgraded',
  'termEnded',
  'graceOver',
  'retentionOver',
  'baseDeleted',
] as const;
export type SubscriptionEvent = (typeof SUBSCRIPTION_EVENTS)[number];

/** The state table of domain section 4.5, and what becomes of a sold add-on whose base is deleted, or of what an upgrade replaces. */
export const SUBSCRIPTION_TRANSITIONS: TransitionTable<SubscriptionStatus, SubscriptionEvent> = {
  NONE: { provisioned: 'ACTIVE', baseDeleted: 'DELETED' },
  PENDING: { provisioned: 'ACTIVE', baseDeleted: 'DELETED' },
  ACTIVE: { suspend: 'SUSPENDED', cancel: 'DELETED', upgraded: 'DELETED', termEnded: 'EXPIRED' },
  SUSPENDED: { reactivate: 'ACTIVE', retentionOver: 'DELETED' },
  EXPIRED: { graceOver: 'DISABLED' },
  DISABLED: { retentionOver: 'DELETED' },
  DELETED: {},
};

/** What the rules need to know about a subscription that is to be written. */
export interface SubscriptionFacts {
  readonly status: SubscriptionStatus;
  /** `null` while it is not suspended, and where an imported suspension does not say. */
  readonly suspendedBy: SuspendedBy | null;
  readonly suspendedAt: Date | null;
  /** R47: days that the customer's cloud instance keeps a suspended subscription. */
  readonly suspendedRetentionDays: number;
  readonly quantity: number | null;
  readonly cancellationAllowedUntilDate: Date | null;
  /** `null` where an imported body does not say. */
  readonly autoRenewEnabled: boolean | null;
  /** Status of the base subscription; `null` when this is no add-on. */
  readonly baseStatus: SubscriptionStatus | null;
  readonly etag: string;
}

type Caller = SubscriptionCaller;
type IfMatch = string | null | undefined;

/**
 * Whether a state takes an event: SUBSCRIPTION_DELETED for whatever is tried on a deleted subscription,
 * INVALID_STATE_TRANSITION for every other pair that domain section 4.5 does not list.
 */
export function refusalToMoveSubscription(
  status: SubscriptionStatus,
  event: SubscriptionEvent,
): DomainError | null {
  if (status === 'DELETED') return new DomainError('SUBSCRIPTION_DELETED');
  return refusalToMove(SUBSCRIPTION_TRANSITIONS, status, event);
}

/**
 * Steps 3 to 10 of domain section 5 for an edit of fields. Fields of the input that are `undefined`
 * were not sent. Codes: those of `refusalToChange`, and for the transacting reseller RESELLER_SUSPENDED,
 * RESELLER_RESTRICTED (R18), NO_RESELLER_RELATIONSHIP (R32), SUBSCRIPTION_DELETED,
 * SUBSCRIPTION_NOT_ACTIVE (R43), ETAG_REQUIRED, ETAG_MISMATCH (R40), QUANTITY_OUT_OF_RANGE,
 * QUANTITY_DECREASE_NOT_ALLOWED (R43), INVALID_INPUT.
 */
export function refusalToUpdate(
  caller: Caller,
  subscription: SubscriptionFacts & UpdatedSubscription,
  update: SubscriptionUpdate,
  ifMatch: IfMatch,
  now: Date,
): DomainError | null {
  return firstRefusal(
    () => refusalToUpdateFields(caller, subscription, update),
    () => refusalOfEtag('REQUIRED', ifMatch, subscription.etag),
    () => refusalOfValues(update, subscription, now),
  );
}

/** Steps 3 to 8 of `refusalToUpdate`: all that does not depend on the etag or on the catalogue. */
export function refusalToUpdateFields(
  caller: Caller,
  subscription: SubscriptionFacts,
  update: SubscriptionUpdate,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalToChangeSeats(caller, subscription, update),
    () => refusalWithoutRelationship(caller),
    () => refusalOfAttempts(caller, attemptsOf(update)),
    () => refusalToEdit(subscription.status, update),
  );
}

/**
 * Steps 3 to 10 for a suspension. The transacting reseller and the operator may; others are refused as
 * for any other change (R5, R39). A reseller of any standing manages what exists (R18).
 */
export function refusalToSuspend(
  caller: Caller,
  subscription: SubscriptionFacts,
  ifMatch?: IfMatch,
  reasons?: readonly string[] | null,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalWithoutRelationship(caller),
    // The one change of the column OTHER that is open to the operator, against abuse.
    () => (caller.kind === 'OPERATOR' ? null : refusalOfAttempts(caller, [STATUS_CHANGE])),
    () => refusalToMoveSubscription(subscription.status, 'suspend'),
    () => refusalOfMoveEtag(subscription, ifMatch),
    () => refusalOfReasons(reasons),
  );
}

/**
 * Steps 3 to 9 for the end of a suspension. Each side lifts only its own: the reseller hears
 * INVALID_STATE_TRANSITION about the operator's, the operator SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1) about
 * the reseller's. Then the retention window (R47) and, for an add-on, its base: PARENT_NOT_ACTIVE (R46).
 */
export function refusalToReactivate(
  caller: Caller,
  subscription: SubscriptionFacts,
  now: Date,
  ifMatch?: IfMatch,
): DomainError | null {
  return firstRefusal(
    () => refusalToApproach(caller),
    () => refusalWithoutRelationship(caller),
    () =>
      caller.kind === 'OPERATOR' && !isForeignSuspension(caller, subscription)
        ? null
        : refusalOfAttempts(caller, [STATUS_CHANGE]),
    () => refusalToMoveSubscription(subscription.status, 'reactivate'),
    () =>
      isForeignSuspension(caller, subscription)
        ? new DomainError('INVALID_STATE_TRANSITION', {
            args: { state: 'SUSPENDED', event: 'reactivate', suspendedBy: 'OPERATOR' },
            detail: 'The operator suspended this subscription, and only the operator lifts that.',
          })
        : null,
    () => refusalAfterRetention(subscription, now),
    () => refusalToEnableAddOn(subscription.baseStatus),
    () => refusalOfMoveEtag(subscription, ifMatch),
  );
}

/** Every change of the Partner of Record is refused, for the transacting reseller too (R4, D21). */
export function refusalToChangePartnerOfRecord(caller: Caller): DomainError {
  return refusalOfForbiddenAct(caller, PARTNER_OF_RECORD_CHANGE);
}

/** A transfer exists to be refused: ownership never moves here (R2, domain section 4.6). */
export function refusalToTransfer(caller: Caller): DomainError {
  return refusalOfForbiddenAct(caller, OWNERSHIP_CHANGE);
}

/** R46: PARENT_NOT_ACTIVE when an add-on would become active while its base is not. Provisioning asks it too. */
export function refusalToEnableAddOn(baseStatus: SubscriptionStatus | null): DomainError | null {
  if (baseStatus === null || baseStatus === 'ACTIVE') return null;
  return new DomainError('PARENT_NOT_ACTIVE', { args: { state: baseStatus } });
}

/** What decides whether an add-on goes with its base. */
export interface AddOnFacts {
  readonly status: SubscriptionStatus;
  readonly transactingResellerId: string;
}

/**
 * R46: the add-ons that a suspension of their base takes along. Only those of the base's seller: an
 * imported add-on of somebody else is nobody's to touch (R5). Reactivating the base wakes none of them.
 */
export function addOnsSuspendedWith<AddOn extends AddOnFacts>(
  base: { readonly transactingResellerId: string },
  addOns: readonly AddOn[],
): readonly AddOn[] {
  return addOnsFollowing(base, addOns, 'suspend');
}

/** The add-ons of the base's seller whose state takes the event that moves their base. */
export function addOnsFollowing<AddOn extends AddOnFacts>(
  base: { readonly transactingResellerId: string },
  addOns: readonly AddOn[],
  event: SubscriptionEvent,
): readonly AddOn[] {
  return addOns.filter(
    (addOn) =>
      addOn.transactingResellerId === base.transactingResellerId &&
      refusalToMoveSubscription(addOn.status, event) === null,
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** R47: the last instant at which a suspended subscription can be reactivated; after it the data are gone. */
export function retentionEndsAt(suspendedAt: Date, suspendedRetentionDays: number): Date {
  return new Date(suspendedAt.getTime() + suspendedRetentionDays * DAY_MS);
}

/** What acts without a field of their own attempt. */
export const STATUS_CHANGE: ChangeAttempt = { change: 'OTHER', fields: [] };
export const PARTNER_OF_RECORD_CHANGE: ChangeAttempt = {
  change: 'PARTNER_OF_RECORD',
  fields: ['partnerId'],
};
export const OWNERSHIP_CHANGE: ChangeAttempt = { change: 'OWNERSHIP', fields: [] };

function isReseller(caller: Caller): boolean {
  return caller.kind === 'TRANSACTING_RESELLER' || caller.kind === 'RESELLER_THAT_SEES';
}

/** Step 5 (R18): the standing of the caller's own reseller, that of nobody else is told here. */
export function refusalToChangeSeats(
  caller: Caller,
  subscription: SubscriptionFacts,
  update: SubscriptionUpdate,
): DomainError | null {
  if (update.quantity === undefined || !isReseller(caller)) return null;
  const adds = (update.quantity ?? 0) > (subscription.quantity ?? 0);
  const operation: StandingOperation = adds ? 'ADD_SEATS' : 'REMOVE_SEATS';
  return refusalOfStanding(operation, caller);
}

/** Step 6 (R32): own subscriptions stay readable after the relationship, and are written no more. */
export function refusalWithoutRelationship(caller: Caller): DomainError | null {
  if (!isReseller(caller) || caller.hasActiveRelationship) return null;
  return new DomainError('NO_RESELLER_RELATIONSHIP', { rule: 'R32' });
}

/** Step 8 of an edit (R43): a deleted subscription never changes, seats only while it is ACTIVE. */
function refusalToEdit(status: SubscriptionStatus, update: SubscriptionUpdate): DomainError | null {
  if (status === 'DELETED') return new DomainError('SUBSCRIPTION_DELETED');
  if (update.quantity === undefined || status === 'ACTIVE') return null;
  return new DomainError('SUBSCRIPTION_NOT_ACTIVE', {
    field: 'input.quantity',
    args: { state: status },
    detail: `The quantity cannot change while the subscription is ${status}.`,
  });
}

/** A suspension that the caller did not make. One that does not say whose it is counts as the reseller's. */
function isForeignSuspension(caller: Caller, subscription: SubscriptionFacts): boolean {
  if (subscription.status !== 'SUSPENDED') return false;
  return (subscription.suspendedBy === 'OPERATOR') !== (caller.kind === 'OPERATOR');
}

function refusalAfterRetention(subscription: SubscriptionFacts, now: Date): DomainError | null {
  if (subscription.suspendedAt === null) return null;
  const { suspendedAt, suspendedRetentionDays } = subscription;
  if (now.getTime() <= retentionEndsAt(suspendedAt, suspendedRetentionDays).getTime()) return null;
  return new DomainError('INVALID_STATE_TRANSITION', {
    args: { state: 'SUSPENDED', event: 'reactivate', days: suspendedRetentionDays },
    detail: `It was possible for ${suspendedRetentionDays} days.`,
  });
}

const MOVE: EtagUse = 'ACCEPTED';

/** Step 9 of a move (R40): the etag is compared where it is sent. */
export function refusalOfMoveEtag(
  subscription: SubscriptionFacts,
  ifMatch: IfMatch,
): DomainError | null {
  return refusalOfEtag(MOVE, ifMatch, subscription.etag);
}

function refusalOfForbiddenAct(caller: Caller, attempt: ChangeAttempt): DomainError {
  const refusal = firstRefusal(
    () => refusalToApproach(caller),
    () => refusalWithoutRelationship(caller),
    () => refusalOfAttempts(caller, [attempt]),
  );
  if (refusal) return refusal;
  throw new Error(`The table of changes lets ${caller.kind} attempt ${attempt.change}`);
}
