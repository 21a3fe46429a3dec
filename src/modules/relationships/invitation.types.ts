import './relationship.enums';

import { Field, ObjectType } from 'type-graphql';

import type { CloudInstance } from '../../kernel/cloud-instance';
import { Node } from '../../platform/graphql/node.types';
import { Reseller } from '../resellers/reseller.types';
import { InvitationStatus } from './invitation.rules';

@ObjectType('Invitation', {
  description:
    'The link of a reseller account that customers follow to accept. The same for every customer, without any customer data in it (R11, R12).',
  implements: Node,
  simpleResolvers: true,
})
export class Invitation extends Node {
  /** Row id; not part of the graph. */
  readonly key!: string;
  /** Row id of the reseller; not part of the graph. */
  readonly resellerKey!: string;
  /** Instance of the reseller, whose policy decides the text of the mail; not part of the graph. */
  readonly instance!: CloudInstance;

  @Field(() => Reseller, { description: 'Who invites.' })
  reseller!: Reseller;

  @Field(() => Boolean, {
    description: 'Whether it asks for delegated administrative privileges (R14).',
  })
  includesDelegatedAdmin!: boolean;

  @Field(() => Reseller, {
    nullable: true,
    description: 'The provider of a two-tier invitation; null when there is no second tier.',
  })
  indirectProvider!: Reseller | null;

  @Field(() => Reseller, {
    nullable: true,
    description:
      'The indirect reseller of a two-tier invitation; null when there is no second tier.',
  })
  indirectReseller!: Reseller | null;

  @Field(() => InvitationStatus, { description: 'Whether the link is accepted.' })
  status!: InvitationStatus;
}

@ObjectType('InvitationEmailParagraph', {
  description: 'One paragraph of an invitation e-mail.',
  simpleResolvers: true,
})
export class InvitationEmailParagraph {
  @Field(() => String, { description: 'The text; the last one is the link.' })
  text!: string;

  @Field(() => Boolean, { description: 'Whether the reseller may edit or delete it (E2).' })
  editable!: boolean;
}

@ObjectType('InvitationEmail', {
  description:
    'Text for the e-mail that the reseller sends itself; the server needs no address (E6).',
  simpleResolvers: true,
})
export class InvitationEmail {
  @Field(() => String, {
    description: 'Locale of the text, which may differ from the one asked for.',
  })
  locale!: string;

  @Field(() => String, { description: 'Subject line.' })
  subject!: string;

  @Field(() => [InvitationEmailParagraph], { description: 'The text in paragraphs.' })
  paragraphs!: readonly InvitationEmailParagraph[];

  @Field(() => String, { description: 'The paragraphs as one text, an empty line between two.' })
  plainText!: string;
}
