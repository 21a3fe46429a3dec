import type { Service } from '../../kernel/service';
import type { Queryable } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import type { SoldSubscription } from '../relationships/relationship.rules';
import type { CustomerDigest, SubscriptionPort } from '../relationships/subscription.port';
import { findCustomerDigests } from './subscription-digest.queries';

/** What relationship operations ask of subscriptions: reads only, inside their own transaction. */
export class SubscriptionReader implements SubscriptionPort {
  async digestOf(db: Queryable, customerId: string): Promise<CustomerDigest> {
    const digest = (await findCustomerDigests(db, [customerId])).get(customerId);
    if (!digest) throw new Error(`no customer ${customerId} to make a digest of`);
    return digest;
  }

  async soldBy(db: Queryable, customerId: string, resellerId: string): Promise<SoldSubscription[]> {
    return db.query<SoldSubscription>(sql`
      SELECT id, coalesce(friendly_name, offer_name) AS name, service, status FROM subscriptions
      WHERE customer_id = ${customerId} AND transacting_reseller_id = ${resellerId}
      ORDER BY created_at, id`);
  }

  async transactedServices(
    db: Queryable,
    customerId: string,
    resellerId: string,
  ): Promise<Service[]> {
    const rows = await db.query<{ service: Service }>(sql`
      SELECT DISTINCT service FROM subscriptions
      WHERE customer_id = ${customerId} AND transacting_reseller_id = ${resellerId}
        AND status IN ('PENDING', 'ACTIVE', 'SUSPENDED')
      ORDER BY service`);
    return rows.map(({ service }) => service);
  }
}
