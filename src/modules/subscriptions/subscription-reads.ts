import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import type { CustomerDigests } from '../customers/customer-digest.port';
import type { SoldSubscription } from '../relationships/relationship.rules';
import type { SalePair, SalesReader } from '../relationships/sales.port';
import type { SubscriptionPort } from '../relationships/subscription.port';
import { subscriptionIdOf } from '../visibility/object-ids';
import { type CustomerDigest, findCustomerDigests } from './subscription-digest.queries';

interface SoldRow {
  readonly customerId: string;
  readonly resellerId: string;
  readonly key: string;
  readonly name: string | null;
  readonly service: Service;
  readonly status: string;
}

/**
 * What the older modules may ask of subscriptions, wired to their ports in the composition root. It only
 * reads: nothing that holds it can write a subscription.
 */
export class SubscriptionReads implements SubscriptionPort, SalesReader, CustomerDigests {
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

  async soldBy(db: Queryable, customerId: string, resellerId: string): Promise<SoldSubscription[]> {
    const [sold = []] = await findSales(db, [{ customerId, resellerId }]);
    return [...sold];
  }

  async salesOf(
    ctx: RequestContext,
    pairs: readonly SalePair[],
  ): Promise<readonly (readonly SoldSubscription[])[]> {
    return findSales(ctx.db, pairs);
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

/** What each reseller transacts with each customer, with opaque ids: they become blockers of a refusal (R30). */
async function findSales(
  db: Queryable,
  pairs: readonly SalePair[],
): Promise<readonly (readonly SoldSubscription[])[]> {
  if (pairs.length === 0) return [];
  const rows = await db.query<SoldRow>(sql`
    SELECT DISTINCT s.customer_id AS "customerId", s.transacting_reseller_id AS "resellerId", s.id AS key,
      coalesce(s.friendly_name, s.offer_name) AS name, s.service, s.status
    FROM unnest(${pairs.map((pair) => pair.customerId)}::uuid[],
      ${pairs.map((pair) => pair.resellerId)}::uuid[]) AS asked (customer_id, reseller_id)
    JOIN subscriptions s ON s.customer_id = asked.customer_id
      AND s.transacting_reseller_id = asked.reseller_id
    ORDER BY s.id`);
  return pairs.map(({ customerId, resellerId }) =>
    rows
      .filter((row) => row.customerId === customerId && row.resellerId === resellerId)
      .map(({ key, name, service, status }) => ({
        id: subscriptionIdOf(key),
        name,
        service,
        status,
      })),
  );
}
