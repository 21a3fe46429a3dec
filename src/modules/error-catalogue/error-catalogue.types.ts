import '../../platform/graphql/enums';

import { Field, Int, ObjectType } from 'type-graphql';

import { ErrorCode, ErrorKind } from '../../kernel/error-code';
import { Rule } from '../../kernel/rule';

@ObjectType('ErrorCatalogEntry', {
  description: 'One refusal that this server may answer with.',
  simpleResolvers: true,
})
export class ErrorCatalogEntry {
  @Field(() => ErrorCode, { description: 'Found in `extensions.code`.' })
  code!: ErrorCode;

  @Field(() => ErrorKind, { description: 'The group of the code.' })
  kind!: ErrorKind;

  @Field(() => Int, {
    description:
      'The HTTP status that the code stands for. Data only: once execution began the response is 200.',
  })
  httpStatus!: number;

  @Field(() => [String], {
    description:
      'Codes of the source service that mean the same. Never branch on one alone: some mean two things.',
  })
  legacyCodes!: readonly string[];

  @Field(() => Rule, {
    nullable: true,
    description: 'The rule behind the refusal; null where several or none apply.',
  })
  rule!: Rule | null;

  @Field(() => String, { description: 'What a caller reads, in the locale of this request.' })
  message!: string;

  @Field(() => String, {
    description: 'The rule in full, in English; the message where no single rule applies.',
  })
  description!: string;
}
