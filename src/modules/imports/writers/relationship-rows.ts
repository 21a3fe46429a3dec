import { CLOUD_POLICIES } from '../../../kernel/cloud-instance';
import type { Service } from '../../../kernel/service';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import type { DapStatus, PrivilegeHolder } from '../../relationships/delegated-privileges.rules';
import type { RelationshipStatus } from '../../relationships/relationship.rules';
import type { CustomerRecord } from '../customer-body';
import { importRefusal } from '../import-refusal';
import { type ImportItem, type ImportScope, leaveOut } from '../import-scope';
import { refusalOfPrivilege, refusalToMigrate } from '../relationship-import.rules';
import type { CustomerRow } from './customer-rows';
import { recordSet } from './record-set';

type CustomerItem = ImportItem<CustomerRecord>;

interface HeldRelationship {
  readonly id: string;
  readonly customerId: string;
  readonly status: RelationshipStatus;
}

interface HeldPrivilege {
  readonly customerId: string;
  readonly service: Service;
  readonly status: DapStatus;
}

interface NewPrivilege {
  readonly id: string;
  readonly customer_id: string;
  readonly relationship_id: string;
  readonly service: Service;
}

/**
 * Writes what customers' bodies say about the account: `relationshipToPartner: reseller` is an ACTIVE
 * relationship of origin MIGRATED, `allowDelegatedAccess: true` privileges on every service. A body that
 * says neither ends nothing: lists of customers leave both out.
 */
export async function writeRelationships(
  scope: ImportScope,
  items: readonly CustomerItem[],
  customers: ReadonlyMap<string, CustomerRow>,
): Promise<void> {
  const accepted = items.flatMap((item) => {
    const customer = customers.get(item.record.tenantId);
    return customer ? [{ item, customer }] : [];
  });
  const relationships = await latestRelationships(scope, [...customers.values()]);
  const created: HeldRelationship[] = [];
  for (const { item, customer } of accepted) {
    if (item.record.relationshipToPartner !== 'RESELLER') continue;
    const held = relationships.get(customer.id) ?? null;
    const refusal = refusalToMigrate(held?.status ?? null);
    if (refusal) leaveOut(scope, 'Relationship', item, refusal);
    else if (held) scope.tally.add('Relationship', 'unchanged');
    else created.push({ id: newId(), customerId: customer.id, status: 'ACTIVE' });
  }
  await insertRelationships(scope, created);
  for (const relationship of created) relationships.set(relationship.customerId, relationship);
  await writePrivileges(
    scope,
    accepted.filter(({ item }) => item.record.allowDelegatedAccess === true),
    relationships,
  );
}

/** The ACTIVE relationship of the account with each customer, otherwise the last REMOVED one. */
async function latestRelationships(
  scope: ImportScope,
  customers: readonly CustomerRow[],
): Promise<Map<string, HeldRelationship>> {
  const held = await scope.tx.query<HeldRelationship>(sql`
    SELECT DISTINCT ON (customer_id) id, customer_id AS "customerId", status FROM relationships
    WHERE customer_id = ANY(${customers.map(({ id }) => id)}::uuid[]) AND reseller_id = ${scope.account.id}
    ORDER BY customer_id, (status = 'ACTIVE') DESC, created_at DESC`);
  return new Map(held.map((relationship) => [relationship.customerId, relationship]));
}

async function insertRelationships(
  scope: ImportScope,
  relationships: readonly HeldRelationship[],
): Promise<void> {
  if (relationships.length === 0) return;
  const rows = relationships.map(({ id, customerId }) => ({ id, customer_id: customerId }));
  // When and by whom it was accepted, the source does not say.
  await scope.tx.query(sql`
    INSERT INTO relationships (customer_id, id, reseller_id, status, origin, created_at, updated_at)
    SELECT i.customer_id, i.id, ${scope.account.id}::uuid, 'ACTIVE', 'MIGRATED', ${scope.now}, ${scope.now}
    FROM ${recordSet(rows, { id: 'uuid', customer_id: 'uuid' }, 'i')}`);
  scope.tally.add('Relationship', 'created', relationships.length);
}

