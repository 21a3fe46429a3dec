import type { ErrorCode } from '../../../kernel/error-code';
import type { SubscriptionChange } from '../../../kernel/subscription-change';
import type { CommandContract } from '../../../platform/commands/contract';

// The lists are in the order in which the steps of domain section 5 ask.
const ENTERING: readonly ErrorCode[] = ['UNAUTHENTICATED', 'ROLE_NOT_ALLOWED'];
export const REPEATING: readonly ErrorCode[] = [
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
];
// What is never accepted is never remembered, so no key of it can be used again (R41).
const NEVER_REPEATING: readonly ErrorCode[] = ['IDEMPOTENCY_IN_PROGRESS'];
/** Suspending, reactivating and cancelling, up to the state machine. */
export const MOVING: readonly ErrorCode[] = [
  'NOT_FOUND',
  'NO_RESELLER_RELATIONSHIP',
  'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
  'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
  'SUBSCRIPTION_DELETED',
  'INVALID_STATE_TRANSITION',
];

interface Particulars {
  readonly change: SubscriptionChange;
  readonly operation: CommandContract['operation'];
  readonly emits: CommandContract['emits'];
  readonly rejects: readonly ErrorCode[];
}

/** The contract of a mutation that writes an existing subscription. */
export function subscriptionContract(
  name: string,
  { change, operation, emits, rejects }: Particulars,
): CommandContract {
  return {
    name,
    action: 'MANAGE_OWN_SUBSCRIPTIONS',
    // What exists must be manageable wherever it exists.
    features: [],
    rejects: [...ENTERING, ...rejects],
    emits,
    leavesUnchanged: [],
    guardsSubscription: change,
    guardsPartnerOfRecord: change === 'PARTNER_OF_RECORD',
    operation,
    // A transfer never comes into being: what was tried, was tried on the subscription.
    resourceType: 'SUBSCRIPTION',
  };
}

/** What each subscription mutation declares; guards, runner and printed directives read it. */
export const SUBSCRIPTION_CONTRACTS = {
  updateSubscription: subscriptionContract('updateSubscription', {
    change: 'OTHER',
    operation: 'UPDATE_SUBSCRIPTION',
    emits: [
      'SUBSCRIPTION_UPDATED',
      'SUBSCRIPTION_CHANGE_REJECTED',
      'PARTNER_OF_RECORD_CHANGE_REJECTED',
    ],
    rejects: [
      ...REPEATING,
      'NOT_FOUND',
      'RESELLER_SUSPENDED',
      'RESELLER_RESTRICTED',
      'NO_RESELLER_RELATIONSHIP',
      'POR_CHANGE_NOT_ALLOWED',
      'TERMS_CHANGE_NOT_ALLOWED',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
      'SUBSCRIPTION_DELETED',
      'SUBSCRIPTION_NOT_ACTIVE',
      'ETAG_REQUIRED',
      'ETAG_MISMATCH',
      'QUANTITY_OUT_OF_RANGE',
      'QUANTITY_DECREASE_NOT_ALLOWED',
      'INVALID_INPUT',
    ],
  }),
  suspendSubscription: subscriptionContract('suspendSubscription', {
    change: 'OTHER',
    operation: 'SUSPEND_SUBSCRIPTION',
    emits: ['SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [...REPEATING, ...MOVING, 'ETAG_MISMATCH', 'INVALID_INPUT'],
  }),
  reactivateSubscription: subscriptionContract('reactivateSubscription', {
    change: 'OTHER',
    operation: 'REACTIVATE_SUBSCRIPTION',
    emits: ['SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [...REPEATING, ...MOVING, 'PARENT_NOT_ACTIVE', 'ETAG_MISMATCH', 'INVALID_INPUT'],
  }),
  changePartnerOfRecord: subscriptionContract('changePartnerOfRecord', {
    change: 'PARTNER_OF_RECORD',
    operation: 'CHANGE_PARTNER_OF_RECORD',
    emits: ['PARTNER_OF_RECORD_CHANGE_REJECTED'],
    rejects: [
      ...NEVER_REPEATING,
      'NOT_FOUND',
      'NO_RESELLER_RELATIONSHIP',
      'POR_CHANGE_NOT_ALLOWED',
      'INVALID_INPUT',
    ],
  }),
  transferSubscription: subscriptionContract('transferSubscription', {
    change: 'OWNERSHIP',
    operation: 'CREATE_TRANSFER',
    emits: ['SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [
      ...NEVER_REPEATING,
      'NOT_FOUND',
      'NO_RESELLER_RELATIONSHIP',
      'OWNERSHIP_CHANGE_NOT_ALLOWED',
      'INVALID_INPUT',
    ],
  }),
} as const satisfies Record<string, CommandContract>;
