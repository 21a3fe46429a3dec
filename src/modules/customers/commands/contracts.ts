import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandContract } from '../../../platform/commands/contract';

// What every mutation here may answer: token, role, object, repeated calls, input.
const COMMON: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'INVALID_INPUT',
];

// What exists must be manageable wherever it exists, so no switch stands before these.
const NO_PROMISE = {
  features: [],
  leavesUnchanged: [],
  guardsSubscription: null,
  guardsPartnerOfRecord: false,
} as const;

/** What the mutations on customers declare; guards, runner and printed directives read it. */
export const CUSTOMER_CONTRACTS = {
  updateCustomer: {
    ...NO_PROMISE,
    name: 'updateCustomer',
    action: 'EDIT_CUSTOMER',
    operation: 'UPDATE_CUSTOMER',
    resourceType: 'CUSTOMER',
    rejects: [...COMMON, 'NO_INDIRECT_PARTNERSHIP', 'ETAG_REQUIRED', 'ETAG_MISMATCH'],
    emits: ['CUSTOMER_UPDATED'],
  },
  recordAgreement: {
    ...NO_PROMISE,
    name: 'recordAgreement',
    action: 'RECORD_AGREEMENT',
    operation: 'RECORD_AGREEMENT',
    resourceType: 'AGREEMENT',
    rejects: [...COMMON, 'INVALID_STATE_TRANSITION'],
    emits: [],
  },
} as const satisfies Record<string, CommandContract>;
