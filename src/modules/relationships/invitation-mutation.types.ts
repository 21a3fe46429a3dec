import { Field, ID, InputType, ObjectType } from 'type-graphql';

import { Service } from '../../kernel/service';
import { UrlScalar } from '../../platform/graphql/scalars';
import { WriteInputFields } from '../../platform/graphql/write.types';
import { Invitation } from './invitation.types';
import { AcceptancePayload, PayloadWithoutProof } from './relationship-write.types';

@InputType('CreateInvitationInput', { description: 'What the link of the account asks for.' })
export class CreateInvitationInput extends WriteInputFields {
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the link asks for delegated administrative privileges. Left out or null: true. False is refused where every request includes them (R14).',
  })
  includesDelegatedAdmin?: boolean | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the indirect reseller that is to serve the customers, for a provider with an active partnership (R22); every partner it names gets a link of its own. Left out or null: the caller’s reseller serves them itself.',
  })
  indirectResellerId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'Opaque id of the provider that an indirect reseller invites with, by an active partnership (R23): the link asks for two relationships at once, both or none. Not with `indirectResellerId`. Left out or null: nobody.',
  })
  indirectProviderId?: string | null;
}

@ObjectType('CreateInvitationPayload', { description: 'The link of the account.' })
export class CreateInvitationPayload extends PayloadWithoutProof {
  @Field(() => Invitation, {
    nullable: true,
    description: 'The link; null in a dry run when there is none yet.',
  })
  invitation!: Invitation | null;

  @Field(() => Boolean, { description: 'False when the account had this link already.' })
  created!: boolean;
}

@InputType('RotateInvitationInput', { description: 'Which link is to be replaced.' })
export class RotateInvitationInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the invitation.' })
  invitationId!: string;
}

@ObjectType('RotateInvitationPayload', { description: 'The new link and the old one.' })
export class RotateInvitationPayload extends PayloadWithoutProof {
  @Field(() => Invitation, {
    nullable: true,
    description: 'The link that is valid from now on; null in a dry run.',
  })
  invitation!: Invitation | null;

  @Field(() => Invitation, {
    nullable: true,
    description: 'The link that is refused from now on; in a dry run it is ACTIVE still.',
  })
  revokedInvitation!: Invitation | null;
}

@InputType('AcceptInvitationInput', { description: 'The link that a customer followed.' })
export class AcceptInvitationInput extends WriteInputFields {
  @Field(() => UrlScalar, {
    description: 'The whole link, exactly as the reseller sent it; nothing may be added (R11).',
  })
  url!: string;

  @Field(() => [Service], {
    nullable: true,
    description:
      'Services for which privileges are granted: those asked for or fewer, never more (D15). Left out or null: all that are asked for. An empty list grants none, and is refused where every request includes privileges (R14).',
  })
  services?: Service[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: the customer accepts its customer agreement with this step, needed where the instance asks for one and there is none yet (R20). Left out, null or false: it does not.',
  })
  acceptsCustomerAgreement?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The `etag` of the waiting request that is accepted with the link, where there is one (R40). Left out or null: not compared.',
  })
  ifMatch?: string | null;
}

@ObjectType('AcceptInvitationPayload', { description: 'What the acceptance began.' })
export class AcceptInvitationPayload extends AcceptancePayload {}
