import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandContract } from '../../../platform/commands/contract';
import { RELATIONSHIP_OPERATIONS } from '../../relationships/relationship-operations';

// The lists are in the order in which the steps of domain section 5 ask.
const ENTERING: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'NOT_FOUND',
];
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
      ...ENTERING,
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
} as const satisfies Record<string, CommandContract>;
