import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandContract } from '../../../platform/commands/contract';

// What every act of the operator may answer: token, role, repeated calls, input.
const COMMON: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'INVALID_INPUT',
];

const OF_THE_OPERATOR = {
  features: [],
  leavesUnchanged: [],
  guardsSubscription: null,
  guardsPartnerOfRecord: false,
  resourceType: 'RESELLER',
} as const;

/** What the operator's mutations on partner accounts declare; guards, runner and directives read it. */
export const RESELLER_CONTRACTS = {
  registerReseller: {
    ...OF_THE_OPERATOR,
    name: 'registerReseller',
    action: 'REGISTER_RESELLER',
    operation: 'REGISTER_RESELLER',
    rejects: [...COMMON, 'RESELLER_CANNOT_BE_CUSTOMER', 'CLOUD_MISMATCH'],
    emits: [],
  },
  setResellerStatus: {
    ...OF_THE_OPERATOR,
    name: 'setResellerStatus',
    action: 'SET_RESELLER_STATUS',
    operation: 'SET_RESELLER_STATUS',
    rejects: [...COMMON, 'NOT_FOUND', 'INVALID_STATE_TRANSITION'],
    emits: ['RESELLER_STATUS_CHANGED'],
  },
} as const satisfies Record<string, CommandContract>;
