import { createHash } from 'node:crypto';

import type { Client } from 'pg';

import { newId } from '../../src/platform/ids';
import { POLICIES } from './facts';
import type { Instance, Service, State } from './model';
import { OFFERS } from './oracle-subscriptions';

/** The tenants and MPN ids of one run; whatever it makes belongs to one of them. */
export interface Cast {
  readonly instance: Instance;
  readonly country: string;
  readonly tenants: readonly string[];
  readonly mpnIds: readonly string[];
  /** Tenants that nobody holds at the beginning. */
  readonly newcomers: readonly string[];
  /** A partner that is known to the source only. */
  readonly unknownMpnId: string;
}

const HOMES = {
  china: { instance: 'CHINA_21VIANET', country: 'CN', abroad: 'FR', other: 'GLOBAL' },
  global: { instance: 'GLOBAL', country: 'DE', abroad: 'US', other: 'CHINA_21VIANET' },
} as const;
export type Home = keyof typeof HOMES;

type Row = Readonly<Record<string, unknown>>;

async function insert(client: Client, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ');
  await client.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  );
}

let mpnIds = 0;
const newMpnId = (): string => String(4_000_000 + (mpnIds += 1));

/**
 * A world of its own for one run: two partners that sell directly, a provider and its indirect reseller,
 * strangers of other instances, customers at home and abroad, and what some of them hold.
 */
export async function makeWorld(client: Client, home: Home, now: Date): Promise<Cast> {
  const { instance, country, abroad, other } = HOMES[home];
  const at = { created_at: now, updated_at: now };
  const partner = (kind: string, more: Row = {}) => ({
    id: newId(),
    tenant_id: newId(),
    mpn_id: newMpnId(),
    country,
    cloud_instance: instance as string,
    kind,
    account_status: 'ACTIVE',
    agreement_accepted: true,
    specialties: [],
    is_placeholder: false,
    ...at,
    ...more,
  });
  const resellers = [
    partner('DIRECT_BILL'),
    partner('DIRECT_BILL', { mpn_id: null }),
    partner('INDIRECT_PROVIDER'),
    partner('INDIRECT_RESELLER'),
    partner('DIRECT_BILL', { cloud_instance: other }),
    partner('DIRECT_BILL', { cloud_instance: 'US_GOVERNMENT', country: 'US' }),
  ].map((row) => ({ ...row, name: `Partner ${row.tenant_id}` }));
  const customers = [country, country, abroad].map((its, index) => ({
    id: newId(),
    tenant_id: newId(),
    cloud_instance: instance,
    country: its,
    company_name: `Company ${index}`,
    custom_domains: [],
    account_owner_id: index === 0 ? resellers[0]?.id : null,
    version: 1,
    ...at,
  }));
  const [a, b, provider, indirect] = resellers as unknown as readonly [
    Partner,
    Partner,
    Partner,
    Partner,
  ];
  const [c0, c1] = customers as unknown as readonly [Partner, Partner];
  await client.query('BEGIN');
  await client.query(
    `SELECT set_config('app.actor', 'platform', true), set_config('app.operation', 'import', true)`,
  );
  await insert(client, 'resellers', resellers);
  await insert(client, 'customers', customers);
  if (instance === 'GLOBAL')
    await insert(
      client,
      'agreements',
      [c0, c1].map(({ id }) => ({
        customer_id: id,
        id: newId(),
        type: 'MICROSOFT_CUSTOMER_AGREEMENT',
        date_agreed: now,
      })),
    );
  await insert(client, 'partner_relationships', [
    {
      provider_id: provider.id,
      id: newId(),
      indirect_reseller_id: indirect.id,
      state: 'ACTIVE',
      version: 1,
      created_at: now,
    },
  ]);
  await insert(client, 'subscriptions', sales(now, [a, b], [c0, c1]));
  const ties = [tie(now, c0.id, a.id), tie(now, c0.id, b.id), tie(now, c1.id, b.id)];
  await insert(client, 'relationships', ties);
  await insert(client, 'delegated_privileges', privileges(now, instance, ties as [Row, Row, Row]));
  await client.query('COMMIT');
  const newcomers = [newId(), newId()];
  const unknownMpnId = newMpnId();
  return {
    instance,
    country,
    newcomers,
    unknownMpnId,
    tenants: [...resellers, ...customers].map((row) => row.tenant_id as string).concat(newcomers),
    mpnIds: [...resellers.map((row) => row.mpn_id as string | null), unknownMpnId].filter(
      (id) => id !== null,
    ),
  };
}

