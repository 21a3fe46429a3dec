import type { Clock } from '../../src/kernel/clock';
import type { CloudInstance } from '../../src/kernel/cloud-instance';
import type { CustomerRole, PartnerRole } from '../../src/kernel/roles';
import type { Service } from '../../src/kernel/service';
import { findPersona, personaClaims } from '../../src/modules/demo/personas';
import { customerIdOf, resellerIdOf } from '../../src/modules/visibility/object-ids';
import type { Database, Declaration } from '../../src/platform/database/database';
import { raw, type Sql, sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { CHINA_OFFERS, offerOf } from './catalogue';
import { done, type Payload, type ReadInvitation, type ReadRequest } from './relationship-api';
import { contentsOf } from './table-contents';
import type { Claims, TestApp } from './test-app';

/*
 * Situations that a test starts from. Parties are put into the database as an importer would; what
 * happens between them happens through the API. Every test has parties of its own.
 */

const IMPORT: Declaration = { actor: 'platform', operation: 'import' };

/** Where parties are put; a server that is a process of its own has only these. */
export interface Ground {
  readonly database: Database;
  readonly clock: Clock;
}

export async function write(app: Ground, statement: Sql): Promise<void> {
  await app.database.transaction(IMPORT, (tx) => tx.query(statement));
}

/** A tenant whose users a test can be. */
export interface Party<Role extends string> {
  /** Row id. */
  readonly key: string;
  /** Opaque id. */
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** A user with these roles; another name is another user. */
  as(role: Role | readonly Role[], user?: string): Claims;
}

function party<Role extends string>(
  key: string,
  id: string,
  facts: { readonly tenantId: string; readonly name: string; readonly country: string | null },
): Party<Role> {
  const { tenantId, name, country } = facts;
  return {
    key,
    id,
    tenantId,
    name,
    as: (role, user = 'somebody') => ({
      tid: tenantId,
      sub: `${user} of ${name}`,
      name: user,
      roles: [role].flat(),
      tenant_name: name,
      tenant_country: country,
    }),
  };
}

export type CustomerParty = Party<CustomerRole | PartnerRole>;
export type ResellerParty = Party<PartnerRole | CustomerRole>;

export async function givenCustomer(
  app: Ground,
  said: { readonly country?: string | null; readonly instance?: CloudInstance } = {},
): Promise<CustomerParty> {
  const { country = 'CN', instance = 'CHINA_21VIANET' } = said;
  const key = newId();
  const tenantId = newId();
  const name = `Customer ${key}`;
  await write(
    app,
    sql`INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, created_at, updated_at)
      VALUES (${key}, ${tenantId}, ${instance}, ${country}, ${name}, ${app.clock.now()}, ${app.clock.now()})`,
  );
  return party(key, customerIdOf(key), { tenantId, name, country });
}

/** A tenant that is not held: only its token knows it. */
export function newTenant(country: string | null = 'CN'): CustomerParty {
  const tenantId = newId();
  return party('', '', { tenantId, name: `Newcomer ${tenantId}`, country });
}

/** Users of the operator: another name is another user. */
export function operatorUser(user: string): Claims {
  const persona = findPersona('operator');
  if (!persona) throw new Error('the demo has no operator');
  const { oid: _oid, ...claims } = personaClaims(persona) as Claims;
  return { ...claims, sub: user };
}

export async function givenReseller(
  app: Ground,
  said: {
    readonly kind?: string;
    readonly standing?: 'ACTIVE' | 'RESTRICTED' | 'SUSPENDED';
    readonly agreementAccepted?: boolean;
    readonly country?: string | null;
    readonly instance?: CloudInstance;
    readonly mpnId?: string;
  } = {},
): Promise<ResellerParty> {
  const { kind = 'DIRECT_BILL', standing = 'ACTIVE', agreementAccepted = true } = said;
  const { country = 'CN', instance = 'CHINA_21VIANET', mpnId = null } = said;
  const key = newId();
  const tenantId = newId();
  const name = `Reseller ${key}`;
  await write(
    app,
    sql`INSERT INTO resellers (id, tenant_id, mpn_id, name, country, cloud_instance, kind, account_status, agreement_accepted,
        created_at, updated_at)
      VALUES (${key}, ${tenantId}, ${mpnId}, ${name}, ${country}, ${instance}, ${kind}, ${standing}, ${agreementAccepted},
        ${app.clock.now()}, ${app.clock.now()})`,
  );
  return party(key, resellerIdOf(key), { tenantId, name, country });
}

/** Provider and indirect reseller work together, or did. */
export async function givenPartnership(
  app: TestApp,
  provider: ResellerParty,
  partner: ResellerParty,
  state: string,
): Promise<void> {
  const now = app.clock.now();
  await write(
    app,
    sql`INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at, ended_at)
      VALUES (${provider.key}, ${newId()}, ${partner.key}, ${state}, ${now}, ${state === 'ENDED' ? now : null})`,
  );
}

/** Changes facts of a reseller that no operation here changes. */
export async function nowReseller(
  app: TestApp,
  { key }: ResellerParty,
  column: 'account_status' | 'agreement_accepted' | 'country' | 'cloud_instance',
  value: string | boolean | null,
): Promise<void> {
  await write(app, sql`UPDATE resellers SET ${raw(column)} = ${value} WHERE id = ${key}`);
}

export async function nowCustomer(
  app: TestApp,
  { key }: CustomerParty,
  column: 'country' | 'cloud_instance',
  value: string | null,
): Promise<void> {
  await write(app, sql`UPDATE customers SET ${raw(column)} = ${value} WHERE id = ${key}`);
}

/** Something that a reseller sold to a customer. Answers with its row id. */
export async function givenSale(
  app: Ground,
  customer: CustomerParty,
  seller: ResellerParty,
  said: { readonly service?: Service; readonly status?: string; readonly offerId?: string } = {},
): Promise<string> {
  const { status = 'ACTIVE', offerId } = said;
  const service = said.service ?? (offerId ? offerOf(offerId).service : 'EXCHANGE_OFFICE');
  const offer = offerId ? offerOf(offerId) : CHINA_OFFERS.find((it) => it.service === service);
  const id = newId();
  await write(
    app,
    sql`INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id, partner_of_record_id,
        service, offer_id, offer_name, friendly_name, quantity, status, suspended_by, suspended_at, term_duration,
        billing_type, billing_cycle, order_id, created_at, updated_at)
      VALUES (${customer.key}, ${id}, ${newId()}, ${seller.key}, ${seller.key}, ${service}, ${offer?.id ?? newId()},
        ${offer?.name ?? 'Something else'}, 'Head office', 10, ${status}, ${status === 'SUSPENDED' ? 'RESELLER' : null},
        ${status === 'SUSPENDED' ? app.clock.now() : null}, 'P1Y', 'LICENSE', 'ANNUAL', ${newId()}, ${app.clock.now()},
        ${app.clock.now()})`,
  );
  return id;
}

export async function givenInvitation(
  app: TestApp,
  reseller: ResellerParty,
): Promise<ReadInvitation> {
  const payload = await done(app, reseller.as('ADMIN_AGENT'), 'createInvitation', {});
  if (!payload.invitation) throw new Error('no invitation');
  return payload.invitation;
}

export interface AskedFor {
  /** `null`: the request names nobody. */
  readonly customer: CustomerParty | null;
  readonly reseller: ResellerParty;
  readonly services?: readonly Service[];
}

export async function givenRequest(app: TestApp, asked: AskedFor): Promise<ReadRequest> {
  const { customer, reseller, services } = asked;
  const { relationshipRequest } = await done(
    app,
    reseller.as('ADMIN_AGENT'),
    'requestRelationship',
    {
      ...(customer ? { customerTenantId: customer.tenantId } : { customerDomainHint: 'somebody' }),
      ...(services && { services }),
    },
  );
  if (!relationshipRequest) throw new Error('no request');
  return relationshipRequest;
}

export interface Related {
  readonly requestId: string;
  readonly relationshipId: string;
  readonly payload: Payload;
}

/** Asked for and accepted. */
export async function givenRelationship(
  app: TestApp,
  asked: AskedFor & { readonly customer: CustomerParty },
): Promise<Related> {
  const request = await givenRequest(app, asked);
  const payload = await done(
    app,
    asked.customer.as('CUSTOMER_GLOBAL_ADMIN'),
    'acceptRelationshipRequest',
    { relationshipRequestId: request.id },
  );
  if (!payload.relationship) throw new Error('no relationship');
  return { requestId: request.id, relationshipId: payload.relationship.id, payload };
}

export interface WrittenAudit {
  readonly operation: string;
  readonly resource_type: string;
  readonly resource_id: string | null;
  readonly status: string;
  readonly code: string | null;
  readonly rule: string | null;
  readonly dry_run: boolean;
  readonly repeated: boolean;
  readonly customer_id: string | null;
  readonly reseller_id: string | null;
  readonly concerned_reseller_ids: readonly string[];
  readonly actor: { readonly kind: string; readonly userId: string };
  readonly old_value: Readonly<Record<string, unknown>> | null;
  readonly new_value: Readonly<Record<string, unknown>> | null;
  readonly client_request_id: string | null;
}

export interface WrittenEvent {
  readonly name: string;
  readonly sequence: string;
  readonly scope_id: string;
  readonly customer_id: string | null;
  readonly recipient_reseller_ids: readonly string[];
  readonly to_customer: boolean;
  readonly actor: { readonly kind: string; readonly userId: string };
  readonly resource_id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const TABLES = [
  'resellers',
  'customers',
  'agreements',
  'partner_relationships',
  'invitations',
  'relationship_requests',
  'relationships',
  'delegated_privileges',
  'subscriptions',
  'events',
  'event_counters',
  'idempotency_keys',
] as const;
type Table = (typeof TABLES)[number];

export interface Observed<Result> {
  readonly result: Result;
  /** Tables whose content is another than before; the audit is not among them. */
  readonly changed: readonly Table[];
  readonly audits: readonly WrittenAudit[];
  readonly events: readonly WrittenEvent[];
}

/** What some work left in the database. */
export async function observe<Result>(
  app: TestApp,
  work: () => Promise<Result>,
): Promise<Observed<Result>> {
  const before = await contentsOf(app, TABLES);
  const [known] = await app.database.query<{ audits: readonly string[]; events: number }>(
    sql`SELECT ARRAY(SELECT id FROM audit_records) AS audits, (SELECT count(*)::int FROM events) AS events`,
  );
  const result = await work();
  const after = await contentsOf(app, TABLES);
  return {
    result,
    changed: TABLES.filter((table) => before.get(table) !== after.get(table)),
    audits: await app.database.query<WrittenAudit>(
      sql`SELECT * FROM audit_records WHERE id <> ALL(${known?.audits ?? []}::uuid[]) ORDER BY id`,
    ),
    events: await app.database.query<WrittenEvent>(
      sql`SELECT * FROM events ORDER BY position OFFSET ${known?.events ?? 0}`,
    ),
  };
}

/** Row id behind an opaque one. */
export function keyOf(id: string | null | undefined): string {
  return (
    Buffer.from(id ?? '', 'base64url')
      .toString('utf8')
      .split(':')
      .at(-1) ?? ''
  );
}

export type RequestState = 'PENDING' | 'ACCEPTED' | 'DECLINED' | 'CANCELED' | 'EXPIRED';

export interface RequestSituation {
  readonly customer: CustomerParty;
  readonly reseller: ResellerParty;
  readonly request: ReadRequest;
}

/** A request for EXCHANGE_OFFICE and DYNAMICS that has come as far as this. */
export async function givenRequestIn(app: TestApp, state: RequestState): Promise<RequestSituation> {
  const customer = await givenCustomer(app);
  const reseller = await givenReseller(app);
  const services = ['EXCHANGE_OFFICE', 'DYNAMICS'] as const;
  const request = await givenRequest(app, { customer, reseller, services });
  const input = { relationshipRequestId: request.id };
  const admin = customer.as('CUSTOMER_GLOBAL_ADMIN');
  switch (state) {
    case 'PENDING':
      break;
    case 'ACCEPTED':
      await done(app, admin, 'acceptRelationshipRequest', input);
      break;
    case 'DECLINED':
      await done(app, admin, 'declineRelationshipRequest', input);
      break;
    case 'CANCELED':
      await done(app, reseller.as('ADMIN_AGENT'), 'cancelRelationshipRequest', input);
      break;
    case 'EXPIRED':
      app.clock.advance({ days: 91 });
      break;
  }
  return { customer, reseller, request };
}
