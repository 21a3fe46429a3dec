import type { PartnerActor } from '../../../kernel/actor';
import type { Service } from '../../../kernel/service';
import type { Transaction } from '../../../platform/database/database';
import { findRows } from '../../../platform/database/find-rows';
import { isOneOf, sql } from '../../../platform/database/sql';
import type { CustomerEntity } from '../../customers/customer.entity';
import { activeServicesOf } from '../delegated-privileges.rules';
import type { InvitationFacts } from '../invitation.rules';
import { RelationshipRequestEntity } from '../relationship-request.entity';
import { loadInvitationFacts, lockInviters } from './invitation-keeper';
import { findCustomersByTenant, listActivePrivileges, lockCustomersByTenant } from './load-facts';

/** What decisions about requests of one reseller look at. Tenants in lower case. */
export interface RequestBatchFacts {
  /** By the provider that is asked with; `null` = alone. */
  readonly invitations: ReadonlyMap<string | null, InvitationFacts>;
  /** Held customers by tenant. */
  readonly customers: ReadonlyMap<string, CustomerEntity>;
  /** Services with ACTIVE privileges by customer; only customers with an ACTIVE relationship are in it. */
  readonly activeServices: ReadonlyMap<string, readonly Service[]>;
  /** The same of the providers that are asked with. */
  readonly activeServicesOfProviders: ReadonlyMap<string, ReadonlyMap<string, readonly Service[]>>;
  /** The request that waits, by the tenant it names. Grows with what is decided. */
  readonly pending: Map<string, RelationshipRequestEntity>;
}

/**
 * Locks the parties of requests in the common order and reads what their decisions look at; as many
 * statements for many tenants as for one.
 */
export async function lockForRequests(
  tx: Transaction,
  actor: PartnerActor,
  asked: {
    readonly tenantIds: readonly string[];
    /** With whom it is asked; `null` = alone. */
    readonly providerIds: readonly (string | null)[];
  },
): Promise<RequestBatchFacts> {
  const { tenantIds } = asked;
  const inviting = [...new Set(asked.providerIds)];
  const providerIds = inviting.filter((id) => id !== null);
  const tenants = [...new Set(tenantIds)];
  const customers = new Map(await lockCustomersByTenant(tx, tenants));
  const idsOf = (): string[] => [...customers.values()].map(({ id }) => id);
  // Requests of one reseller queue here, so that two equal ones meet as "already there".
  const reseller = await lockInviters(tx, actor, providerIds);
  // Tenants may have followed the link meanwhile. Further acceptances wait for the reseller's row.
  const unknown = tenants.filter((tenantId) => !customers.has(tenantId));
  for (const [tenantId, customer] of await findCustomersByTenant(tx, unknown)) {
    customers.set(tenantId, customer);
  }
  const invitations = new Map<string | null, InvitationFacts>();
  for (const indirectProviderId of inviting) {
    invitations.set(
      indirectProviderId,
      await loadInvitationFacts(tx, actor, reseller, { indirectProviderId }),
    );
  }
  const ofProviders = new Map<string, ReadonlyMap<string, readonly Service[]>>();
  for (const id of providerIds) ofProviders.set(id, await activeServices(tx, idsOf(), id));
  return {
    invitations,
    activeServicesOfProviders: ofProviders,
    customers,
    activeServices: await activeServices(tx, idsOf(), actor.resellerId),
    pending: await findPending(tx, actor.resellerId, tenants),
  };
}

async function activeServices(
  tx: Transaction,
  customerIds: readonly string[],
  resellerId: string,
): Promise<ReadonlyMap<string, readonly Service[]>> {
  const privileges = await listActivePrivileges(tx, customerIds, resellerId);
  return new Map(
    [...privileges].map(([customerId, facts]) => [customerId, activeServicesOf(facts)]),
  );
}

async function findPending(
  tx: Transaction,
  resellerId: string,
  tenantIds: readonly string[],
): Promise<Map<string, RelationshipRequestEntity>> {
  if (tenantIds.length === 0) return new Map();
  const requests = await findRows(
    tx,
    RelationshipRequestEntity,
    sql`reseller_id = ${resellerId} AND ${isOneOf(sql`customer_tenant_id`, tenantIds)} AND status = 'PENDING'`,
  );
  return new Map(requests.map((request) => [request.customerTenantId ?? '', request]));
}
