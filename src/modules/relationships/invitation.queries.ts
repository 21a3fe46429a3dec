import type { Caller } from '../../kernel/actor';
import type { CloudInstance } from '../../kernel/cloud-instance';
import { isOneOf, type Sql, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import { EVERYTHING } from '../../platform/graphql/selection';
import { resellerColumn, type ResellerRow, toReseller } from '../resellers/reseller.queries';
import { visibleCustomers } from '../visibility/parties.visibility';
import { visibleInvitations, visibleRequests } from '../visibility/relationships.visibility';
import type { InvitationStatus } from './invitation.rules';
import type { Invitation } from './invitation.types';
import { hashOfInvitationToken } from './invitation-token';

export const INVITATION_TYPE = 'Invitation';

interface InvitationRow {
  readonly key: string;
  readonly resellerKey: string;
  readonly instance: CloudInstance;
  readonly reseller: ResellerRow;
  readonly includesDelegatedAdmin: boolean;
  readonly indirectProvider: ResellerRow | null;
  readonly indirectReseller: ResellerRow | null;
  readonly status: InvitationStatus;
}

function toInvitation(actor: Caller | null, row: InvitationRow): Invitation {
  return {
    ...row,
    id: encodeGlobalId(INVITATION_TYPE, row.key),
    reseller: toReseller(actor, row.reseller),
    indirectProvider: toReseller(actor, row.indirectProvider),
    indirectReseller: toReseller(actor, row.indirectReseller),
  };
}

/** Whoever sees an invitation sees, by name at least, the partners on it. */
async function readInvitations(
  ctx: RequestContext,
  condition: Sql,
): Promise<readonly Invitation[]> {
  const { actor } = ctx;
  const partner = (id: Sql) => resellerColumn(actor, id, EVERYTHING);
  const rows = await ctx.db.query<InvitationRow>(sql`
    SELECT inv.id AS key, inv.reseller_id AS "resellerKey", asker.cloud_instance AS instance,
      ${partner(sql`inv.reseller_id`)} AS reseller,
      inv.includes_delegated_admin AS "includesDelegatedAdmin",
      ${partner(sql`inv.indirect_provider_id`)} AS "indirectProvider",
      ${partner(sql`inv.indirect_reseller_id`)} AS "indirectReseller", inv.status
    FROM invitations inv JOIN resellers asker ON asker.id = inv.reseller_id
    WHERE ${condition}
    ORDER BY inv.includes_delegated_admin DESC, inv.created_at, inv.id`);
  return rows.map((row) => toInvitation(actor, row));
}

/** The invitations with these row ids that the caller sees. */
export function findInvitations(
  ctx: RequestContext,
  ids: readonly string[],
): Promise<readonly Invitation[]> {
  return readInvitations(
    ctx,
    sql`${isOneOf(sql`inv.id`, ids)} AND ${visibleInvitations(ctx.actor)}`,
  );
}

/** Whoever holds the link reads the invitation, also without signing in; a revoked one says so. */
export async function findInvitationByToken(
  ctx: RequestContext,
  token: string,
): Promise<Invitation | null> {
  const [invitation] = await readInvitations(
    ctx,
    sql`inv.token_hash = ${hashOfInvitationToken(token)}`,
  );
  return invitation ?? null;
}

/** The links of these accounts that are in force and name no second partner. */
export function findInvitationsOfResellers(
  ctx: RequestContext,
  resellerIds: readonly string[],
): Promise<readonly Invitation[]> {
  return readInvitations(
    ctx,
    sql`inv.reseller_id = ANY(${[...resellerIds]}::uuid[]) AND inv.status = 'ACTIVE'
      AND inv.indirect_provider_id IS NULL AND inv.indirect_reseller_id IS NULL
      AND ${visibleInvitations(ctx.actor)}`,
  );
}

const LINK = /https?:\/\/\S+|www\.\S+/gi;

/** Letters and digits of all links of a text, also of what is percent-encoded in them. */
function lettersOfLinks(text: string): string {
  const links = (text.match(LINK) ?? []).join(' ');
  const plain = links.replace(/(?:%[0-9a-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
  return plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * What the reseller knows of its customers and of those it asked, as far as it stands in a link of this
 * text: for the rule that no customer data belongs there (E3).
 */
export async function findCustomerDataInLinks(
  ctx: RequestContext,
  text: string,
): Promise<readonly string[]> {
  const letters = lettersOfLinks(text);
  if (letters === '') return [];
  const { actor } = ctx;
  const rows = await ctx.db.query<{ readonly datum: string }>(sql`
    SELECT DISTINCT known.datum FROM (
      SELECT unnest(ARRAY[c.company_name, c.domain, c.tenant_id::text] || c.custom_domains) AS datum
      FROM customers c WHERE ${visibleCustomers(actor)}
      UNION ALL
      SELECT unnest(ARRAY[req.customer_domain_hint, req.customer_tenant_id::text])
      FROM relationship_requests req WHERE ${visibleRequests(actor)}
    ) known
    WHERE length(known.datum) > 1
      AND strpos(${letters}, regexp_replace(lower(known.datum), '[^[:alnum:]]', '', 'g')) > 0
    LIMIT 100`);
  return rows.map(({ datum }) => datum);
}
