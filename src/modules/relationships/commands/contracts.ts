import type { ErrorCode } from '../../../kernel/error-code';
import type { Invariant } from '../../../kernel/subscription-change';
import type { CommandContract } from '../../../platform/commands/contract';
import { RELATIONSHIP_OPERATIONS } from '../relationship-operations';

const EVERY_PROMISE: readonly Invariant[] = [
  'SUBSCRIPTIONS',
  'OWNERSHIP',
  'TERMS',
  'PARTNER_OF_RECORD',
];

// What every mutation may answer: token, role, object, repeated calls, input.
const COMMON: readonly ErrorCode[] = [
  'UNAUTHENTICATED',
  'ROLE_NOT_ALLOWED',
  'NOT_FOUND',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'INVALID_INPUT',
];
const STANDING: readonly ErrorCode[] = ['RESELLER_SUSPENDED', 'RESELLER_RESTRICTED'];
const INVITING: readonly ErrorCode[] = [
  'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  'DAP_REQUIRED_IN_CLOUD',
  ...STANDING,
  'INDIRECT_RESELLER_CANNOT_INVITE',
  'NO_INDIRECT_PARTNERSHIP',
  'AGREEMENT_NOT_ACCEPTED',
];
const DECIDING: readonly ErrorCode[] = [
  'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  'CUSTOMER_ADMIN_REQUIRED',
  'DAP_GRANT_REQUIRES_CUSTOMER',
  'RESELLER_CANNOT_BE_CUSTOMER',
];
const ACCEPTING: readonly ErrorCode[] = [
  ...DECIDING,
  'DAP_REQUIRED_IN_CLOUD',
  ...STANDING,
  'NO_INDIRECT_PARTNERSHIP',
  'REGION_NOT_ALLOWED',
  'CLOUD_MISMATCH',
  'AGREEMENT_NOT_ACCEPTED',
  'DAP_CONFLICT',
];

const REQUESTING: readonly ErrorCode[] = [...INVITING, 'RELATIONSHIP_ALREADY_EXISTS'];
const CANCELING: readonly ErrorCode[] = [
  'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  'REQUEST_NOT_PENDING',
  'REQUEST_EXPIRED',
  'ETAG_MISMATCH',
];

function contract(
  name: keyof typeof RELATIONSHIP_OPERATIONS,
  rest: Pick<CommandContract, 'operation' | 'resourceType' | 'emits'>,
  rejects: readonly ErrorCode[],
): CommandContract {
  return {
    name,
    ...RELATIONSHIP_OPERATIONS[name],
    ...rest,
    rejects: [...COMMON, ...rejects],
    leavesUnchanged: EVERY_PROMISE,
    guardsSubscription: null,
    guardsPartnerOfRecord: false,
  };
}

