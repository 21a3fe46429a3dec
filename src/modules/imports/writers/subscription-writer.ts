import type { Service } from '../../../kernel/service';
import { sql } from '../../../platform/database/sql';
import type { PrivilegeHolder } from '../../relationships/delegated-privileges.rules';
import { type ImportRefusal, importRefusal } from '../import-refusal';
import { customerOf, type ImportItem, type ImportScope, leaveOut } from '../import-scope';
import { refusalOfSecondHolder } from '../relationship-import.rules';
import type { SubscriptionRecord } from '../subscription-body';
import {
  type HeldBase,
  type HeldSubscription,
  isTransactingStatus,
  refusalOfBase,
  refusalToTakeOver,
} from '../subscription-import.rules';
import { resolvePartnersOfRecord } from './partner-of-record-rows';
import { otherTransactingHolders } from './relationship-rows';
import {
  insertSubscriptions,
  type SubscriptionRow,
  updateSubscriptions,
} from './subscription-rows';

type SubscriptionItem = ImportItem<SubscriptionRecord>;

/** An item whose customer is held. */
interface OwnedItem {
  readonly item: SubscriptionItem;
  readonly customerId: string;
  readonly service: Service;
  readonly held: HeldSubscription | null;
}

/**
 * Takes over Subscription bodies; each id stands at most once in a batch. Bases must have been written
 * in an earlier batch than their add-ons.
 */
export async function importSubscriptions(
  scope: ImportScope,
  items: readonly SubscriptionItem[],
): Promise<void> {
  const owned = await withCustomers(scope, items);
  const bases = await heldBases(scope, owned);
  const privileges = await privilegeFacts(scope, owned);
  const accepted = owned.filter((own) => {
    const refusal = refusalOf(scope, own, bases) ?? refusalOfSale(own, privileges);
    if (refusal) leaveOut(scope, 'Subscription', own.item, refusal);
    return !refusal;
  });
  const created = accepted.filter(({ held }) => held === null);
  const partnerIds = created.map(({ item }) => item.record.partnerId);
  const partnerOfRecord = await resolvePartnersOfRecord(scope, partnerIds);
  await insertSubscriptions(
    scope,
    created.map((own) => rowOf(own, partnerOfRecord(own.item.record.partnerId))),
  );
  // What is held keeps the Partner of Record it has.
  await updateSubscriptions(
    scope,
    accepted.filter(({ held }) => held !== null).map((own) => rowOf(own, scope.account.id)),
  );
}

function rowOf(
  { item, customerId, service }: OwnedItem,
  partnerOfRecordId: string,
): SubscriptionRow {
  return { record: item.record, customerId, service, partnerOfRecordId };
}

/** Leaves out what belongs to nobody known, and loads what is held of the rest. */
async function withCustomers(
  scope: ImportScope,
  items: readonly SubscriptionItem[],
): Promise<OwnedItem[]> {
  const tenantOf = (item: SubscriptionItem) => customerOf(scope, item.record.customerInLink);
  const tenants = [...new Set(items.map(tenantOf).filter((tenant) => tenant !== null))];
  // Writers of subscriptions take the customer FOR SHARE, so that no digest is taken in between.
  const customers = await scope.tx.query<{ id: string; tenantId: string }>(sql`
    SELECT id, tenant_id AS "tenantId" FROM customers
    WHERE tenant_id = ANY(${tenants}::uuid[]) ORDER BY id FOR SHARE`);
  const customerIds = new Map(customers.map(({ id, tenantId }) => [tenantId, id]));
  const held = await heldSubscriptions(scope, items);
  return items.flatMap((item) => {
    const tenant = tenantOf(item);
    const customerId = tenant === null ? undefined : customerIds.get(tenant);
    if (customerId === undefined) {
      const refusal =
        refusalWithoutCustomer(scope, item.record) ?? refusalOfUnknownCustomer(tenant);
      leaveOut(scope, 'Subscription', item, refusal);
      return [];
    }
    const { subscriptionId, offerId } = item.record;
    const present = held.get(subscriptionId) ?? null;
    // The service is decided once, when the subscription is inserted.
    const service = present?.service ?? scope.serviceOfOffer(offerId);
    return [{ item, customerId, service, held: present }];
  });
}

