import './relationship.enums';

import { Field, ObjectType } from 'type-graphql';

import type { CloudInstance } from '../../kernel/cloud-instance';
import { Service } from '../../kernel/service';
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

  @Field(() => String, {
    description:
      'The same as HTML, names escaped. The link is the target of its last paragraph and stands nowhere else (E3).',
  })
  html!: string;
}

@ObjectType('InvitationTerms', {
  description:
    'What whoever follows the link is asked and promised, in words for the page it leads to, before anyone signs in.',
  simpleResolvers: true,
})
export class InvitationTerms {
  @Field(() => String, {
    description: 'Locale of the texts, which may differ from the one asked for.',
  })
  locale!: string;

  @Field(() => String, { description: 'What is asked, by whom, and for which services.' })
  asks!: string;

  @Field(() => [Service], {
    description:
      'Services for which privileges are asked; empty where none are asked for. The customer may grant fewer.',
  })
  services!: readonly Service[];

  @Field(() => [String], { description: 'The same services by name, in the same order.' })
  serviceNames!: readonly string[];

  @Field(() => [String], { description: 'What the acceptance makes possible.' })
  willChange!: readonly string[];

  @Field(() => [String], {
    description: 'What no acceptance ever changes, one sentence for each of the rules R1 to R4.',
  })
  neverChanges!: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'That privileges may be taken back (R26); null where none are asked for.',
  })
  removableLater!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'That the customer agreement is accepted too (R20); null where the instance does not ask for it.',
  })
  customerAgreement!: string | null;

  @Field(() => String, { description: 'Who has to accept, and where (R15).' })
  whoAccepts!: string;
}
