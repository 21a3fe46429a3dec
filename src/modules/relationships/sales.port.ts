import type { RequestContext } from '../../platform/graphql/context';
import type { SoldSubscription } from './relationship.rules';

/** A customer and a reseller, by row id. */
export interface SalePair {
  readonly customerId: string;
  readonly resellerId: string;
}

/**
 * What reads of relationships need of subscriptions, for many pairs in one statement: those that the
 * reseller transacts with the customer, in any state, in the order of the pairs. It feeds verdicts
 * (R21, R30), so it is not scoped to the caller.
 */
export interface SalesReader {
  salesOf(
    ctx: RequestContext,
    pairs: readonly SalePair[],
  ): Promise<readonly (readonly SoldSubscription[])[]>;
}
