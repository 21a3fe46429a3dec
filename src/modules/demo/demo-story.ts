import { type ActorStamp, actorStamp, platformActor } from '../../kernel/actor';
import { CLOUD_POLICIES, type CloudInstance } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';
import type { Database, Transaction } from '../../platform/database/database';
import { sql } from '../../platform/database/sql';
import { DEMO_IDS } from './demo-ids';
import { DEMO_OFFERS, OFFER_IDS } from './demo-offers';
import { DEMO_TENANTS, type DemoTenantKey } from './tenants';

const DAY_MS = 86_400_000;

interface StoryTime {
  readonly now: Date;
  readonly instance: CloudInstance;
}

interface DemoReseller {
  readonly key: Exclude<DemoTenantKey, 'customer' | 'customer2' | 'customer3'>;
  readonly kind: string;
  readonly accountStatus?: string;
  readonly specialties?: readonly Service[];
}

const RESELLERS: readonly DemoReseller[] = [
  { key: 'resellerA', kind: 'DIRECT_BILL', specialties: ['EXCHANGE_OFFICE', 'DYNAMICS'] },
  { key: 'resellerB', kind: 'DIRECT_BILL', specialties: ['EXCHANGE_OFFICE', 'INTUNE'] },
  { key: 'provider', kind: 'INDIRECT_PROVIDER' },
  { key: 'indirectReseller', kind: 'INDIRECT_RESELLER', specialties: ['DYNAMICS'] },
  { key: 'resellerSuspended', kind: 'DIRECT_BILL', accountStatus: 'SUSPENDED' },
  { key: 'resellerUs', kind: 'DIRECT_BILL' },
  { key: 'operator', kind: 'OPERATOR' },
];

const CUSTOMERS = ['customer', 'customer2', 'customer3'] as const;
type CustomerKey = (typeof CUSTOMERS)[number];

interface DemoSubscription {
  readonly key: keyof typeof DEMO_IDS.subscriptions;
  readonly customer: CustomerKey;
  readonly seller: 'resellerA' | 'resellerB';
  readonly offerId: string;
  readonly friendlyName: string;
  readonly quantity: number;
}

// Woodgrove bought everything from Contoso; Northwind Traders bought the same service from both.
const SUBSCRIPTIONS: readonly DemoSubscription[] = [
  {
    key: 'woodgroveMail',
    customer: 'customer',
    seller: 'resellerA',
    offerId: OFFER_IDS.OFFICE_365_ENTERPRISE_E3,
    friendlyName: 'Head office',
    quantity: 120,
  },
  {
    key: 'woodgroveShops',
    customer: 'customer',
    seller: 'resellerA',
    offerId: OFFER_IDS.OFFICE_365_BUSINESS_ESSENTIALS,
    friendlyName: 'Shops',
    quantity: 45,
  },
  {
    key: 'woodgroveSales',
    customer: 'customer',
    seller: 'resellerA',
    offerId: OFFER_IDS.DYNAMICS_CRM_ONLINE_PROFESSIONAL,
    friendlyName: 'Sales department',
    quantity: 12,
  },
  {
    key: 'northwindMail',
    customer: 'customer3',
    seller: 'resellerA',
    offerId: OFFER_IDS.OFFICE_365_ENTERPRISE_E1,
    friendlyName: 'Warehouse',
    quantity: 30,
  },
  {
    key: 'northwindProPlus',
    customer: 'customer3',
    seller: 'resellerB',
    offerId: OFFER_IDS.OFFICE_365_PROPLUS,
    friendlyName: 'Design studio',
    quantity: 8,
  },
];

const PLATFORM: ActorStamp = actorStamp(platformActor('demo'));

async function insertReseller(tx: Transaction, story: StoryTime, it: DemoReseller): Promise<void> {
  const tenant = DEMO_TENANTS[it.key];
  await tx.query(sql`
    INSERT INTO resellers (id, tenant_id, mpn_id, name, country, cloud_instance, kind, account_status,
      agreement_accepted, specialties, created_at, updated_at)
    VALUES (${DEMO_IDS.resellers[it.key]}, ${tenant.tenantId}, ${tenant.mpnId}, ${tenant.name}, ${tenant.country},
      ${tenant.cloudInstance ?? story.instance}, ${it.kind}, ${it.accountStatus ?? 'ACTIVE'}, true,
      ${it.specialties ?? []}, ${story.now}, ${story.now})`);
}

async function insertCustomer(tx: Transaction, story: StoryTime, key: CustomerKey): Promise<void> {
  const tenant = DEMO_TENANTS[key];
  const address = { country: tenant.country, city: 'Shanghai', addressLine1: '1 Century Avenue' };
  const billing = {
    firstName: 'Tao',
    lastName: 'Lin',
    email: `billing@${tenant.domain}`,
    culture: 'zh-CN',
    language: 'zh',
    companyName: tenant.name,
    defaultAddress: address,
  };
  await tx.query(sql`
    INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, domain, email, company_address,
      billing_profile, custom_domains, created_at, updated_at)
    VALUES (${DEMO_IDS.customers[key]}, ${tenant.tenantId}, ${story.instance}, ${tenant.country}, ${tenant.name},
      ${tenant.domain}, ${`office@${tenant.domain}`}, ${JSON.stringify(address)}, ${JSON.stringify(billing)},
      ${[tenant.domain]}, ${story.now}, ${story.now})`);
}

