import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { etagOf } from '../../kernel/etag';
import { mayAct } from '../../kernel/role-matrix';
import { type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import {
  knowsAssociatedPartner,
  seesCustomerDetails,
  transactsWithCustomer,
  visibleCustomers,
} from '../visibility/parties.visibility';
import { namedRelationships } from '../visibility/relationships.visibility';
import { isCustomerAdmin } from '../visibility/scope';
import type { Agreement, BillingProfile, Customer, CustomerFacts } from './customer.types';
import type { StoredBillingProfile } from './customer-profile';

export const CUSTOMER_TYPE = 'Customer';

export interface CustomerRow {
  readonly key: string;
  readonly tenantId: string;
  readonly commerceId: string | null;
  readonly cloudInstance: CloudInstance;
  readonly country: string | null;
  readonly companyName: string;
  readonly domain: string | null;
  readonly organizationRegistrationNumber: string | null;
  /** Null where it is withheld. */
  readonly billing: { readonly profile: StoredBillingProfile | null } | null;
  readonly customDomains: readonly string[];
  readonly partnerNames: readonly string[];
  readonly associatedPartnerId: string | null;
  readonly seesAssociatedPartner: boolean;
  readonly ownerKey: string | null;
  readonly viewerServices: readonly string[];
  readonly viewerRelationshipStatus: CustomerFacts['viewerRelationshipStatus'];
  readonly isPartnerTenant: boolean;
  readonly hasAcceptedAgreement: boolean;
  readonly version: number;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Columns of a customer (alias `c`) as the caller may read them. */
export function customerColumns(actor: Caller | null): Sql {
  const seesBilling = seesBillingProfile(actor);
  return sql`c.id AS key, c.tenant_id AS "tenantId", c.commerce_id AS "commerceId",
    c.cloud_instance AS "cloudInstance", c.country, c.company_name AS "companyName", c.domain,
    c.organization_registration_number AS "organizationRegistrationNumber",
    CASE WHEN ${seesBilling} THEN jsonb_build_object('profile', c.billing_profile) END AS billing,
    c.custom_domains AS "customDomains", ${partnerNames(actor)} AS "partnerNames",
    c.associated_partner_id AS "associatedPartnerId",
    ${knowsAssociatedPartner(actor)} AS "seesAssociatedPartner",
    c.account_owner_id AS "ownerKey",
    ${viewerServices(actor)} AS "viewerServices",
    ${viewerRelationshipStatus(actor)} AS "viewerRelationshipStatus",
    EXISTS (SELECT 1 FROM resellers same WHERE same.tenant_id = c.tenant_id) AS "isPartnerTenant",
    EXISTS (SELECT 1 FROM agreements agreed WHERE agreed.customer_id = c.id) AS "hasAcceptedAgreement",
    c.version, c.created_at AS "createdAt", c.updated_at AS "updatedAt"`;
}

/** Domain 2.1: transacting resellers and the customer's own administrators. */
function seesBillingProfile(actor: Caller | null): Sql {
  return isCustomerAdmin(actor) ? sql`TRUE` : transactsWithCustomer(actor);
}

function partnerNames(actor: Caller | null): Sql {
  return sql`ARRAY(
    SELECT DISTINCT named.name FROM relationships rel JOIN resellers named ON named.id = rel.reseller_id
    WHERE rel.customer_id = c.id AND rel.status = 'ACTIVE' AND ${namedRelationships(actor)}
    ORDER BY named.name
  )`;
}

/** Services for which the viewer's own reseller holds ACTIVE privileges (D14: right in lists too). */
function viewerServices(actor: Caller | null): Sql {
  if (actor?.side !== 'partner') return sql`'{}'::text[]`;
  return sql`ARRAY(
    SELECT held.service FROM delegated_privileges held
    WHERE held.customer_id = c.id AND held.reseller_id = ${actor.resellerId}::uuid
      AND held.status = 'ACTIVE' ORDER BY held.service
  )`;
}

function viewerRelationshipStatus(actor: Caller | null): Sql {
  if (actor?.side !== 'partner') return sql`NULL`;
  return sql`(
    SELECT min(own.status) FROM relationships own
    WHERE own.customer_id = c.id AND own.reseller_id = ${actor.resellerId}::uuid
  )`;
}

/** The object of the graph for a selected customer, without what this viewer may not read. */
export function toCustomer(actor: Caller | null, row: CustomerRow): Customer {
  const { key, tenantId, cloudInstance, companyName, partnerNames: names } = row;
  const details = seesCustomerDetails(actor);
  const isReseller = actor?.side === 'partner';
  return {
    id: encodeGlobalId(CUSTOMER_TYPE, key),
    key,
    facts: {
      viewerServices: row.viewerServices,
      viewerRelationshipStatus: row.viewerRelationshipStatus,
      buyer: {
        country: row.country,
        cloudInstance,
        isPartnerTenant: row.isPartnerTenant,
        hasAcceptedAgreement: row.hasAcceptedAgreement,
      },
    },
    tenantId,
    cloudInstance,
    partnerNames: names,
    companyProfile: {
      companyName,
      domain: details ? row.domain : null,
      organizationRegistrationNumber: details ? row.organizationRegistrationNumber : null,
    },
    commerceId: details ? row.commerceId : null,
    country: details ? row.country : null,
    billingProfile: toBillingProfile(row.billing?.profile ?? null),
    customDomains: details ? row.customDomains : [],
    allowDelegatedAccess: isReseller ? row.viewerServices.length > 0 : null,
    relationshipToPartner: isReseller
      ? row.viewerRelationshipStatus === 'ACTIVE'
        ? 'RESELLER'
        : 'NONE'
      : null,
    associatedPartnerId: row.seesAssociatedPartner ? row.associatedPartnerId : null,
    ownerKey: details ? row.ownerKey : null,
    etag: details ? etagOf(row.version) : null,
    createdAt: details ? row.createdAt : null,
    updatedAt: details ? row.updatedAt : null,
    withheld: withheldFields(actor, row),
  };
}

// What a user who is no administrator does not read of its own customer; lists are empty instead of null.
const DETAILS = [
  'accountOwner',
  'associatedPartnerId',
  'billingProfile',
  'commerceId',
  'companyProfile',
  'country',
  'createdAt',
  'customDomains',
  'etag',
  'partnersWithPrivileges',
  'relationships',
  'subscriptions',
  'subscriptionsDigest',
  'updatedAt',
] as const;

/** All but the owner of the account; what a role of the matrix refuses is added by the guards. */
function withheldFields(actor: Caller | null, row: CustomerRow): readonly string[] {
  if (!seesCustomerDetails(actor)) return DETAILS;
  return [
    ...(row.seesAssociatedPartner ? [] : ['associatedPartnerId']),
    ...(row.billing ? [] : ['billingProfile']),
    ...(seesDigest(actor) ? [] : ['subscriptionsDigest']),
  ];
}

/** Domain 9.1: administrators of the customer and the operator. */
export function seesDigest(actor: Caller | null): boolean {
  return isCustomerAdmin(actor) || actor?.side === 'operator';
}

function toBillingProfile(stored: StoredBillingProfile | null): BillingProfile | null {
  if (stored === null) return null;
  const address = stored.defaultAddress ?? null;
  return {
    firstName: stored.firstName ?? null,
    lastName: stored.lastName ?? null,
    email: stored.email ?? null,
    culture: stored.culture ?? null,
    language: stored.language ?? null,
    companyName: stored.companyName ?? null,
    defaultAddress: address && {
      country: address.country ?? null,
      region: address.region ?? null,
      city: address.city ?? null,
      state: address.state ?? null,
      addressLine1: address.addressLine1 ?? null,
      addressLine2: address.addressLine2 ?? null,
      postalCode: address.postalCode ?? null,
    },
  };
}

/** The customers with these row ids that the caller sees. */
export function findCustomers(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly Customer[]> {
  return readCustomers(ctx, sql`c.id = ANY(${[...ids]}::uuid[])`);
}

export async function findCustomerByTenantId(
  ctx: RequestContext,
  tenantId: string,
): Promise<Customer | null> {
  const [customer] = await readCustomers(ctx, sql`c.tenant_id = ${tenantId}::uuid`);
  return customer ?? null;
}

async function readCustomers(ctx: RequestContext, condition: Sql): Promise<readonly Customer[]> {
  const { actor } = ctx;
  const rows = await ctx.db.query<CustomerRow>(sql`
    SELECT ${customerColumns(actor)} FROM customers c
    WHERE (${condition}) AND ${visibleCustomers(actor)}`);
  return rows.map((row) => toCustomer(actor, row));
}

/** Agreements of customers that the caller sees, the latest first (R20); none where section 6 refuses. */
export function findAgreements(
  ctx: RequestContext,
  customerIds: readonly string[],
): Promise<readonly Agreement[]> {
  if (!mayAct('SEE_CUSTOMER_AGREEMENT', ctx.actor)) return Promise.resolve([]);
  return ctx.db.query<Agreement>(sql`
    SELECT a.customer_id AS "customerKey", a.type, a.date_agreed AS "dateAgreed",
      a.primary_contact AS "primaryContact", a.template_id AS "templateId",
      a.agreement_link AS "agreementLink", a.user_id AS "userId"
    FROM agreements a JOIN customers c ON c.id = a.customer_id
    WHERE a.customer_id = ANY(${[...customerIds]}::uuid[]) AND ${visibleCustomers(ctx.actor)}
    ORDER BY a.date_agreed DESC, a.id`);
}