/** Takes what is left of a world from the platform, so that the next run does not wait for it. */
export async function leaveWorld(client: Client, { tenants }: Cast): Promise<void> {
  const mine = `(SELECT id FROM customers WHERE tenant_id = ANY($1::uuid[]))`;
  await client.query('BEGIN');
  await client.query(
    `SELECT set_config('app.actor', 'platform', true), set_config('app.operation', 'import', true)`,
  );
  await client.query(
    `UPDATE subscriptions SET runs_here = false, suspended_by = NULL WHERE customer_id IN ${mine}`,
    [tenants],
  );
  await client.query(
    `UPDATE relationship_requests SET status = 'EXPIRED', decided_at = expires_at WHERE status = 'PENDING'
      AND reseller_id IN (SELECT id FROM resellers WHERE tenant_id = ANY($1::uuid[]))`,
    [tenants],
  );
  await client.query('COMMIT');
}

type Partner = Row & { readonly id: string };

function tie(now: Date, customerId: string, resellerId: string): Row {
  const at = { created_at: now, updated_at: now };
  // prettier-ignore
  return { customer_id: customerId, id: newId(), reseller_id: resellerId, status: 'ACTIVE', origin: 'MIGRATED', version: 1, ...at };
}

/** A has all of them with the first customer, B what is left there; all were granted long ago. */
function privileges(now: Date, instance: Instance, [first, , second]: [Row, Row, Row]): Row[] {
  const grant = (to: Row, service: Service) => ({
    customer_id: to.customer_id,
    id: newId(),
    relationship_id: to.id,
    reseller_id: to.reseller_id,
    service,
    status: 'ACTIVE',
    transacting:
      to === first ? SOLD_BY_A.includes(service) : service !== 'INTUNE' && service !== 'OTHER',
    granted_at: new Date(now.getTime() - 100 * 86_400_000),
  });
  const { services } = POLICIES[instance];
  return [
    ...services.map((service) => grant(first, service)),
    ...SOLD_BY_A.map((service) => grant(second, service)),
  ];
}

/** The one that add-ons belong to. */
const E1 = '91fd106f-4b2c-4938-95ac-f54f74e9a239';

const SOLD_BY_A: readonly Service[] = ['EXCHANGE_OFFICE', 'DYNAMICS'];

/** What is there before anybody asks for anything. */
function sales(now: Date, [a, b]: Partner[], [c0, c1]: Partner[]): readonly Row[] {
  const [business, e3, dynamics, basic] = Object.keys(OFFERS) as [string, string, string, string];
  const soon = new Date(now.getTime() + 7 * 86_400_000);
  const base = newId();
  const sale = (customer: Partner, seller: Partner, offer: string, more: Row = {}) => ({
    customer_id: customer.id,
    id: newId(),
    subscription_id: newId(),
    transacting_reseller_id: seller.id,
    partner_id: seller.mpn_id,
    partner_of_record_id: seller.id,
    service: OFFERS[offer]?.service,
    offer_id: offer,
    offer_name: 'Something',
    friendly_name: 'Head office',
    quantity: 10,
    parent_subscription_id: null,
    creation_date: now,
    effective_start_date: now,
    commitment_end_date: new Date(now.getTime() + 365 * 86_400_000),
    runs_here: true,
    cancellation_allowed_until_date: null,
    status: 'ACTIVE',
    auto_renew_enabled: true,
    renewal_term_duration: null,
    term_duration: 'P1Y',
    billing_type: 'LICENSE',
    billing_cycle: 'ANNUAL',
    order_id: newId(),
    version: 1,
    created_at: now,
    updated_at: now,
    ...more,
  });
  return [
    sale(c0 as Partner, a as Partner, e3),
    sale(c0 as Partner, a as Partner, dynamics, {
      cancellation_allowed_until_date: soon,
      commitment_end_date: new Date(now.getTime() + 31 * 86_400_000),
      auto_renew_enabled: false,
      term_duration: 'P1M',
    }),
    sale(c0 as Partner, b as Partner, business, { runs_here: false }),
    sale(c1 as Partner, b as Partner, E1, { subscription_id: base }),
    sale(c1 as Partner, b as Partner, dynamics, { parent_subscription_id: base }),
    sale(c1 as Partner, b as Partner, business),
    sale(c1 as Partner, b as Partner, basic, {
      status: 'PENDING',
      effective_start_date: null,
      commitment_end_date: null,
    }),
  ];
}

