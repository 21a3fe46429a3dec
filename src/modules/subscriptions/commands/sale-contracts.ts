import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandContract } from '../../../platform/commands/contract';
import { RELATIONSHIP_OPERATIONS } from '../../relationships/relationship-operations';
import { REPEATING, subscriptionContract } from './contracts';

// The lists are in the order in which the steps of domain section 5 ask.
// Between the two parties: R7, R16, R17, R19, R20.
const TRADING: readonly ErrorCode[] = [
  'NO_RESELLER_RELATIONSHIP',
  'REGION_NOT_ALLOWED',
  'CLOUD_MISMATCH',
  'RESELLER_CANNOT_BE_CUSTOMER',
  'AGREEMENT_NOT_ACCEPTED',
];

/** What the mutations declare by which a reseller sells; guards, runner and printed directives read it. */
export const SALE_CONTRACTS = {
  createSubscription: {
    name: 'createSubscription',
    ...RELATIONSHIP_OPERATIONS.sell,
    rejects: [
      'UNAUTHENTICATED',
      'ROLE_NOT_ALLOWED',
      ...REPEATING,
      'NOT_FOUND',
      'RESELLER_SUSPENDED',
      'RESELLER_RESTRICTED',
      ...TRADING,
      'DAP_CONFLICT',
      'SUBSCRIPTION_CONFLICT',
      'QUANTITY_OUT_OF_RANGE',
      'POR_INVALID',
      'INVALID_INPUT',
    ],
    emits: ['SUBSCRIPTION_CREATED'],
    leavesUnchanged: [],
    // Nothing that exists is changed.
    guardsSubscription: null,
    guardsPartnerOfRecord: false,
    operation: 'CREATE_ORDER',
    resourceType: 'SUBSCRIPTION',
  },
  upgradeSubscription: subscriptionContract('upgradeSubscription', {
    change: 'OFFER',
    operation: 'UPGRADE_SUBSCRIPTION',
    emits: ['SUBSCRIPTION_CREATED', 'SUBSCRIPTION_UPDATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [
      ...REPEATING,
      'NOT_FOUND',
      'RESELLER_SUSPENDED',
      ...TRADING,
      'DAP_CONFLICT',
      'SUBSCRIPTION_TRANSITION_NOT_ALLOWED',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
      'SUBSCRIPTION_DELETED',
      'SUBSCRIPTION_NOT_ACTIVE',
      'DAP_NOT_GRANTED',
      'NO_UPGRADE_PATH',
      'SUBSCRIPTION_CONFLICT',
      'ETAG_MISMATCH',
      'QUANTITY_OUT_OF_RANGE',
      'INVALID_INPUT',
    ],
  }),
  purchaseAddOn: subscriptionContract('purchaseAddOn', {
    change: 'OTHER',
    operation: 'CREATE_ORDER',
    emits: ['SUBSCRIPTION_CREATED', 'SUBSCRIPTION_CHANGE_REJECTED'],
    rejects: [
      ...REPEATING,
      'NOT_FOUND',
      'RESELLER_SUSPENDED',
      ...TRADING,
      'DAP_CONFLICT',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
      'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION',
      'SUBSCRIPTION_DELETED',
      'PARENT_NOT_ACTIVE',
      'ADDON_PARENT_MISMATCH',
      'ETAG_MISMATCH',
      'SUBSCRIPTION_CONFLICT',
      'QUANTITY_OUT_OF_RANGE',
      'INVALID_INPUT',
    ],
  }),
} as const satisfies Record<string, CommandContract>;
