import type { CloudFeature } from '../../kernel/cloud-instance';
import type { Action } from '../../kernel/role-matrix';

/** What steps 2 and 3 ask of one operation: the switches of the instance and the row of the matrix. */
export interface Operation {
  readonly action: Action;
  readonly features: readonly CloudFeature[];
}

/**
 * The operations on relationships. Contracts of commands, rules and verdicts take these two values
 * from here, so that all three say the same.
 */
export const RELATIONSHIP_OPERATIONS = {
  createInvitation: { action: 'REQUEST_RELATIONSHIP', features: ['MULTI_PARTNER'] },
  rotateInvitation: { action: 'ROTATE_INVITATION', features: ['MULTI_PARTNER'] },
  requestRelationship: { action: 'REQUEST_RELATIONSHIP', features: ['MULTI_PARTNER'] },
  requestRelationships: { action: 'REQUEST_RELATIONSHIP', features: ['MULTI_PARTNER'] },
  cancelRelationshipRequests: { action: 'REQUEST_RELATIONSHIP', features: ['MULTI_PARTNER'] },
  cancelRelationshipRequest: { action: 'REQUEST_RELATIONSHIP', features: ['MULTI_PARTNER'] },
  acceptRelationshipRequest: { action: 'DECIDE_RELATIONSHIP_REQUEST', features: ['MULTI_PARTNER'] },
  declineRelationshipRequest: {
    action: 'DECIDE_RELATIONSHIP_REQUEST',
    features: ['MULTI_PARTNER'],
  },
  acceptInvitation: { action: 'ACCEPT_INVITATION', features: ['MULTI_PARTNER'] },
  // Ending something must be possible wherever it exists.
  removeDelegatedPrivileges: { action: 'REMOVE_DAP', features: [] },
  relinquishDelegatedPrivileges: { action: 'RELINQUISH_DAP', features: [] },
  removeRelationship: { action: 'REMOVE_RELATIONSHIP', features: [] },
  createCustomer: { action: 'CREATE_CUSTOMER', features: ['NEW_CUSTOMERS'] },
  terminateDelegatedPrivileges: { action: 'TERMINATE_DAP', features: ['TERMINATE_UNUSED_DAP'] },
  sell: { action: 'SELL', features: [] },
  administer: { action: 'USE_DAP', features: [] },
} as const satisfies Record<string, Operation>;
