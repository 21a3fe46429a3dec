import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import type { CustomerDigests } from '../customers/customer-digest.port';
import type { SoldSubscription } from '../relationships/relationship.rules';
import type { SubscriptionPort } from '../relationships/subscription.port';
import { subscriptionIdOf } from '../visibility/object-ids';
import { type CustomerDigest, findCustomerDigests } from './subscription-digest.queries';

interface SoldRow {
  readonly key: string;
  readonly name: string | null;
  readonly service: Service;
  readonly status: string;
}

/**
 * What the older modules may ask of subscriptions, wired to their ports in the composition root. It only
 * reads: nothing that holds it can write a subscription.
 */
export class SubscriptionReads implements SubscriptionPort, CustomerDigests {
  async digestOf(db: Queryable, customerId: string): Promise<CustomerDigest> {
    const digest = (await findCustomerDigests(db, [customerId])).get(customerId);
    if (!digest) throw new Error(`There is no customer ${customerId} to digest`);
    return digest;
  }

  async digestsOf(
    ctx: RequestContext,
    customerIds: readonly string[],
  ): Promise<readonly (string | null)[]> {
    const digests = await findCustomerDigests(ctx.db, customerIds);
    return customerIds.map((id) => digests.get(id)?.digest ?? null);
  }

  /** With opaque ids, because they become blockers of a refusal (R30). */
  async soldBy(db: Queryable, customerId: string, resellerId: string): Promise<SoldSubscription[]> {
    const rows = await db.query<SoldRow>(sql`
      SELECT s.id AS key, coalesce(s.friendly_name, s.offer_name) AS name, s.service, s.status
      FROM subscriptions s
      WHERE s.customer_id = ${customerId}::uuid
        AND s.transacting_reseller_id = ${resellerId}::uuid
      ORDER BY s.id`);
    return rows.map(({ key, ...sold }) => ({ id: subscriptionIdOf(key), ...sold }));
  }

  async transactedServices(
    db: Queryable,
    customerId: string,
    resellerId: string,
  ): Promise<Service[]> {
    const rows = await db.query<{ readonly service: Service }>(sql`
      SELECT DISTINCT s.service FROM subscriptions s
      WHERE s.customer_id = ${customerId}::uuid
        AND s.transacting_reseller_id = ${resellerId}::uuid
        AND s.status IN ('PENDING', 'ACTIVE', 'SUSPENDED')
      ORDER BY s.service`);
    return rows.map(({ service }) => service);
  }
}