/** What must be looked at beside the model's rows. */
export interface Observed {
  readonly state: State;
  /** Digest of domain section 9.1 by row id. */
  readonly digests: Readonly<Record<string, string>>;
  /** ACTIVE privileges, with what the table says of their holder's sales (R21). */
  readonly transacting: readonly {
    readonly customer: string;
    readonly reseller: string;
    readonly service: Service;
    readonly isTransacting: boolean;
  }[];
}

const MS = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;
const INSTANT = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const ROWS = (table: string, from: string, fields: Readonly<Record<string, string>>): string => `
  '${table}', (SELECT coalesce(json_object_agg(t.id, json_build_object(
    ${Object.entries(fields)
      .map(([name, column]) => `'${name}', ${column}`)
      .join(', ')}
  )), '{}') FROM ${from})`;

/** Domain section 9.1, in its order; refund options are put into their form later. */
const DIGESTED = [
  'c.tenant_id::text',
  't.subscription_id::text',
  'seller.tenant_id::text',
  't.order_id',
  't.partner_id',
  'coalesce(credited.mpn_id, credited.tenant_id::text)',
  't.migrated_from_subscription_id::text',
  't.offer_id',
  't.friendly_name',
  't.quantity::text',
  't.unit_type',
  't.parent_subscription_id::text',
  't.status',
  INSTANT('t.creation_date'),
  INSTANT('t.effective_start_date'),
  INSTANT('t.commitment_end_date'),
  INSTANT('t.cancellation_allowed_until_date'),
  INSTANT('t.billing_cycle_end_date'),
  't.auto_renew_enabled::text',
  't.renewal_term_duration',
  't.term_duration',
  't.billing_type',
  't.billing_cycle',
  't.contract_type',
  't.is_trial::text',
  't.promotion_id',
  't.consumption_type',
  't.refund_options',
  't.next_term_product',
  't.next_term_quantity::text',
  INSTANT('t.next_term_end_date'),
];

