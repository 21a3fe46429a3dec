import type { CustomerActor, PartnerActor } from '../../../kernel/actor';
import type { CloudInstance } from '../../../kernel/cloud-instance';
import type { EventNameKey } from '../../../kernel/event-name';
import { allOf, type Sql, sql } from '../../../platform/database/sql';
import { knowsCustomerOf, visibleEvents } from '../../visibility/change-log.visibility';

/** What decides which events an endpoint gets, as statements select it with `ENDPOINT_COLUMNS`. */
export interface EndpointFacts {
  readonly id: string;
  readonly resellerId: string | null;
  readonly customerId: string | null;
  readonly tenantId: string;
  readonly cloudInstance: CloudInstance;
  readonly eventNames: readonly EventNameKey[];
  readonly customerIds: readonly string[];
}

export const ENDPOINT_COLUMNS = sql`w.id, w.reseller_id AS "resellerId", w.customer_id AS "customerId",
  coalesce(r.tenant_id, c.tenant_id) AS "tenantId", coalesce(r.cloud_instance, c.cloud_instance) AS "cloudInstance",
  w.event_names AS "eventNames", w.customer_ids AS "customerIds"`;

export const ENDPOINT_TABLES = sql`webhook_endpoints w LEFT JOIN resellers r ON r.id = w.reseller_id
  LEFT JOIN customers c ON c.id = w.customer_id`;

/**
 * As whom an endpoint reads: what an application of the reseller sees, or a global administrator of the
 * customer, which are the least that own webhooks (domain section 6).
 */
export function ownerOfEndpoint(endpoint: EndpointFacts): PartnerActor | CustomerActor {
  const { resellerId, customerId, tenantId, cloudInstance } = endpoint;
  const identity = { tenantId, cloudInstance, userId: 'webhooks', displayName: null };
  if (resellerId !== null) {
    return {
      ...identity,
      side: 'partner',
      kind: 'APPLICATION',
      resellerId,
      roles: [],
      claimsCustomerGlobalAdmin: false,
    };
  }
  if (customerId === null) throw new Error('an endpoint has an owner');
  return {
    ...identity,
    side: 'customer',
    kind: 'CUSTOMER_USER',
    customerId,
    roles: ['CUSTOMER_GLOBAL_ADMIN'],
  };
}

/**
 * Which events (alias `e`) an endpoint gets, asked when they are found and again before each is sent: what
 * its owner may read now and its filter names. A test is for the endpoint that it tests.
 */
export function eventsFor(endpoint: EndpointFacts): Sql {
  const { id, eventNames, customerIds } = endpoint;
  const owner = ownerOfEndpoint(endpoint);
  const filter = [
    ...(eventNames.length > 0 ? [sql`e.name = ANY(${[...eventNames]}::text[])`] : []),
    // A customer that is withheld from the owner must not be found by asking for it (R36).
    ...(customerIds.length > 0
      ? [sql`e.customer_id = ANY(${[...customerIds]}::uuid[]) AND ${knowsCustomerOf(owner)}`]
      : []),
  ];
  return allOf([
    visibleEvents(owner),
    sql`CASE e.name WHEN 'TEST_CREATED' THEN e.resource_id = ${id}::uuid ELSE ${allOf(filter)} END`,
  ]);
}
