import type { RequestContext } from '../../platform/graphql/context';

/**
 * What customers need of subscriptions: the digest of everything that each of these customers holds and
 * of who owns its account (domain section 9.1), in the order of the row ids, in one statement.
 */
export interface CustomerDigests {
  digestsOf(
    ctx: RequestContext,
    customerIds: readonly string[],
  ): Promise<readonly (string | null)[]>;
}