const READ = `
WITH r AS (SELECT * FROM resellers WHERE tenant_id = ANY($1::uuid[]) OR mpn_id = ANY($2)),
  c AS (SELECT * FROM customers WHERE tenant_id = ANY($1::uuid[])),
  latest AS (
    SELECT DISTINCT ON (relationship_id, service) p.* FROM delegated_privileges p JOIN c ON c.id = p.customer_id
    ORDER BY relationship_id, service, p.id DESC
  )
SELECT json_build_object(${[
  ROWS('resellers', 'r t', {
    id: 't.id',
    tenant: 't.tenant_id',
    mpnId: 't.mpn_id',
    kind: 't.kind',
    instance: 't.cloud_instance',
    country: 't.country',
    standing: 't.account_status',
    signed: 't.agreement_accepted',
  }),
  ROWS('customers', 'c t', {
    id: 't.id',
    tenant: 't.tenant_id',
    instance: 't.cloud_instance',
    country: 't.country',
    owner: 't.account_owner_id',
    agreements: `(SELECT coalesce(json_agg(concat(a.type, '@', ${MS('a.date_agreed')}) ORDER BY concat(a.type, '@', ${MS('a.date_agreed')})), '[]')
      FROM agreements a WHERE a.customer_id = t.id)`,
    version: 't.version',
    company: 't.company_name',
    associated: 't.associated_partner_id',
    billingEmail: `t.billing_profile->>'email'`,
  }),
  ROWS('partnerships', 'partner_relationships t JOIN r ON r.id = t.provider_id', {
    id: 't.id',
    provider: 't.provider_id',
    reseller: 't.indirect_reseller_id',
    state: 't.state',
    version: 't.version',
  }),
  ROWS('invitations', 'invitations t JOIN r ON r.id = t.reseller_id', {
    id: 't.id',
    reseller: 't.reseller_id',
    provider: 't.indirect_provider_id',
    served: 't.indirect_reseller_id',
    dap: 't.includes_delegated_admin',
    status: 't.status',
  }),
  ROWS('requests', 'relationship_requests t JOIN r ON r.id = t.reseller_id', {
    id: 't.id',
    reseller: 't.reseller_id',
    invitation: 't.invitation_id',
    customer: 't.customer_id',
    tenant: 't.customer_tenant_id',
    services: `ARRAY(SELECT unnest(t.services) ORDER BY 1)`,
    dap: 't.with_delegated_admin',
    status: 't.status',
    expiresAt: MS('t.expires_at'),
    granted: `CASE WHEN t.accepted_services IS NOT NULL THEN ARRAY(SELECT unnest(t.accepted_services) ORDER BY 1) END`,
    relationship: 't.relationship_id',
    version: 't.version',
  }),
  ROWS('relationships', 'relationships t JOIN c ON c.id = t.customer_id', {
    id: 't.id',
    customer: 't.customer_id',
    reseller: 't.reseller_id',
    served: 't.indirect_reseller_id',
    status: 't.status',
    privileges: `(SELECT coalesce(json_object_agg(l.service, json_build_object('status', l.status, 'grantedAt', ${MS('l.granted_at')})), '{}')
      FROM latest l WHERE l.relationship_id = t.id)`,
    version: 't.version',
  }),
  ROWS('subscriptions', 'subscriptions t JOIN c ON c.id = t.customer_id', {
    id: 't.id',
    subscriptionId: 't.subscription_id',
    customer: 't.customer_id',
    seller: 't.transacting_reseller_id',
    partnerOfRecord: 't.partner_of_record_id',
    partnerId: 't.partner_id',
    service: 't.service',
    offer: 't.offer_id',
    parent: 't.parent_subscription_id',
    status: 't.status',
    suspendedBy: 't.suspended_by',
    suspendedAt: MS('t.suspended_at'),
    quantity: 't.quantity',
    name: 't.friendly_name',
    autoRenew: 't.auto_renew_enabled',
    cycle: 't.billing_cycle',
    term: 't.term_duration',
    cancelUntil: MS('t.cancellation_allowed_until_date'),
    renewalTerm: 't.renewal_term_duration',
    nextProduct: 't.next_term_product',
    nextQuantity: 't.next_term_quantity',
    start: MS('t.effective_start_date'),
    end: MS('t.commitment_end_date'),
    cycleEnd: MS('t.billing_cycle_end_date'),
    runsHere: 't.runs_here',
    contact: `(SELECT x.reseller_id FROM subscription_support_contacts x WHERE x.customer_id = t.customer_id AND x.subscription_id = t.id)`,
    isOfTheSource: `(t.order_id IS NULL AND t.creation_date IS NULL AND NOT t.runs_here)`,
    version: 't.version',
  }),
].join(', ')}) AS state,
  (SELECT coalesce(json_object_agg(t.id, json_build_array(${DIGESTED.join(', ')})), '{}')
    FROM subscriptions t JOIN c ON c.id = t.customer_id
    JOIN resellers seller ON seller.id = t.transacting_reseller_id
    JOIN resellers credited ON credited.id = t.partner_of_record_id) AS digested,
  (SELECT coalesce(json_agg(json_build_object('customer', l.customer_id, 'reseller', l.reseller_id, 'service', l.service,
    'isTransacting', l.transacting)), '[]') FROM latest l WHERE l.status = 'ACTIVE') AS transacting`;

interface Read {
  readonly state: Omit<State, 'now'>;
  readonly digested: Readonly<Record<string, readonly unknown[]>>;
  readonly transacting: Observed['transacting'];
}

/** Everything of a run, read past the server. */
export async function observeWorld(client: Client, cast: Cast, now: Date): Promise<Observed> {
  const { rows } = await client.query<Read>({
    name: 'observe-world',
    text: READ,
    values: [cast.tenants, cast.mpnIds],
  });
  const [{ state, digested, transacting }] = rows as [Read];
  const digests = Object.fromEntries(
    Object.entries(digested).map(([id, values]) => [id, digestOf(values)]),
  );
  return { state: { ...state, now: now.getTime() }, digests, transacting };
}

interface RefundOption {
  readonly type: string;
  readonly expiresAfter: string | null;
}

/** Domain section 9.1, from the values of one row. */
export function digestOf(values: readonly unknown[]): string {
  const texts = values.map((value) =>
    Array.isArray(value)
      ? (value as RefundOption[])
          .map(
            ({ type, expiresAfter }) =>
              `${type}@${expiresAfter === null ? '' : new Date(expiresAfter).toISOString()}`,
          )
          .sort()
          .join(',')
      : value,
  );
  return createHash('sha256').update(JSON.stringify(texts), 'utf8').digest('hex');
}

/** That of a customer, from those of its subscriptions. */
export function customerDigestOf(owner: string | null, digests: readonly string[]): string {
  return digestOf([owner, ...[...digests].sort()]);
}
