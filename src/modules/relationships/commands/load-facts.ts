import type { Caller } from '../../../kernel/actor';
import { DomainError } from '../../../kernel/domain-error';
import type { Service } from '../../../kernel/service';
import type { CommandScope } from '../../../platform/commands/command';
import type { Transaction } from '../../../platform/database/database';
import { findRows } from '../../../platform/database/find-rows';
import { lockAndRead } from '../../../platform/database/row-locks';
import { isOneOf, join, type Sql, sql } from '../../../platform/database/sql';
import { CustomerEntity } from '../../customers/customer.entity';
import { ResellerEntity } from '../../resellers/reseller.entity';
import { resellerIdOf } from '../../visibility/object-ids';
import type { PrivilegeFacts, PrivilegeHolder } from '../delegated-privileges.rules';
import { RelationshipEntity } from '../relationship.entity';

/** Relationship operations are acts of callers; the platform's own come with expiry. */
export function callerOf(scope: CommandScope): Caller {
  if (scope.actor.side === 'platform') {
    throw new Error('a relationship operation needs a caller');
  }
  return scope.actor;
}

/** The reseller of a row, which a foreign key guarantees. */
export async function getReseller(tx: Transaction, id: string): Promise<ResellerEntity> {
  const [reseller] = await findRows(tx, ResellerEntity, sql`id = ${id}`);
  if (!reseller) throw new Error('a row names a reseller that is not there');
  return reseller;
}

export async function findCustomerByTenant(
  tx: Transaction,
  tenantId: string,
): Promise<CustomerEntity | null> {
  return tx.manager.findOneBy(CustomerEntity, { tenantId: tenantId.toLowerCase() });
}

/** Held customers by their tenant, in lower case. */
export async function findCustomersByTenant(
  tx: Transaction,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerEntity>> {
  if (tenantIds.length === 0) return new Map();
  const customers = await findRows(tx, CustomerEntity, hasTenant(tenantIds));
  return new Map(customers.map((customer) => [customer.tenantId, customer]));
}

/** The same under lock, in the common order. */
export async function lockCustomersByTenant(
  tx: Transaction,
  tenantIds: readonly string[],
): Promise<ReadonlyMap<string, CustomerEntity>> {
  if (tenantIds.length === 0) return new Map();
  const customers = await lockAndRead(tx, CustomerEntity, hasTenant(tenantIds), 'changing');
  return new Map(customers.map((customer) => [customer.tenantId, customer]));
}

function hasTenant(tenantIds: readonly string[]): Sql {
  return isOneOf(
    sql`tenant_id`,
    tenantIds.map((tenantId) => tenantId.toLowerCase()),
  );
}

/** @throws NOT_FOUND, the same for an unknown relationship and for one of others. */
export async function getRelationship(tx: Transaction, id: string): Promise<RelationshipEntity> {
  const relationship = await tx.manager.findOneBy(RelationshipEntity, { id });
  if (!relationship) throw new DomainError('NOT_FOUND');
  return relationship;
}

export async function findActiveRelationship(
  tx: Transaction,
  customerId: string,
  resellerId: string,
): Promise<RelationshipEntity | null> {
  const [relationship] = await findRows(
    tx,
    RelationshipEntity,
    sql`customer_id = ${customerId} AND reseller_id = ${resellerId} AND status = 'ACTIVE'`,
  );
  return relationship ?? null;
}

/** The latest state of each service's privileges; a service that was never granted is not in it. */
export async function listPrivileges(
  tx: Transaction,
  customerId: string,
  relationshipId: string,
): Promise<PrivilegeFacts[]> {
  return tx.query<PrivilegeFacts>(sql`
    SELECT DISTINCT ON (service) service, status FROM delegated_privileges
    WHERE customer_id = ${customerId} AND relationship_id = ${relationshipId}
    -- One grant of a service may be ACTIVE; imported ones do not know when they were given.
    ORDER BY service, status = 'ACTIVE' DESC, granted_at DESC NULLS LAST, id DESC`);
}

/**
 * ACTIVE privileges of one reseller by customer. Customers without an ACTIVE relationship with it are not
 * in the answer; those that granted it none have an empty list.
 */
export async function listActivePrivileges(
  tx: Transaction,
  customerIds: readonly string[],
  resellerId: string,
): Promise<ReadonlyMap<string, readonly PrivilegeFacts[]>> {
  if (customerIds.length === 0) return new Map();
  const rows = await tx.query<{ customer_id: string; services: readonly Service[] }>(sql`
    SELECT r.customer_id, coalesce(array_agg(p.service) FILTER (WHERE p.service IS NOT NULL), '{}') AS services
    FROM relationships r
    LEFT JOIN delegated_privileges p
      ON p.customer_id = r.customer_id AND p.relationship_id = r.id AND p.status = 'ACTIVE'
    WHERE r.customer_id IN (${join([...customerIds])}) AND r.reseller_id = ${resellerId} AND r.status = 'ACTIVE'
    GROUP BY r.customer_id`);
  return new Map(
    rows.map(({ customer_id: customerId, services }) => [
      customerId,
      services.map((service) => ({ service, status: 'ACTIVE' as const })),
    ]),
  );
}

/** ACTIVE privileges of the customer's other resellers, for R21. */
export async function listOtherHolders(
  tx: Transaction,
  customerId: string,
  resellerId: string,
): Promise<PrivilegeHolder[]> {
  const rows = await tx.query<{
    reseller_id: string;
    name: string;
    service: Service;
    transacting: boolean;
  }>(sql`
    SELECT p.reseller_id, r.name, p.service, p.transacting
    FROM delegated_privileges p JOIN resellers r ON r.id = p.reseller_id
    WHERE p.customer_id = ${customerId} AND p.status = 'ACTIVE' AND p.reseller_id <> ${resellerId}
    ORDER BY r.name, p.service`);
  return rows.map((row) => ({
    resellerId: resellerIdOf(row.reseller_id),
    resellerName: row.name,
    service: row.service,
    isTransacting: row.transacting,
  }));
}
