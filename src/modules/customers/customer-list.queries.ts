import type { Caller } from '../../kernel/actor';
import { DomainError } from '../../kernel/domain-error';
import { allOf, type Sql, sql } from '../../platform/database/sql';
import { decodeIdOf } from '../../platform/graphql/global-id';
import type { KeysetList, KeysetOrder, SortKey } from '../../platform/graphql/keyset';
import type { Selection } from '../../platform/graphql/selection';
import { RESELLER_TYPE } from '../resellers/reseller.queries';
import {
  type ListedCustomers,
  listedCustomers,
  seesCustomerDetails,
} from '../visibility/parties.visibility';
import { ownRelationships, visiblePrivileges } from '../visibility/relationships.visibility';
import { visibleSubscriptions } from '../visibility/subscriptions.visibility';
import { customerReading, type CustomerRow } from './customer.queries';
import type { Customer } from './customer.types';
import type { CustomerFilter, CustomerOrder } from './customer-list.types';

/** The customers that the caller sees. Conditions look at rows that the caller sees, never at hidden ones. */
export function customerList(
  actor: Caller | null,
  filter: CustomerFilter | null | undefined,
  order: CustomerOrder | null | undefined,
  selection: Selection,
): KeysetList<CustomerRow, Customer> {
  const listed = listedCustomers(actor);
  return {
    name: 'Query.customers',
    select: customerReading.select(actor, selection),
    from: listed.from,
    where: allOf([listed.where, ...conditions(actor, filter ?? {})]),
    order: orderOf(actor, listed, order),
    toNode: (row) => customerReading.toObject(actor, row),
  };
}

function conditions(actor: Caller | null, filter: CustomerFilter): readonly Sql[] {
  const { name, domain, relationshipStatus, hasDap } = filter;
  const found: Sql[] = [];
  if (name) found.push(sql`starts_with(lower(c.company_name), lower(${name}))`);
  if (domain) found.push(hasDomain(actor, domain));
  if (relationshipStatus) {
    found.push(sql`EXISTS (
      SELECT 1 FROM relationships rel WHERE rel.customer_id = c.id AND ${ownRelationships(actor)}
        AND rel.status = ANY(${[...relationshipStatus]}::text[])
    )`);
  }
  if (typeof hasDap === 'boolean') {
    const holds = holdsPrivileges(actor);
    found.push(hasDap ? holds : sql`NOT ${holds}`);
  }
  const ofSubscription = subscriptionConditions(filter);
  if (ofSubscription.length > 0) {
    found.push(sql`EXISTS (
      SELECT 1 FROM subscriptions s WHERE s.customer_id = c.id AND ${visibleSubscriptions(actor)}
        AND ${allOf(ofSubscription)}
    )`);
  }
  return found;
}

/** A domain that is withheld from a viewer (a plain user of the customer) must not be found by trying. */
function hasDomain(actor: Caller | null, domain: string): Sql {
  if (!seesCustomerDetails(actor)) return sql`FALSE`;
  return sql`starts_with(lower(c.domain), lower(${domain}))`;
}

function holdsPrivileges(actor: Caller | null): Sql {
  const whose =
    actor?.side === 'partner'
      ? sql`held.reseller_id = ${actor.resellerId}::uuid`
      : visiblePrivileges(actor, 'held');
  return sql`EXISTS (
    SELECT 1 FROM delegated_privileges held
    WHERE held.customer_id = c.id AND held.status = 'ACTIVE' AND ${whose}
  )`;
}

/** Service, state and Partner of Record stand in the reduced form of a subscription too (R37). */
function subscriptionConditions(filter: CustomerFilter): Sql[] {
  const { service, partnerOfRecord, subscriptionStatus } = filter;
  const found: Sql[] = [];
  if (service) found.push(sql`s.service = ANY(${[...service]}::text[])`);
  if (subscriptionStatus) found.push(sql`s.status = ANY(${[...subscriptionStatus]}::text[])`);
  if (partnerOfRecord) {
    const [resellerId] = decodeIdOf(RESELLER_TYPE, partnerOfRecord, 'filter.partnerOfRecord', 1);
    found.push(sql`s.partner_of_record_id = ${resellerId}::uuid`);
  }
  return found;
}

/** INVALID_INPUT for the order by acceptance of a viewer that is no reseller. */
function orderOf(
  actor: Caller | null,
  listed: ListedCustomers,
  order: CustomerOrder | null | undefined,
): KeysetOrder {
  const field = order?.field ?? 'NAME';
  const direction = order?.direction ?? 'ASC';
  if (field === 'ACCEPTED_AT' && actor?.side !== 'partner') throw orderForResellersOnly();
  const instant = { type: 'timestamptz', direction } as const;
  const by: Readonly<Record<typeof field, readonly [SortKey, id: Sql]>> = {
    NAME: [{ expression: listed.name, type: 'text', direction }, listed.id],
    CREATED_AT: [{ ...instant, expression: sql`c.created_at` }, sql`c.id`],
    UPDATED_AT: [{ ...instant, expression: sql`c.updated_at` }, sql`c.id`],
    ACCEPTED_AT: [{ ...instant, expression: listed.acceptedAt, isNullable: true }, listed.id],
  };
  const [key, id] = by[field];
  return {
    name: `${field} ${direction}`,
    keys: [key, { expression: id, type: 'uuid', direction }],
  };
}

/** A customer accepts several partners (domain section 11). */
function orderForResellersOnly(): DomainError {
  return new DomainError('INVALID_INPUT', {
    field: 'orderBy.field',
    args: { problem: 'ORDER_FOR_RESELLERS_ONLY' },
    detail: 'Only a reseller orders customers by ACCEPTED_AT.',
  });
}
