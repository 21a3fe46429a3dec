import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';

import type { RequestContext } from '../../platform/graphql/context';
import { Reseller } from '../resellers/reseller.types';
import { invitationOfReseller } from './invitation.loader';
import { Invitation } from './invitation.types';

/** The field of a reseller that its invitations answer. */
@Resolver(() => Reseller)
export class ResellerInvitationResolver {
  @FieldResolver(() => Invitation, {
    nullable: true,
    description:
      'The link of the account that is in force; null when it made none, and for everybody but its own users and the operator.',
  })
  invitation(@Root() reseller: Reseller, @Ctx() ctx: RequestContext): Promise<Invitation | null> {
    return ctx.loader(invitationOfReseller).load(reseller.key);
  }
}
