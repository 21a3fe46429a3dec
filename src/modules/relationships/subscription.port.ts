import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import type { SoldSubscription } from './relationship.rules';

/** What a customer holds, in one number: equal digests mean that nothing of R1 to R4 has changed. */
export interface CustomerDigest {
  /** Lower-case hex SHA-256 over the account owner and every subscription (domain section 9.1). */
  readonly digest: string;
  readonly subscriptionCount: number;
}

/**
 * What relationships need to know of subscriptions, which are the younger concept. The composition root
 * hands in the implementation; there is no way from here to write one.
 */
export interface SubscriptionPort {
  digestOf(db: Queryable, customerId: string): Promise<CustomerDigest>;
  /** Subscriptions that this reseller transacts with the customer, in any state; `id` is the opaque one. */
  soldBy(db: Queryable, customerId: string, resellerId: string): Promise<SoldSubscription[]>;
  /** Services of which the reseller holds a subscription that is PENDING, ACTIVE or SUSPENDED (D7). */
  transactedServices(db: Queryable, customerId: string, resellerId: string): Promise<Service[]>;
}
