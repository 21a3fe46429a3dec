import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { etagOf } from '../../kernel/etag';
import { mayAct } from '../../kernel/role-matrix';
import { isOneOf, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import { defineReading, type FieldReading } from '../../platform/graphql/reading';
import type { Selection } from '../../platform/graphql/selection';
import {
  knowsAssociatedPartner,
  seesCustomerDetails,
  transactsWithCustomer,
  visibleCustomers,
} from '../visibility/parties.visibility';
import { administeredServices, namedRelationships } from '../visibility/relationships.visibility';
import { isCustomerAdmin } from '../visibility/scope';
import {
  type Agreement,
  type BillingProfile,
  Customer,
  type CustomerFacts,
} from './customer.types';
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
  return administeredServices(actor.resellerId, sql`c.id`);
}

function viewerRelationshipStatus(actor: Caller | null): Sql {
  if (actor?.side !== 'partner') return sql`NULL`;
  return sql`(
    SELECT min(own.status) FROM relationships own
    WHERE own.customer_id = c.id AND own.reseller_id = ${actor.resellerId}::uuid
  )`;
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

/** What a related reseller, an administrator and the operator read; null for a plain user of the customer. */
function ofDetails<Column extends keyof CustomerRow & string>(
  column: Column,
): FieldReading<CustomerRow, CustomerRow[Column] | null> {
  return {
    needs: [column],
    value: (row, viewer) => (seesCustomerDetails(viewer) ? row[column] : null),
  };
}

/** Over `customers c`. What this viewer may not read is null. */
export const customerReading = defineReading<Customer, CustomerRow>({
  type: Customer,
  columns: {
    key: sql`c.id`,
    tenantId: sql`c.tenant_id`,
    commerceId: sql`c.commerce_id`,
    cloudInstance: sql`c.cloud_instance`,
    country: sql`c.country`,
    companyName: sql`c.company_name`,
    domain: sql`c.domain`,
    organizationRegistrationNumber: sql`c.organization_registration_number`,
    billing: (viewer) =>
      sql`CASE WHEN ${seesBillingProfile(viewer)} THEN jsonb_build_object('profile', c.billing_profile) END`,
    customDomains: sql`c.custom_domains`,
    partnerNames: (viewer) => partnerNames(viewer),
    associatedPartnerId: sql`c.associated_partner_id`,
    seesAssociatedPartner: (viewer) => knowsAssociatedPartner(viewer),
    ownerKey: sql`c.account_owner_id`,
    viewerServices: (viewer) => viewerServices(viewer),
    viewerRelationshipStatus: (viewer) => viewerRelationshipStatus(viewer),
    isPartnerTenant: sql`EXISTS (SELECT 1 FROM resellers same WHERE same.tenant_id = c.tenant_id)`,
    hasAcceptedAgreement: sql`EXISTS (SELECT 1 FROM agreements agreed WHERE agreed.customer_id = c.id)`,
    version: sql`c.version`,
    createdAt: sql`c.created_at`,
    updatedAt: sql`c.updated_at`,
  },
  always: ['key'],
  fields: {
    id: { needs: ['key'], value: ({ key }) => encodeGlobalId(CUSTOMER_TYPE, key) },
    facts: {
      needs: [
        'viewerServices',
        'viewerRelationshipStatus',
        'country',
        'cloudInstance',
        'isPartnerTenant',
        'hasAcceptedAgreement',
      ],
      value: ({ country, cloudInstance, isPartnerTenant, hasAcceptedAgreement, ...row }) => ({
        viewerServices: row.viewerServices,
        viewerRelationshipStatus: row.viewerRelationshipStatus,
        buyer: { country, cloudInstance, isPartnerTenant, hasAcceptedAgreement },
      }),
    },
    companyProfile: {
      needs: ['companyName', 'domain', 'organizationRegistrationNumber'],
      value: ({ companyName, domain, organizationRegistrationNumber }, viewer) => {
        const details = seesCustomerDetails(viewer);
        return {
          companyName,
          domain: details ? domain : null,
          organizationRegistrationNumber: details ? organizationRegistrationNumber : null,
        };
      },
    },
    commerceId: ofDetails('commerceId'),
    country: ofDetails('country'),
    billingProfile: {
      needs: ['billing'],
      value: ({ billing }) => toBillingProfile(billing?.profile ?? null),
    },
    customDomains: {
      needs: ['customDomains'],
      value: (row, viewer) => (seesCustomerDetails(viewer) ? row.customDomains : []),
    },
    allowDelegatedAccess: {
      needs: ['viewerServices'],
      value: (row, viewer) => (viewer?.side === 'partner' ? row.viewerServices.length > 0 : null),
    },
    relationshipToPartner: {
      needs: ['viewerRelationshipStatus'],
      value: ({ viewerRelationshipStatus: status }, viewer) => {
        if (viewer?.side !== 'partner') return null;
        return status === 'ACTIVE' ? 'RESELLER' : 'NONE';
      },
    },
    associatedPartnerId: {
      needs: ['associatedPartnerId', 'seesAssociatedPartner'],
      value: (row) => (row.seesAssociatedPartner ? row.associatedPartnerId : null),
    },
    ownerKey: ofDetails('ownerKey'),
    etag: {
      needs: ['version'],
      value: ({ version }, viewer) => (seesCustomerDetails(viewer) ? etagOf(version) : null),
    },
    createdAt: ofDetails('createdAt'),
    updatedAt: ofDetails('updatedAt'),
    withheld: {
      needs: ['seesAssociatedPartner', 'billing'],
      value: (row, viewer) => withheldFields(viewer, row),
    },
  },
  resolved: {
    accountOwner: ['ownerKey'],
    redactedFields: ['ownerKey', 'withheld'],
    viewerActions: ['facts', 'cloudInstance'],
  },
});

/** The customers with these row ids that the caller sees. */
export function findCustomers(
  ctx: RequestContext,
  ids: readonly string[],
  selection: Selection,
): Promise<readonly Customer[]> {
  return readCustomers(ctx, isOneOf(sql`c.id`, ids), selection);
}

export async function findCustomerByTenantId(
  ctx: RequestContext,
  tenantId: string,
  selection: Selection,
): Promise<Customer | null> {
  const [customer] = await readCustomers(ctx, sql`c.tenant_id = ${tenantId}::uuid`, selection);
  return customer ?? null;
}

async function readCustomers(
  { actor, db }: RequestContext,
  condition: Sql,
  selection: Selection,
): Promise<readonly Customer[]> {
  const rows = await db.query<CustomerRow>(sql`
    SELECT ${customerReading.select(actor, selection)} FROM customers c
    WHERE (${condition}) AND ${visibleCustomers(actor)}`);
  return rows.map((row) => customerReading.toObject(actor, row));
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
