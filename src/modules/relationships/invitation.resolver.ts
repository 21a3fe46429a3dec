import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';

import { expandServices, policyOf } from '../../kernel/cloud-policy.rules';
import { throwIfRefused } from '../../kernel/domain-error';
import { LOCALES } from '../../kernel/locale';
import { refusalToAct } from '../../kernel/role-matrix';
import { PublicAccess, ReadAccess } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { exactlyOne } from '../../platform/graphql/exactly-one';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { LongTexts } from '../../platform/graphql/input-bounds';
import { UrlScalar } from '../../platform/graphql/scalars';
import { invitationById } from './invitation.loader';
import {
  findCustomerDataInLinks,
  findInvitationByToken,
  INVITATION_TYPE,
} from './invitation.queries';
import { Invitation, InvitationEmail, InvitationTerms } from './invitation.types';
import {
  InvitationEmailProblem,
  MAX_EMAIL_TEXT_LENGTH,
  validateInvitationEmail,
} from './invitation-email.rules';
import {
  emailTemplate,
  invitationTerms,
  type InvitationTextFacts,
} from './invitation-email-template.rules';
import type { InvitationLinks } from './invitation-links';

const LOCALE_DESCRIPTION = `One of ${LOCALES.join(', ')}; the language alone is enough. Left out, null or another: the default of the cloud instance.`;

@Resolver(() => Invitation)
export class InvitationResolver {
  constructor(private readonly links: InvitationLinks) {}

  @PublicAccess()
  @Query(() => Invitation, {
    nullable: true,
    description:
      'One invitation: by the token of its link, also without signing in, or by its opaque id for its own reseller and the operator. Null when it does not exist or is hidden.',
  })
  async invitation(
    @Ctx() ctx: RequestContext,
    @Arg('id', () => ID, { nullable: true, description: 'Opaque id. Not with `token`.' })
    id?: string | null,
    @Arg('token', () => String, {
      nullable: true,
      description: 'What stands behind `inv=` in the link. Not with `id`.',
    })
    token?: string | null,
  ): Promise<Invitation | null> {
    const key = exactlyOne({ id, token });
    if (key.name === 'token') return findInvitationByToken(ctx, key.value);
    throwIfRefused(refusalToAct('SEE_RELATIONSHIPS', ctx.actor));
    return ctx.loader(invitationById).load(decodeIdOf(INVITATION_TYPE, key.value, 'id', 1)[0]);
  }

  @ReadAccess('SEE_RELATIONSHIPS')
  @LongTexts({ text: MAX_EMAIL_TEXT_LENGTH })
  @Query(() => [InvitationEmailProblem], {
    nullable: true,
    description:
      'What is wrong with an edited invitation e-mail; an empty list when it may be sent (E3, E7). Null when the invitation does not exist or is hidden.',
  })
  async validateInvitationEmail(
    @Ctx() ctx: RequestContext,
    @Arg('invitationId', () => ID, { description: 'Opaque id of the invitation.' })
    invitationId: string,
    @Arg('text', () => String, {
      description: 'The text to be sent: plain, HTML or Markdown, at most 100,000 characters.',
    })
    text: string,
  ): Promise<readonly InvitationEmailProblem[] | null> {
    const [key] = decodeIdOf(INVITATION_TYPE, invitationId, 'invitationId', 1);
    const invitation = await ctx.loader(invitationById).load(key);
    if (!invitation) return null;
    return validateInvitationEmail(text, {
      base: this.links.base,
      token: this.links.tokenOf(key),
      customerData: await findCustomerDataInLinks(ctx, text),
    });
  }

  @FieldResolver(() => UrlScalar, {
    description:
      'The link itself: it names reseller, privileges and provider, and nothing of a customer (R11). It stays valid until it is rotated.',
  })
  url(@Root() invitation: Invitation): string {
    return this.links.urlOf(invitation.key);
  }

  @FieldResolver(() => InvitationEmail, {
    description: 'A text for the e-mail with this link, which the reseller sends itself (E6).',
  })
  emailTemplate(
    @Root() invitation: Invitation,
    @Arg('locale', () => String, { nullable: true, description: LOCALE_DESCRIPTION })
    locale?: string | null,
  ): InvitationEmail {
    const url = this.links.urlOf(invitation.key);
    return emailTemplate(locale, { ...textFactsOf(invitation), url });
  }

  @FieldResolver(() => InvitationTerms, {
    nullable: true,
    description:
      'What is asked, what it will change and what it never will. Null for a revoked link, which asks for nothing any more.',
  })
  terms(
    @Root() invitation: Invitation,
    @Arg('locale', () => String, { nullable: true, description: LOCALE_DESCRIPTION })
    locale?: string | null,
  ): InvitationTerms | null {
    return invitation.status === 'ACTIVE' ? invitationTerms(locale, textFactsOf(invitation)) : null;
  }
}

function textFactsOf(invitation: Invitation): InvitationTextFacts {
  const { instance, includesDelegatedAdmin, reseller } = invitation;
  const policy = policyOf(instance);
  const partner = [invitation.indirectProvider, invitation.indirectReseller].find(
    (it) => it && it.key !== reseller.key,
  );
  return {
    policy,
    resellerName: reseller.name,
    partnerName: partner?.name ?? null,
    services: expandServices(null, includesDelegatedAdmin, policy),
    withDelegatedAdmin: includesDelegatedAdmin,
  };
}
