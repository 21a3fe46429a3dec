import type { Caller } from '../../kernel/actor';
import { throwIfRefused } from '../../kernel/domain-error';
import { allOf, type Sql, sql } from '../../platform/database/sql';
import { decodeIdOf } from '../../platform/graphql/global-id';
import {
  type KeysetList,
  type KeysetOrder,
  PARENT_ID,
  type SortKey,
} from '../../platform/graphql/keyset';
import type { OrderDirection } from '../../platform/graphql/order-direction';
import type { Selection } from '../../platform/graphql/selection';
import {
  gatheredSubscriptions,
  visibleSubscriptions,
} from '../visibility/subscriptions.visibility';
import { subscriptionReading, type SubscriptionRow } from './subscription.queries';
import type { Subscription } from './subscription.types';
import type { SubscriptionFilter, SubscriptionOrder } from './subscription-list.types';
import {
  refusalOfListing,
  type SubscriptionFilterName,
  type SubscriptionOrderName,
} from './subscription-visibility.rules';

export interface SubscriptionListing {
  readonly filter?: SubscriptionFilter | null;
  readonly orderBy?: SubscriptionOrder | null;
}

type SubscriptionList = KeysetList<SubscriptionRow, Subscription>;

/** All that the caller sees. INVALID_INPUT for a filter or order on a withheld field (R37). */
export function subscriptionList(
  actor: Caller | null,
  listing: SubscriptionListing,
  selection: Selection,
): SubscriptionList {
  return listOf('Query.subscriptions', actor, listing, selection);
}

/** Those of one customer, for many customers at once. */
export function subscriptionListOfCustomer(
  actor: Caller | null,
  listing: SubscriptionListing,
  selection: Selection,
): SubscriptionList {
  return listOf('Customer.subscriptions', actor, listing, selection, PARENT_ID);
}

function listOf(
  name: string,
  actor: Caller | null,
  { filter, orderBy }: SubscriptionListing,
  selection: Selection,
  parentId?: Sql,
): SubscriptionList {
  const named = partiesNamedBy(filter);
  const customerId = parentId ?? (named.customer ? sql`${named.customer}::uuid` : undefined);
  const isOwnSales = actor?.side === 'partner' && named.seller === actor.resellerId;
  if (actor) {
    throwIfRefused(
      refusalOfListing(actor, {
        filters: namesOf(filter),
        order: orderBy?.field ?? null,
        isOwnSales,
      }),
    );
  }
  return {
    name,
    select: subscriptionReading.select(actor, selection),
    named: subscriptionReading.named(actor, selection),
    from: sql`subscriptions s`,
    where: allOf([
      visibleSubscriptions(actor, 's', customerId),
      // A customer's, and what one sold, an index has together already.
      ...(customerId || isOwnSales ? [] : [gatheredSubscriptions(actor)]),
      ...conditionsOf(filter, named),
    ]),
    order: orderOf(orderBy),
    toNode: (row) => subscriptionReading.toObject(actor, row),
  };
}

function namesOf(filter: SubscriptionFilter | null | undefined): SubscriptionFilterName[] {
  return Object.entries(filter ?? {})
    .filter(([, value]: [string, unknown]) => value !== null && value !== undefined)
    .map(([name]) => name as SubscriptionFilterName);
}

interface NamedParties {
  readonly customer: string | null;
  readonly seller: string | null;
  readonly partnerOfRecord: string | null;
}

function partiesNamedBy(filter: SubscriptionFilter | null | undefined): NamedParties {
  const keyOf = (type: string, id: string | null | undefined, field: string): string | null =>
    id ? decodeIdOf(type, id, `filter.${field}`, 1)[0] : null;
  return {
    customer: keyOf('Customer', filter?.customer, 'customer'),
    seller: keyOf('Reseller', filter?.seller, 'seller'),
    partnerOfRecord: keyOf('Reseller', filter?.partnerOfRecord, 'partnerOfRecord'),
  };
}

function conditionsOf(
  filter: SubscriptionFilter | null | undefined,
  { customer, seller, partnerOfRecord }: NamedParties,
): Sql[] {
  return [
    ...(filter?.status ? [sql`s.status = ANY(${[...filter.status]}::text[])`] : []),
    ...(filter?.service ? [sql`s.service = ANY(${[...filter.service]}::text[])`] : []),
    ...(customer ? [sql`s.customer_id = ${customer}::uuid`] : []),
    ...(seller ? [sql`s.transacting_reseller_id = ${seller}::uuid`] : []),
    ...(partnerOfRecord ? [sql`s.partner_of_record_id = ${partnerOfRecord}::uuid`] : []),
  ];
}

/** Without an order: by row id, which is the order in which they came to be held and tells nothing withheld. */
function orderOf(order: SubscriptionOrder | null | undefined): KeysetOrder {
  const direction = order?.direction ?? 'ASC';
  const id: SortKey = { expression: sql`s.id`, type: 'uuid', direction };
  if (!order) return { name: 'ID', keys: [id] };
  return { name: `${order.field} ${direction}`, keys: [sortKey(order.field, direction), id] };
}

function sortKey(field: SubscriptionOrderName, direction: OrderDirection): SortKey {
  switch (field) {
    case 'NAME':
      return { expression: sql`s.offer_name`, type: 'text', direction, isNullable: true };
    case 'CREATED_AT':
      return { expression: sql`s.creation_date`, type: 'timestamptz', direction, isNullable: true };
    case 'UPDATED_AT':
      return { expression: sql`s.updated_at`, type: 'timestamptz', direction };
  }
}
