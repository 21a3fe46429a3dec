import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';
import { sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { visibleRequestsById } from '../visibility/relationships.visibility';
import type { AcceptingCustomer, RequestAcceptanceFacts } from './acceptance.rules';
import type { PrivilegeHolder } from './delegated-privileges.rules';
import type { SoldSubscription } from './relationship.rules';
import type { RequestFacts } from './relationship-request.rules';
import { policyFor } from './relationship-verdict.queries';
import type { SalesReader } from './sales.port';

export interface KeyedRequestFacts extends RequestAcceptanceFacts {
  readonly key: string;
}

interface RequestFactsRow extends RequestFacts {
  readonly key: string;
  readonly reseller: ResellerFacts;
}

/** The customer that the caller decides for, and who holds privileges of it. */
interface DecidingCustomer {
  readonly customer: AcceptingCustomer;
  readonly holders: readonly PrivilegeHolder[];
}

/** What decides about these requests, for verdicts: the same facts that the commands load under a lock. */
export async function findRequestFacts(
  ctx: RequestContext,
  sales: SalesReader,
  ids: readonly string[],
): Promise<readonly KeyedRequestFacts[]> {
  const { actor } = ctx;
  const rows = await ctx.db.query<RequestFactsRow>(sql`
    SELECT req.id AS key, req.reseller_id AS "resellerId", req.status, req.expires_at AS "expiresAt",
      req.services, req.with_delegated_admin AS "withDelegatedAdmin",
      req.customer_tenant_id AS "customerTenantId", req.customer_id AS "customerId", req.version,
      jsonb_build_object('id', r.id, 'name', r.name, 'kind', r.kind, 'accountStatus', r.account_status,
        'agreementAccepted', r.agreement_accepted, 'country', r.country,
        'cloudInstance', r.cloud_instance) AS reseller
    FROM relationship_requests req JOIN resellers r ON r.id = req.reseller_id
    WHERE req.id = ANY(${[...ids]}::uuid[]) AND ${visibleRequestsById(actor)}`);
  const deciding = await findDecidingCustomer(ctx, actor);
  const sold = await findSales(ctx, sales, actor, rows);
  return rows.map((row, index) => factsOf(actor, row, deciding, sold[index] ?? []));
}

function factsOf(
  actor: Caller | null,
  row: RequestFactsRow,
  { customer, holders }: DecidingCustomer,
  sold: readonly SoldSubscription[],
): KeyedRequestFacts {
  const { key, reseller, ...request } = row;
  return {
    key,
    policy: policyFor(actor, reseller.cloudInstance),
    request,
    reseller,
    customer,
    otherHolders: holders.filter(({ resellerId }) => resellerId !== reseller.id),
    soldServices: transactedServices(sold),
    // Asked only where a second acceptance names services, which a verdict never does.
    acceptedServices: [],
  };
}

// D7: what makes a reseller transact a service.
const TRANSACTING_STATUSES: readonly string[] = ['PENDING', 'ACTIVE', 'SUSPENDED'];

function transactedServices(sold: readonly SoldSubscription[]): readonly Service[] {
  const services = sold
    .filter(({ status }) => TRANSACTING_STATUSES.includes(status))
    .map(({ service }) => service);
  return [...new Set(services)];
}

async function findSales(
  ctx: RequestContext,
  sales: SalesReader,
  actor: Caller | null,
  rows: readonly RequestFactsRow[],
): Promise<readonly (readonly SoldSubscription[])[]> {
  if (actor?.side !== 'customer') return [];
  const { customerId } = actor;
  return sales.salesOf(
    ctx,
    rows.map(({ resellerId }) => ({ customerId, resellerId })),
  );
}

/** Stands in for callers that decide nothing: their side is refused before anything of it is asked (R15). */
const NO_CUSTOMER: DecidingCustomer = {
  customer: {
    country: null,
    cloudInstance: 'GLOBAL',
    isPartnerTenant: false,
    hasAcceptedAgreement: false,
    isNew: false,
  },
  holders: [],
};

interface DecidingRow extends Omit<AcceptingCustomer, 'isNew'> {
  readonly cloudInstance: CloudInstance;
  readonly holders: readonly PrivilegeHolder[];
}

async function findDecidingCustomer(
  ctx: RequestContext,
  actor: Caller | null,
): Promise<DecidingCustomer> {
  if (actor?.side !== 'customer') return NO_CUSTOMER;
  const [row] = await ctx.db.query<DecidingRow>(sql`
    SELECT c.country, c.cloud_instance AS "cloudInstance",
      EXISTS (SELECT 1 FROM resellers own WHERE own.tenant_id = c.tenant_id) AS "isPartnerTenant",
      EXISTS (SELECT 1 FROM agreements agreed WHERE agreed.customer_id = c.id) AS "hasAcceptedAgreement",
      (
        SELECT coalesce(jsonb_agg(jsonb_build_object('resellerId', p.reseller_id, 'resellerName', r.name,
          'service', p.service, 'isTransacting', p.transacting) ORDER BY r.name, p.service), '[]')
        FROM delegated_privileges p JOIN resellers r ON r.id = p.reseller_id
        WHERE p.customer_id = c.id AND p.status = 'ACTIVE'
      ) AS holders
    FROM customers c WHERE c.id = ${actor.customerId}::uuid`);
  if (!row) return NO_CUSTOMER;
  const { holders, ...customer } = row;
  return { customer: { ...customer, isNew: false }, holders };
}
