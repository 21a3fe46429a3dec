import type { CommandContract } from '../../../platform/commands/contract';
import { MOVING, REPEATING, subscriptionContract } from './contracts';

/** What the transacting reseller does with what it sold, beside editing and suspending. */
export const MANAGING_CONTRACTS = {
  cancelSubscription: subscriptionContract('cancelSubscription', {
    change: 'OTHER',
    operation: 'CANCEL_SUBSCRIPTION',
    emits: ['SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [...REPEATING, ...MOVING, 'ETAG_MISMATCH', 'INVALID_INPUT'],
  }),
  assignSupportContact: subscriptionContract('assignSupportContact', {
    change: 'OTHER',
    operation: 'ASSIGN_SUPPORT_CONTACT',
    emits: ['SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [
      ...REPEATING,
      'NOT_FOUND',
      'NO_RESELLER_RELATIONSHIP',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
      'SUBSCRIPTION_DELETED',
      'ETAG_REQUIRED',
      'ETAG_MISMATCH',
      'INVALID_INPUT',
      'SUPPORT_CONTACT_NOT_RELATED',
    ],
  }),
  scheduleNextTermInstructions: subscriptionContract('scheduleNextTermInstructions', {
    change: 'TERMS',
    operation: 'SCHEDULE_NEXT_TERM',
    emits: ['SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [
      ...REPEATING,
      'NOT_FOUND',
      'RESELLER_SUSPENDED',
      'RESELLER_RESTRICTED',
      'NO_RESELLER_RELATIONSHIP',
      'TERMS_CHANGE_NOT_ALLOWED',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
      'SUBSCRIPTION_DELETED',
      'SUBSCRIPTION_NOT_ACTIVE',
      'ETAG_REQUIRED',
      'ETAG_MISMATCH',
      'INVALID_INPUT',
      'SUBSCRIPTION_CONFLICT',
      'QUANTITY_OUT_OF_RANGE',
    ],
  }),
} as const satisfies Record<string, CommandContract>;
