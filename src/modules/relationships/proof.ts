import type { CommandScope } from '../../platform/commands/command';
import type { SubscriptionPort } from './subscription.port';

/** What a relationship operation shows of what it left as it was (domain section 9.1). */
export interface Proof {
  readonly unchanged: boolean;
  readonly subscriptionCount: number;
  readonly before: string;
  readonly after: string;
}

/** An operation that touched what it must never touch. Rolled back; answered as INTERNAL, and an alarm. */
export class PromiseBrokenError extends Error {
  constructor(customerId: string, before: string, after: string) {
    super(`The digest of customer ${customerId} went from ${before} to ${after}`);
    this.name = 'PromiseBrokenError';
  }
}

/**
 * Does the writes of a relationship operation between two digests of the customer (R1-R4). The caller
 * holds the customer's row FOR NO KEY UPDATE, so no writer of subscriptions can come between.
 */
export async function provingUnchanged<Result>(
  scope: CommandScope,
  subscriptions: SubscriptionPort,
  customerId: string,
  write: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly proof: Proof }> {
  const before = await subscriptions.digestOf(scope.tx, customerId);
  const result = await write();
  const after = await subscriptions.digestOf(scope.tx, customerId);
  if (before.digest !== after.digest) {
    throw new PromiseBrokenError(customerId, before.digest, after.digest);
  }
  return {
    result,
    proof: {
      unchanged: true,
      subscriptionCount: after.subscriptionCount,
      before: before.digest,
      after: after.digest,
    },
  };
}
