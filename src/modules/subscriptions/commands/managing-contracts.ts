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
} as const satisfies Record<string, CommandContract>;