async function insertRelationship(
  tx: Transaction,
  story: StoryTime,
  key: keyof typeof DEMO_IDS.relationships,
  customer: CustomerKey,
  reseller: 'resellerA' | 'resellerB',
): Promise<void> {
  const acceptedAt = new Date(story.now.getTime() - 400 * DAY_MS);
  await tx.query(sql`
    INSERT INTO relationships (customer_id, id, reseller_id, status, origin, accepted_at, accepted_by, created_at, updated_at)
    VALUES (${DEMO_IDS.customers[customer]}, ${DEMO_IDS.relationships[key]}, ${DEMO_IDS.resellers[reseller]}, 'ACTIVE',
      'MIGRATED', ${acceptedAt}, ${JSON.stringify(PLATFORM)}, ${acceptedAt}, ${acceptedAt})`);
}

async function insertPrivileges(
  tx: Transaction,
  story: StoryTime,
  key: keyof typeof DEMO_IDS.relationships,
  customer: CustomerKey,
  services: readonly Service[],
): Promise<void> {
  const grantedAt = new Date(story.now.getTime() - 400 * DAY_MS);
  for (const [position, service] of services.entries()) {
    const relationshipId = DEMO_IDS.relationships[key];
    await tx.query(sql`
      INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status, transacting, granted_at, granted_by)
      SELECT customer_id, ${DEMO_IDS.privilege(relationshipId, position)}, id, reseller_id, ${service}, 'ACTIVE',
        is_transacting(customer_id, reseller_id, ${service}), ${grantedAt}, ${JSON.stringify(PLATFORM)}
      FROM relationships WHERE customer_id = ${DEMO_IDS.customers[customer]} AND id = ${relationshipId}`);
  }
}

async function insertSubscription(
  tx: Transaction,
  story: StoryTime,
  it: DemoSubscription,
  position: number,
): Promise<void> {
  const offer = DEMO_OFFERS.find(({ id }) => id === it.offerId);
  if (!offer) throw new Error(`the demo sells the unknown offer ${it.offerId}`);
  const start = new Date(story.now.getTime() - (200 + position) * DAY_MS);
  const end = new Date(start.getTime() + 365 * DAY_MS);
  const ids = DEMO_IDS.subscriptions[it.key];
  await tx.query(sql`
    INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id, service,
      offer_id, offer_name, publisher_name, is_microsoft_product, friendly_name, quantity, unit_type, creation_date,
      effective_start_date, commitment_end_date, status, auto_renew_enabled, renewal_term_duration, term_duration,
      billing_type, billing_cycle, contract_type, is_trial, order_id, created_at, updated_at)
    VALUES (${DEMO_IDS.customers[it.customer]}, ${ids.id}, ${ids.subscriptionId}, ${DEMO_IDS.resellers[it.seller]},
      ${DEMO_IDS.resellers[it.seller]}, ${offer.service}, ${offer.id}, ${offer.name}, 'Microsoft Corporation', true,
      ${it.friendlyName}, ${it.quantity}, 'Licenses', ${start}, ${start}, ${end}, 'ACTIVE', true, 'P1Y', 'P1Y', 'LICENSE',
      'ANNUAL', 'SUBSCRIPTION', false, ${ids.orderId}, ${story.now}, ${story.now})`);
}

/** Every row that the story begins with, in their order. */
export async function insertStory(tx: Transaction, story: StoryTime): Promise<void> {
  for (const reseller of RESELLERS) await insertReseller(tx, story, reseller);
  await tx.query(sql`
    INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at)
    VALUES (${DEMO_IDS.resellers.provider}, ${DEMO_IDS.partnership}, ${DEMO_IDS.resellers.indirectReseller}, 'ACTIVE', ${story.now})`);
  for (const key of CUSTOMERS) await insertCustomer(tx, story, key);
  for (const [position, it] of SUBSCRIPTIONS.entries()) {
    await insertSubscription(tx, story, it, position);
  }
  const { services, privilegeUnit } = CLOUD_POLICIES[story.instance];
  // Where privileges have no smaller unit than the tenant, a customer cannot have granted one service.
  const exchange = privilegeUnit === 'WHOLE_TENANT' ? services : (['EXCHANGE_OFFICE'] as const);
  await insertRelationship(tx, story, 'woodgroveContoso', 'customer', 'resellerA');
  await insertPrivileges(tx, story, 'woodgroveContoso', 'customer', services);
  await insertRelationship(tx, story, 'northwindContoso', 'customer3', 'resellerA');
  await insertPrivileges(tx, story, 'northwindContoso', 'customer3', exchange);
  await insertRelationship(tx, story, 'northwindFabrikam', 'customer3', 'resellerB');
}

/** Loads the demo story into a database without resellers. Tells whether it did. */
export async function loadDemoStory(
  database: Database,
  now: Date,
  instance: CloudInstance,
): Promise<boolean> {
  return database.transaction({ actor: 'platform', operation: 'import' }, async (tx) => {
    const [known] = await tx.query(sql`SELECT 1 FROM resellers LIMIT 1`);
    if (known) return false;
    await insertStory(tx, { now, instance });
    return true;
  });
}
