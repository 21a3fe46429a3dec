import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import { findInvitations, findInvitationsOfResellers, INVITATION_TYPE } from './invitation.queries';
import type { Invitation } from './invitation.types';

/** By row id. */
export const invitationById = defineLoader<string, Invitation>('invitationById', async (ctx, ids) =>
  inKeyOrder(ids, await findInvitations(ctx, ids), (invitation) => invitation.key),
);

/** By row id of the reseller: the link of its account. One that asks for privileges comes before one that does not. */
export const invitationOfReseller = defineLoader<string, Invitation>(
  'invitationOfReseller',
  async (ctx, resellerIds) => {
    const invitations = await findInvitationsOfResellers(ctx, resellerIds);
    return resellerIds.map((id) => invitations.find((it) => it.resellerKey === id) ?? null);
  },
);

export const invitationNodes = nodeSource(INVITATION_TYPE, invitationById);
