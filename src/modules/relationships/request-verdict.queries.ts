import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Service } from '../../kernel/service';
import { isOneOf, raw, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import type { ResellerFacts } from '../resellers/reseller-facts';
import { visibleRequestsById } from '../visibility/relationships.visibility';
import type { AcceptingCustomer, RequestAcceptanceFacts } from './acceptance.rules';
import { holdersBeside, type PrivilegeHolder } from './delegated-privileges.rules';
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
  /** R23: the provider that is asked for beside it. */
  readonly provider: ResellerFacts | null;
  readonly isPartnershipActive: boolean;
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
      ${factsOfReseller('r')} AS reseller,
      CASE WHEN ip.id IS NOT NULL THEN ${factsOfReseller('ip')} END AS provider,
      EXISTS (
        SELECT 1 FROM partner_relationships tie
        WHERE tie.provider_id = ip.id AND tie.indirect_reseller_id = r.id AND tie.state = 'ACTIVE'
      ) AS "isPartnershipActive"
    FROM relationship_requests req JOIN resellers r ON r.id = req.reseller_id
    JOIN invitations inv ON inv.reseller_id = req.reseller_id AND inv.id = req.invitation_id
    LEFT JOIN resellers ip ON ip.id = inv.indirect_provider_id
    WHERE ${isOneOf(sql`req.id`, ids)} AND ${visibleRequestsById(actor)}`);
  const deciding = await findDecidingCustomer(ctx, actor);
  const sold = await findSales(ctx, sales, actor, [
    ...rows.map(({ reseller }) => reseller.id),
    ...rows.flatMap(({ provider }) => provider?.id ?? []),
  ]);
  return rows.map((row) => factsOf(actor, row, deciding, sold));
}

function factsOfReseller(table: 'r' | 'ip'): Sql {
  const of = raw(table);
  return sql`jsonb_build_object('id', ${of}.id, 'name', ${of}.name, 'kind', ${of}.kind,
    'accountStatus', ${of}.account_status, 'agreementAccepted', ${of}.agreement_accepted,
    'country', ${of}.country, 'cloudInstance', ${of}.cloud_instance)`;
}

function factsOf(
  actor: Caller | null,
  row: RequestFactsRow,
  { customer, holders }: DecidingCustomer,
  sold: ReadonlyMap<string, readonly Service[]>,
): KeyedRequestFacts {
  const { key, reseller, provider, isPartnershipActive, ...request } = row;
  const soldServices = sold.get(reseller.id) ?? [];
  return {
    key,
    isPartnershipOver: provider !== null && !isPartnershipActive,
    policy: policyFor(actor, reseller.cloudInstance),
    request,
    reseller,
    customer,
    otherHolders: holders.filter(({ resellerId }) => resellerId !== reseller.id),
    soldServices,
    jointPartner: provider && {
      reseller: provider,
      // Asked only of a link that is followed again.
      activeServices: null,
      otherHolders: holdersBeside(
        { resellerId: reseller.id, resellerName: reseller.name },
        soldServices,
        holders.filter(({ resellerId }) => resellerId !== provider.id),
      ),
      soldServices: sold.get(provider.id) ?? [],
    },
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
  resellerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Service[]>> {
  if (actor?.side !== 'customer') return new Map();
  const { customerId } = actor;
  const distinct = [...new Set(resellerIds)];
  const sold = await sales.salesOf(
    ctx,
    distinct.map((resellerId) => ({ customerId, resellerId })),
  );
  return new Map(distinct.map((id, index) => [id, transactedServices(sold[index] ?? [])]));
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
