import { Field, Int, ObjectType } from 'type-graphql';

import type { Caller } from '../../kernel/actor';
import type { CommandOutcome } from '../../platform/commands/command';
import type { Proof as ProofOfCommand } from './proof';

@ObjectType('Proof', {
  description:
    'Shows that one relationship operation left what the customer holds as it was: subscriptions, ownership, terms and Partner of Record (R1 to R4). It speaks of this operation only; sellers may change a digest later.',
  simpleResolvers: true,
})
export class Proof {
  @Field(() => Boolean, {
    description:
      'Whether both digests are equal. An operation for which they were not would have been rolled back.',
  })
  unchanged!: boolean;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many subscriptions the customer holds from all its resellers; null for resellers.',
  })
  subscriptionCount!: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Digest of the customer before the operation, as `Customer.subscriptionsDigest`; null for resellers.',
  })
  before!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The same after it, inside the same transaction; null for resellers.',
  })
  after!: string | null;
}

/**
 * The proof as a caller may read it (domain section 9.1): a reseller learns that nothing changed, and
 * not how much there is. A dry run proves nothing.
 */
export function proofFor(
  viewer: Caller | null,
  { result, isDryRun }: CommandOutcome<{ readonly proof: ProofOfCommand }>,
): Proof | null {
  if (isDryRun) return null;
  const { unchanged, subscriptionCount, before, after } = result.proof;
  return viewer?.side === 'partner'
    ? { unchanged, subscriptionCount: null, before: null, after: null }
    : { unchanged, subscriptionCount, before, after };
}
