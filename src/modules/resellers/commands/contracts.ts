import type { ErrorCode } from '../../../kernel/error-code';
import type { CommandContract } from '../../../platform/commands/contract';

// What every act on partner accounts may answer: token, role, repeated calls, input.
const COMMON: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'INVALID_INPUT',
];

const ON_ACCOUNTS = {
  features: [],
  leavesUnchanged: [],
  guardsSubscription: null,
  guardsPartnerOfRecord: false,
  resourceType: 'RESELLER',
} as const;

const BETWEEN_PARTNERS = { ...ON_ACCOUNTS, resourceType: 'PARTNER_RELATIONSHIP' } as const;

/** What the mutations on partner accounts and between them declare; guards, runner and directives read it. */
export const RESELLER_CONTRACTS = {
  registerReseller: {
    ...ON_ACCOUNTS,
    name: 'registerReseller',
    action: 'REGISTER_RESELLER',
    operation: 'REGISTER_RESELLER',
    rejects: [...COMMON, 'RESELLER_CANNOT_BE_CUSTOMER', 'CLOUD_MISMATCH'],
    emits: [],
  },
  setResellerStatus: {
    ...ON_ACCOUNTS,
    name: 'setResellerStatus',
    action: 'SET_RESELLER_STATUS',
    operation: 'SET_RESELLER_STATUS',
    rejects: [...COMMON, 'NOT_FOUND', 'INVALID_STATE_TRANSITION'],
    emits: ['RESELLER_STATUS_CHANGED'],
  },
  createPartnerRelationship: {
    ...BETWEEN_PARTNERS,
    name: 'createPartnerRelationship',
    action: 'REGISTER_INDIRECT_RESELLER',
    operation: 'CREATE_PARTNER_RELATIONSHIP',
    rejects: [...COMMON, 'NOT_FOUND', 'REGION_NOT_ALLOWED'],
    emits: ['PARTNER_RELATIONSHIP_CREATED'],
  },
  endPartnerRelationship: {
    ...BETWEEN_PARTNERS,
    name: 'endPartnerRelationship',
    action: 'END_PARTNER_RELATIONSHIP',
    operation: 'REMOVE_PARTNER_RELATIONSHIP',
    rejects: [...COMMON, 'NOT_FOUND', 'INVALID_STATE_TRANSITION', 'ETAG_MISMATCH'],
    emits: ['PARTNER_RELATIONSHIP_REMOVED'],
  },
} as const satisfies Record<string, CommandContract>;
