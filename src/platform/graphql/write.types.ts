import { Field, InputType, ObjectType } from 'type-graphql';

import type { CommandOutcome } from '../commands/command';
import type { WriteInput } from '../commands/contract';

/** What every mutation input carries (R41, domain section 5). */
@InputType()
export abstract class WriteInputFields implements WriteInput {
  @Field(() => String, {
    nullable: true,
    description:
      'An id of your own for this call, 1 to 128 characters. The same call with the same id within 24 hours answers as the first did and changes nothing again; with another input it is refused with IDEMPOTENCY_KEY_REUSED (R41).',
  })
  clientRequestId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'True: every check is made and nothing is changed, so a refusal is the one the real call would get. Left out or null: false.',
  })
  validateOnly?: boolean | null;
}

/** What every payload carries. */
@ObjectType()
export abstract class WritePayloadFields {
  @Field(() => String, {
    nullable: true,
    description: 'The `clientRequestId` of the input; null when none was sent.',
  })
  clientRequestId!: string | null;

  @Field(() => Boolean, {
    description:
      'True when `validateOnly` was set: every check passed and nothing was changed. Objects that the real call would make are null then.',
  })
  dryRun!: boolean;

  @Field(() => Boolean, {
    description:
      'True when the act had been done before and nothing changed now, by the same `clientRequestId` or because it was already so.',
  })
  repeated!: boolean;
}

export function writePayload(
  input: WriteInput,
  outcome: CommandOutcome<object>,
): WritePayloadFields {
  return {
    clientRequestId: input.clientRequestId ?? null,
    dryRun: outcome.isDryRun,
    repeated: outcome.isRepeated,
  };
}
