import { Arg, Field, Int, Mutation, ObjectType, Resolver } from 'type-graphql';

import { AuditOperation } from '../../kernel/audit-operation';
import { SandboxAccess } from '../../platform/graphql/access';
import { DateTimeScalar, DurationScalar } from '../../platform/graphql/scalars';
import type { Sandbox } from './sandbox';

@ObjectType('SandboxResetPayload', { description: 'Answer of `sandboxReset`.' })
class SandboxResetPayload {
  @Field(() => DateTimeScalar, { description: 'What the demo takes for now: the real time again.' })
  now!: Date;
}

@ObjectType('SandboxPlatformAct', {
  description: 'What the platform did by itself, and how often.',
})
class SandboxPlatformAct {
  @Field(() => AuditOperation, {
    description: 'What it did, as its audit records call it: each act has one.',
  })
  operation!: AuditOperation;

  @Field(() => Int, { description: 'How often; at least once.' })
  count!: number;
}

@ObjectType('SandboxAdvanceClockPayload', { description: 'Answer of `sandboxAdvanceClock`.' })
class SandboxAdvanceClockPayload {
  @Field(() => DateTimeScalar, { description: 'What the demo takes for now from here on.' })
  now!: Date;

  @Field(() => [SandboxPlatformAct], {
    description:
      'What had become due and was done before this answer: requests that expired, subscriptions that were provisioned, renewed or ended. Empty where nothing was due.',
  })
  platformActs!: readonly SandboxPlatformAct[];
}

/** Built into the schema of a demo server only. */
@Resolver()
export class SandboxResolver {
  constructor(private readonly sandbox: Sandbox) {}

  @SandboxAccess()
  @Mutation(() => SandboxResetPayload, {
    nullable: true,
    description:
      'Begins the demo again: everything that was done or imported is gone, the story stands as at the first start, and the clock shows the real time. On a demo server only; for every persona.',
  })
  async sandboxReset(): Promise<SandboxResetPayload> {
    return { now: await this.sandbox.reset() };
  }

  @SandboxAccess()
  @Mutation(() => SandboxAdvanceClockPayload, {
    nullable: true,
    description:
      'Moves the clock of the demo forward, at most 5 years ahead of the real time, and does what is due by then: requests expire, subscriptions renew or end. Tokens keep to the real time. On a demo server only; for every persona.',
  })
  async sandboxAdvanceClock(
    @Arg('by', () => DurationScalar, {
      description: 'By how much, in whole parts: `P90D`, `P1Y` or `PT12H` for instance.',
    })
    by: string,
  ): Promise<SandboxAdvanceClockPayload> {
    const { now, acts } = await this.sandbox.advanceClock(by);
    return { now, platformActs: acts };
  }
}