/** A subscription must say whose it is: itself, by its collection, or by the command line. */
export function refusalWithoutCustomer(
  scope: ImportScope,
  { customerInLink }: SubscriptionRecord,
): ImportRefusal | null {
  if (customerOf(scope, customerInLink) !== null) return null;
  const expected =
    'an address /customers/{id}/…, here or in the collection; --customer names it otherwise';
  return importRefusal('INVALID_INPUT', 'links.self.uri', expected);
}

function refusalOfUnknownCustomer(tenantId: string | null): ImportRefusal {
  const expected = `a customer that is held or imported with it; ${tenantId} is not`;
  return importRefusal('NOT_FOUND', 'links.self.uri', expected);
}

async function heldSubscriptions(
  scope: ImportScope,
  items: readonly SubscriptionItem[],
): Promise<ReadonlyMap<string, HeldSubscription>> {
  const ids = items.map(({ record }) => record.subscriptionId);
  const held = await scope.tx.query<HeldSubscription & { subscriptionId: string }>(sql`
    SELECT subscription_id AS "subscriptionId", customer_id AS "customerId",
      transacting_reseller_id AS "transactingResellerId", partner_id AS "partnerId", service, status,
      suspended_by AS "suspendedBy"
    FROM subscriptions WHERE subscription_id = ANY(${ids}::uuid[]) ORDER BY customer_id, id FOR UPDATE`);
  return new Map(held.map((subscription) => [subscription.subscriptionId, subscription]));
}

async function heldBases(
  scope: ImportScope,
  owned: readonly OwnedItem[],
): Promise<ReadonlyMap<string, HeldBase>> {
  const ids = owned.flatMap(({ item }) => item.record.parentSubscriptionId ?? []);
  if (ids.length === 0) return new Map();
  const bases = await scope.tx.query<HeldBase & { subscriptionId: string }>(sql`
    SELECT subscription_id AS "subscriptionId", customer_id AS "customerId" FROM subscriptions
    WHERE subscription_id = ANY(${ids}::uuid[])`);
  return new Map(bases.map((base) => [base.subscriptionId, base]));
}

function refusalOf(
  scope: ImportScope,
  { item, customerId, held }: OwnedItem,
  bases: ReadonlyMap<string, HeldBase>,
): ImportRefusal | null {
  const { partnerId, status, parentSubscriptionId } = item.record;
  const transactingResellerId = scope.account.id;
  const incoming = { customerId, transactingResellerId, partnerId, status };
  const refusal = held ? refusalToTakeOver(incoming, held) : null;
  if (refusal || parentSubscriptionId === null) return refusal;
  return refusalOfBase(customerId, bases.get(parentSubscriptionId) ?? null);
}

interface PrivilegeFacts {
  /** `customer service` of the account's own ACTIVE privileges. */
  readonly own: ReadonlySet<string>;
  readonly otherHolders: readonly (PrivilegeHolder & { readonly customerId: string })[];
}

async function privilegeFacts(
  scope: ImportScope,
  owned: readonly OwnedItem[],
): Promise<PrivilegeFacts> {
  const customerIds = [...new Set(owned.map(({ customerId }) => customerId))];
  const otherHolders = await otherTransactingHolders(scope, customerIds);
  if (otherHolders.length === 0) return { own: new Set(), otherHolders };
  const own = await scope.tx.query<{ customerId: string; service: Service }>(sql`
    SELECT customer_id AS "customerId", service FROM delegated_privileges
    WHERE customer_id = ANY(${customerIds}::uuid[]) AND reseller_id = ${scope.account.id} AND status = 'ACTIVE'`);
  return {
    own: new Set(own.map(({ customerId, service }) => `${customerId} ${service}`)),
    otherHolders,
  };
}

/** R21: a sale that makes the account a second transacting holder is refused like the privilege would be. */
function refusalOfSale(
  { item, customerId, service }: OwnedItem,
  { own, otherHolders }: PrivilegeFacts,
): ImportRefusal | null {
  if (!isTransactingStatus(item.record.status) || !own.has(`${customerId} ${service}`)) return null;
  const facts = {
    otherHolders: otherHolders.filter((holder) => holder.customerId === customerId),
    soldServices: [service],
  };
  return refusalOfSecondHolder(service, facts, null);
}