async function writePrivileges(
  scope: ImportScope,
  accepted: readonly { readonly item: CustomerItem; readonly customer: CustomerRow }[],
  relationships: ReadonlyMap<string, HeldRelationship>,
): Promise<void> {
  if (accepted.length === 0) return;
  const customerIds = accepted.map(({ customer }) => customer.id);
  const privileges = await latestPrivileges(scope, customerIds);
  const holders = await otherTransactingHolders(scope, customerIds);
  const sold = await soldServices(scope, customerIds);
  const granted: NewPrivilege[] = [];
  for (const { item, customer } of accepted) {
    const relationship = relationships.get(customer.id);
    if (relationship?.status !== 'ACTIVE') {
      const expected = 'false or nothing: the account has no relationship with the customer';
      const refusal = importRefusal('NO_RESELLER_RELATIONSHIP', 'allowDelegatedAccess', expected);
      leaveOut(scope, 'DelegatedPrivilege', item, refusal);
      continue;
    }
    const facts = {
      otherHolders: holders.filter(({ customerId }) => customerId === customer.id),
      soldServices: [
        ...sold.filter(({ customerId }) => customerId === customer.id).map((sale) => sale.service),
        ...scope.sales.servicesOf(customer.tenantId),
      ],
    };
    for (const service of CLOUD_POLICIES[customer.cloudInstance].services) {
      const held = privileges.get(`${customer.id} ${service}`)?.status ?? null;
      const refusal = held === 'ACTIVE' ? null : refusalOfPrivilege(service, held, facts);
      if (refusal) leaveOut(scope, 'DelegatedPrivilege', item, refusal);
      else if (held) scope.tally.add('DelegatedPrivilege', 'unchanged');
      else granted.push(newPrivilege(relationship, service));
    }
  }
  await insertPrivileges(scope, granted);
}

function newPrivilege(relationship: HeldRelationship, service: Service): NewPrivilege {
  return {
    id: newId(),
    customer_id: relationship.customerId,
    relationship_id: relationship.id,
    service,
  };
}

async function insertPrivileges(
  scope: ImportScope,
  privileges: readonly NewPrivilege[],
): Promise<void> {
  if (privileges.length === 0) return;
  const columns = { id: 'uuid', customer_id: 'uuid', relationship_id: 'uuid', service: 'text' };
  await scope.tx.query(sql`
    INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting)
    SELECT i.customer_id, i.id, i.relationship_id, ${scope.account.id}::uuid, i.service, 'ACTIVE',
      is_transacting(i.customer_id, ${scope.account.id}::uuid, i.service)
    FROM ${recordSet(privileges, columns, 'i')}`);
  scope.tally.add('DelegatedPrivilege', 'created', privileges.length);
}

/** Privileges of the account by customer and service: the ACTIVE ones, otherwise the last that ended. */
async function latestPrivileges(
  scope: ImportScope,
  customerIds: readonly string[],
): Promise<ReadonlyMap<string, HeldPrivilege>> {
  const held = await scope.tx.query<HeldPrivilege>(sql`
    SELECT DISTINCT ON (customer_id, service) customer_id AS "customerId", service, status
    FROM delegated_privileges
    WHERE customer_id = ANY(${customerIds}::uuid[]) AND reseller_id = ${scope.account.id}
    ORDER BY customer_id, service, (status = 'ACTIVE') DESC, ended_at DESC`);
  return new Map(
    held.map((privilege) => [`${privilege.customerId} ${privilege.service}`, privilege]),
  );
}

/** Other resellers that hold privileges for a service which they also sell to the customer (R21). */
export async function otherTransactingHolders(
  scope: ImportScope,
  customerIds: readonly string[],
): Promise<readonly (PrivilegeHolder & { readonly customerId: string })[]> {
  return scope.tx.query(sql`
    SELECT p.customer_id AS "customerId", p.service, p.transacting AS "isTransacting",
      p.reseller_id AS "resellerId", r.name AS "resellerName"
    FROM delegated_privileges p JOIN resellers r ON r.id = p.reseller_id
    WHERE p.customer_id = ANY(${customerIds}::uuid[]) AND p.status = 'ACTIVE' AND p.transacting
      AND p.reseller_id <> ${scope.account.id}`);
}

async function soldServices(
  scope: ImportScope,
  customerIds: readonly string[],
): Promise<readonly { readonly customerId: string; readonly service: Service }[]> {
  return scope.tx.query(sql`
    SELECT DISTINCT customer_id AS "customerId", service FROM subscriptions
    WHERE customer_id = ANY(${customerIds}::uuid[]) AND transacting_reseller_id = ${scope.account.id}
      AND status IN ('PENDING', 'ACTIVE', 'SUSPENDED')`);
}
