import type { Caller } from '../../kernel/actor';
import { allOf, type Sql, sql } from '../../platform/database/sql';
import { decodeIdOf } from '../../platform/graphql/global-id';
import {
  type KeysetList,
  type KeysetOrder,
  PARENT_ID,
  type SortKey,
} from '../../platform/graphql/keyset';
import type { Selection } from '../../platform/graphql/selection';
import { CUSTOMER_TYPE } from '../customers/customer.queries';
import { RESELLER_TYPE } from '../resellers/reseller.queries';
import { visibleCustomers } from '../visibility/parties.visibility';
import {
  ownRelationships,
  relationshipSight,
  visiblePrivileges,
  visibleRelationships,
} from '../visibility/relationships.visibility';
import { relationshipReading, type RelationshipRow } from './relationship.queries';
import type { Relationship, RelationshipFilter, RelationshipOrder } from './relationship.types';

export interface RelationshipListing {
  readonly filter?: RelationshipFilter | null;
  readonly orderBy?: RelationshipOrder | null;
}

/** The caller's own relationships: the role row "See requests and relationships of own reseller". */
export function relationshipList(
  actor: Caller | null,
  listing: RelationshipListing,
  selection: Selection,
): KeysetList<RelationshipRow, Relationship> {
  return {
    name: 'Query.relationships',
    select: relationshipReading.select(actor, selection),
    named: relationshipReading.named(actor, selection),
    from: tablesFor(listing.orderBy),
    where: allOf([ownRelationships(actor), ...conditions(actor, listing.filter ?? {})]),
    order: orderOf(listing.orderBy, (instant) => instant),
    toNode: (row) => relationshipReading.toObject(actor, row),
  };
}

/** All relationships of each of many customers that the caller sees, another partner's included (R38). */
export function relationshipsOfCustomerList(
  actor: Caller | null,
  listing: RelationshipListing,
  selection: Selection,
): KeysetList<RelationshipRow, Relationship> {
  return {
    name: 'Customer.relationships',
    select: relationshipReading.select(actor, selection),
    named: relationshipReading.named(actor, selection),
    from: tablesFor(listing.orderBy),
    where: allOf([
      visibleRelationships(actor, 'rel', PARENT_ID),
      ...conditions(actor, listing.filter ?? {}),
    ]),
    // The dates of another partner are withheld, so its place in the list must not tell them either.
    order: orderOf(listing.orderBy, (instant) =>
      actor?.side === 'partner'
        ? sql`CASE WHEN ${relationshipSight(actor)} = 'FULL' THEN ${instant} END`
        : instant,
    ),
    toNode: (row) => relationshipReading.toObject(actor, row),
  };
}

/** The partner (alias `r`) only where the list is ordered by its name. */
function tablesFor(order: RelationshipOrder | null | undefined): Sql {
  return order?.field === 'NAME'
    ? sql`relationships rel JOIN resellers r ON r.id = rel.reseller_id`
    : sql`relationships rel`;
}

function conditions(actor: Caller | null, filter: RelationshipFilter): readonly Sql[] {
  const found: Sql[] = [];
  if (filter.status) found.push(sql`rel.status = ANY(${[...filter.status]}::text[])`);
  if (filter.customer) {
    const [customerId] = decodeIdOf(CUSTOMER_TYPE, filter.customer, 'filter.customer', 1);
    // Which customer stood behind a removed relationship must not be found by trying.
    found.push(sql`rel.customer_id = ${customerId}::uuid AND EXISTS (
      SELECT 1 FROM customers c WHERE c.id = rel.customer_id AND ${visibleCustomers(actor)}
    )`);
  }
  if (filter.reseller) {
    const [resellerId] = decodeIdOf(RESELLER_TYPE, filter.reseller, 'filter.reseller', 1);
    found.push(sql`rel.reseller_id = ${resellerId}::uuid`);
  }
  if (filter.service) {
    found.push(sql`EXISTS (
      SELECT 1 FROM delegated_privileges p
      WHERE p.customer_id = rel.customer_id AND p.relationship_id = rel.id AND p.status = 'ACTIVE'
        AND p.service = ANY(${[...filter.service]}::text[]) AND ${visiblePrivileges(actor)}
    )`);
  }
  return found;
}

function orderOf(
  order: RelationshipOrder | null | undefined,
  shown: (instant: Sql) => Sql,
): KeysetOrder {
  const field = order?.field ?? 'CREATED_AT';
  const direction = order?.direction ?? 'ASC';
  const instant = (column: Sql): SortKey => ({
    expression: shown(column),
    type: 'timestamptz',
    direction,
    isNullable: true,
  });
  const by: Readonly<Record<typeof field, () => SortKey>> = {
    NAME: () => ({ expression: sql`r.name`, type: 'text', direction, isOfOtherTable: true }),
    CREATED_AT: () => instant(sql`rel.created_at`),
    UPDATED_AT: () => instant(sql`rel.updated_at`),
    ACCEPTED_AT: () => instant(sql`rel.accepted_at`),
  };
  return {
    name: `${field} ${direction}`,
    keys: [by[field](), { expression: sql`rel.id`, type: 'uuid', direction }],
  };
}
