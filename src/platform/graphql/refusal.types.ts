import { Field, Int, ObjectType } from 'type-graphql';

import type {
  Blocker as BlockerShape,
  RefusedAttempt as RefusedAttemptShape,
} from '../../kernel/domain-error';
import { ErrorCode, ErrorKind } from '../../kernel/error-code';
import { Rule } from '../../kernel/rule';
import { Service } from '../../kernel/service';
import type { TextArguments } from '../../kernel/text-arguments';
import type { ActionVerdict as ActionVerdictShape, RefusalFacts } from '../../kernel/verdict';
import { ViewerAction } from '../../kernel/viewer-action';
import { Role } from './enums';

@ObjectType('RefusedAttempt', {
  description: 'One of several attempts that a refusal names.',
  simpleResolvers: true,
})
export class RefusedAttempt implements RefusedAttemptShape {
  @Field(() => ErrorCode, { description: 'What exactly was refused.' })
  code!: ErrorCode;

  @Field(() => Rule, {
    nullable: true,
    description: 'The rule that refuses; null where no single rule does.',
  })
  rule!: Rule | null;

  @Field(() => [String], { description: 'Input fields that made the attempt.' })
  fields!: readonly string[];

  /** What its text may name; not part of the graph. `message` comes with the texts. */
  args!: TextArguments;
}

@ObjectType('Blocker', {
  description: 'Something that stands in the way, and what would clear it.',
  simpleResolvers: true,
})
export class Blocker implements BlockerShape {
  @Field(() => String, { description: 'Name of the type of the object in the way.' })
  type!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Global id of the object; null where the caller may not know it.',
  })
  id!: string | null;

  @Field(() => String, { nullable: true, description: 'Its name, as far as it has one.' })
  name!: string | null;

  @Field(() => Service, { nullable: true, description: 'The service concerned, if it is one.' })
  service!: Service | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The mutation that would clear the way; null where nothing that anybody does would.',
  })
  clearedBy!: string | null;
}

@ObjectType('Refusal', {
  description: 'A refusal as data, with the facts that an error carries in its `extensions`.',
  simpleResolvers: true,
})
export class Refusal implements RefusalFacts {
  @Field(() => ErrorCode, { description: 'What exactly is refused.' })
  code!: ErrorCode;

  @Field(() => ErrorKind, { description: 'The group of the code.' })
  kind!: ErrorKind;

  @Field(() => Rule, {
    nullable: true,
    description: 'The rule that refuses; null where no single rule does.',
  })
  rule!: Rule | null;

  @Field(() => Int, { description: 'The HTTP status that the code stands for.' })
  httpStatus!: number;

  @Field(() => String, {
    nullable: true,
    description: 'A code of the source service that means the same; never branch on it alone.',
  })
  legacyCode!: string | null;

  /** What its text may name; not part of the graph. `message` comes with the texts. */
  args!: TextArguments;

  @Field(() => String, {
    nullable: true,
    description: 'More about the case for developers, in English.',
  })
  detail!: string | null;

  @Field(() => String, { nullable: true, description: 'Path of the input field at fault.' })
  field!: string | null;

  @Field(() => [String], { description: 'Input fields that make the attempt.' })
  fields!: readonly string[];

  @Field(() => [RefusedAttempt], { description: 'All refused attempts, the most severe first.' })
  refusals!: readonly RefusedAttempt[];

  @Field(() => [Role], { description: 'Roles that would be allowed, where the role refuses.' })
  allowedRoles!: readonly (typeof Role)[keyof typeof Role][];

  @Field(() => [Blocker], { description: 'What stands in the way.' })
  blockers!: readonly Blocker[];

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds after which a repetition makes sense; null where time changes nothing.',
  })
  retryAfterSeconds!: number | null;
}

@ObjectType('ActionVerdict', {
  description:
    'Whether the caller may do something now, from the same functions that decide when it tries.',
  simpleResolvers: true,
})
export class ActionVerdict implements ActionVerdictShape<ViewerAction> {
  @Field(() => ViewerAction, { description: 'What it would do.' })
  action!: ViewerAction;

  @Field(() => Service, {
    nullable: true,
    description: 'The service, for ADMINISTER; null for every other action.',
  })
  service!: Service | null;

  @Field(() => Boolean, { description: 'Whether it would be allowed.' })
  allowed!: boolean;

  @Field(() => ErrorCode, {
    nullable: true,
    description: 'The code that the attempt would answer; null when it is allowed.',
  })
  code!: ErrorCode | null;

  @Field(() => Rule, {
    nullable: true,
    description: 'The rule behind the code; null when it is allowed or no single rule refuses.',
  })
  rule!: Rule | null;

  @Field(() => [Refusal], {
    description: 'What would be refused, the most severe first; empty when it is allowed.',
  })
  refusals!: readonly Refusal[];
}
