import type { Caller } from '../../kernel/actor';
import { type Sql, sql } from '../../platform/database/sql';
import { aliasOf, rowsFor, scopeOf } from './scope';

/**
 * Which webhook endpoints (alias `w`): those of the caller's own reseller or customer, for the row "Own
 * webhooks" (domain section 6). Nobody else's, the operator's least of all: an address is its owner's.
 */
export function visibleWebhookEndpoints(actor: Caller | null, alias = 'w'): Sql {
  const w = aliasOf(alias);
  return rowsFor(scopeOf('OWN_WEBHOOKS', actor), {
    customer: (scope) => sql`${w}.customer_id = ${scope.customerId}::uuid`,
    reseller: (scope) => sql`${w}.reseller_id = ${scope.resellerId}::uuid`,
  });
}
