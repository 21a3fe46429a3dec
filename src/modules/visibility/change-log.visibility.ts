import type { Caller } from '../../kernel/actor';
import { type Sql, sql } from '../../platform/database/sql';
import { aliasOf, hasRow, rowsFor, scopeOf } from './scope';

/**
 * Which events (alias `e`): a reseller those that it was named a recipient of, a customer's
 * administrators those of their tenant that are for the customer, the operator all (domain section 10);
 * for the roles of "See requests and relationships of own reseller".
 */
export function visibleEvents(actor: Caller | null, alias = 'e'): Sql {
  const e = aliasOf(alias);
  return rowsFor(scopeOf('SEE_RELATIONSHIPS', actor), {
    customer: (scope) => sql`(${e}.to_customer AND ${e}.customer_id = ${scope.customerId}::uuid)`,
    // The operator that an index of arrays answers.
    reseller: (scope) => sql`${e}.recipient_reseller_ids @> ARRAY[${scope.resellerId}::uuid]`,
  });
}

/** What of an event decides who reads it. */
export interface Addressees {
  readonly customerId: string | null;
  readonly isForCustomer: boolean;
  readonly recipientResellerIds: readonly string[];
}

/**
 * The same for one event that is at hand, so that nobody asks the database about what is not for them. What is
 * read is decided by the statement alone.
 */
export function mayReadEvent(actor: Caller | null, event: Addressees): boolean {
  const scope = scopeOf('SEE_RELATIONSHIPS', actor);
  switch (scope.kind) {
    case 'NOTHING':
      return false;
    case 'EVERYTHING':
      return true;
    case 'CUSTOMER':
      return event.isForCustomer && event.customerId === scope.customerId;
    case 'RESELLER':
      return event.recipientResellerIds.includes(scope.resellerId);
  }
}

/**
 * Whether the viewer may know the customer behind a row that names one (alias `e`: an event, an audit
 * record, a subscription, a relationship), as it stands now: a reseller needs an ACTIVE relationship
 * (R36), otherwise it sees neither customer nor sequence (domain section 10). False for a reseller where
 * the row has no customer at all: the difference would tell which of the tenants it has asked are held.
 */
export function knowsCustomerOf(actor: Caller | null, alias = 'e'): Sql {
  const e = aliasOf(alias);
  return rowsFor(scopeOf('SEARCH_CUSTOMERS', actor), {
    customer: (scope) => sql`${e}.customer_id = ${scope.customerId}::uuid`,
    reseller: (scope) =>
      hasRow(sql`FROM relationships known
        WHERE known.customer_id = ${e}.customer_id AND known.reseller_id = ${scope.resellerId}::uuid
          AND known.status = 'ACTIVE'`),
  });
}
