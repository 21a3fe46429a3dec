import { AcceptInvitation } from './commands/accept-invitation';
import { AcceptRelationshipRequest } from './commands/accept-relationship-request';
import { CancelRelationshipRequest } from './commands/cancel-relationship-request';
import { CreateInvitation } from './commands/create-invitation';
import { DeclineRelationshipRequest } from './commands/decline-relationship-request';
import { InvitationKeeper } from './commands/invitation-keeper';
import { RelinquishDelegatedPrivileges } from './commands/relinquish-delegated-privileges';
import { RemoveDelegatedPrivileges } from './commands/remove-delegated-privileges';
import { RemoveRelationship } from './commands/remove-relationship';
import { RequestRelationship } from './commands/request-relationship';
import { RotateInvitation } from './commands/rotate-invitation';
import { TerminateDelegatedPrivileges } from './commands/terminate-delegated-privileges';
import type { SubscriptionPort } from './subscription.port';

export interface RelationshipCommandParts {
  readonly subscriptions: SubscriptionPort;
  /** Signs invitation links. */
  readonly serverKey: string;
  /** Where links of this server begin. */
  readonly publicUrl: () => string;
}

export type RelationshipCommands = ReturnType<typeof relationshipCommands>;

/** The acts of this module, by the name of their mutation. */
export function relationshipCommands({
  subscriptions,
  serverKey,
  publicUrl,
}: RelationshipCommandParts) {
  const invitations = new InvitationKeeper(serverKey);
  return {
    createInvitation: new CreateInvitation(invitations),
    rotateInvitation: new RotateInvitation(invitations),
    requestRelationship: new RequestRelationship(invitations),
    cancelRelationshipRequest: new CancelRelationshipRequest(),
    acceptRelationshipRequest: new AcceptRelationshipRequest(subscriptions),
    acceptInvitation: new AcceptInvitation(subscriptions, publicUrl),
    declineRelationshipRequest: new DeclineRelationshipRequest(subscriptions),
    removeDelegatedPrivileges: new RemoveDelegatedPrivileges(subscriptions),
    relinquishDelegatedPrivileges: new RelinquishDelegatedPrivileges(subscriptions),
    terminateDelegatedPrivileges: new TerminateDelegatedPrivileges(subscriptions),
    removeRelationship: new RemoveRelationship(subscriptions),
  } as const;
}