/** What each relationship mutation declares; guards, runner and printed directives read it. */
export const RELATIONSHIP_CONTRACTS = {
  createInvitation: contract(
    'createInvitation',
    { operation: 'CREATE_INVITATION', resourceType: 'INVITATION', emits: [] },
    [...INVITING, 'REGION_NOT_ALLOWED', 'CLOUD_MISMATCH'],
  ),
  rotateInvitation: contract(
    'rotateInvitation',
    {
      operation: 'ROTATE_INVITATION',
      resourceType: 'INVITATION',
      emits: ['INVITATION_ROTATED'],
    },
    ['FEATURE_NOT_AVAILABLE_IN_CLOUD', 'INVITATION_REVOKED'],
  ),
  requestRelationship: contract(
    'requestRelationship',
    {
      operation: 'REQUEST_RELATIONSHIP',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: ['RESELLER_RELATIONSHIP_REQUESTED', 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED'],
    },
    REQUESTING,
  ),
  requestRelationships: contract(
    'requestRelationships',
    {
      operation: 'REQUEST_RELATIONSHIP',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: ['RESELLER_RELATIONSHIP_REQUESTED', 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED'],
    },
    REQUESTING,
  ),
  cancelRelationshipRequest: contract(
    'cancelRelationshipRequest',
    {
      operation: 'CANCEL_RELATIONSHIP_REQUEST',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: ['RESELLER_RELATIONSHIP_REQUEST_CANCELED'],
    },
    CANCELING,
  ),
  cancelRelationshipRequests: contract(
    'cancelRelationshipRequests',
    {
      operation: 'CANCEL_RELATIONSHIP_REQUEST',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: ['RESELLER_RELATIONSHIP_REQUEST_CANCELED'],
    },
    CANCELING,
  ),
  acceptRelationshipRequest: contract(
    'acceptRelationshipRequest',
    {
      operation: 'ACCEPT_RELATIONSHIP_REQUEST',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: ['RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', 'DAP_ADMIN_RELATIONSHIP_APPROVED'],
    },
    [...ACCEPTING, 'REQUEST_NOT_PENDING', 'REQUEST_EXPIRED', 'ETAG_MISMATCH'],
  ),
  declineRelationshipRequest: contract(
    'declineRelationshipRequest',
    {
      operation: 'DECLINE_RELATIONSHIP_REQUEST',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: ['RESELLER_RELATIONSHIP_REQUEST_DECLINED'],
    },
    [...DECIDING, 'REQUEST_NOT_PENDING', 'REQUEST_EXPIRED', 'ETAG_MISMATCH'],
  ),
  acceptInvitation: contract(
    'acceptInvitation',
    {
      operation: 'ACCEPT_INVITATION',
      resourceType: 'RELATIONSHIP_REQUEST',
      emits: [
        'CUSTOMER_CREATED',
        'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
        'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
        'DAP_ADMIN_RELATIONSHIP_APPROVED',
      ],
    },
    [
      ...ACCEPTING,
      'INVITATION_LINK_MISSING',
      'INVITATION_LINK_IMMUTABLE',
      'INVITATION_REVOKED',
      'ETAG_MISMATCH',
    ],
  ),
  removeDelegatedPrivileges: contract(
    'removeDelegatedPrivileges',
    {
      operation: 'DAP_ADMIN_RELATIONSHIP_TERMINATED',
      resourceType: 'PARTNER_CUSTOMER_DAP',
      emits: ['DAP_ADMIN_RELATIONSHIP_TERMINATED'],
    },
    ['CUSTOMER_ADMIN_REQUIRED', 'INVALID_STATE_TRANSITION', 'ETAG_MISMATCH'],
  ),
  relinquishDelegatedPrivileges: contract(
    'relinquishDelegatedPrivileges',
    {
      operation: 'DAP_ADMIN_RELATIONSHIP_TERMINATED',
      resourceType: 'PARTNER_CUSTOMER_DAP',
      emits: ['DAP_ADMIN_RELATIONSHIP_TERMINATED'],
    },
    ['INVALID_STATE_TRANSITION', 'ETAG_MISMATCH'],
  ),
  terminateDelegatedPrivileges: contract(
    'terminateDelegatedPrivileges',
    {
      operation: 'DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR',
      resourceType: 'PARTNER_CUSTOMER_DAP',
      emits: ['DAP_ADMIN_RELATIONSHIP_TERMINATED_BY_OPERATOR'],
    },
    ['FEATURE_NOT_AVAILABLE_IN_CLOUD', 'INVALID_STATE_TRANSITION', 'ETAG_MISMATCH'],
  ),
  createCustomer: {
    ...contract(
      'createCustomer',
      { operation: 'ADD_CUSTOMER', resourceType: 'CUSTOMER', emits: ['CUSTOMER_CREATED'] },
      [],
    ),
    // Nothing of the customer is there before, so there is nothing to refer to and nothing to prove.
    rejects: [
      ...COMMON.filter((code) => code !== 'NOT_FOUND'),
      'FEATURE_NOT_AVAILABLE_IN_CLOUD',
      ...STANDING,
      'NO_INDIRECT_PARTNERSHIP',
      'REGION_NOT_ALLOWED',
      'RESELLER_CANNOT_BE_CUSTOMER',
      'AGREEMENT_NOT_ACCEPTED',
    ],
    leavesUnchanged: [],
  },
  removeRelationship: contract(
    'removeRelationship',
    {
      operation: 'REMOVE_PARTNER_CUSTOMER_RELATIONSHIP',
      resourceType: 'PARTNER_CUSTOMER_RELATIONSHIP',
      emits: ['RESELLER_RELATIONSHIP_REMOVED', 'DAP_ADMIN_RELATIONSHIP_TERMINATED'],
    },
    [
      'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
      'RELATIONSHIP_HAS_ACTIVE_SUBSCRIPTIONS',
      'INVALID_STATE_TRANSITION',
      'ETAG_MISMATCH',
    ],
  ),
} as const satisfies Record<string, CommandContract>;
