import type { Caller } from '../../kernel/actor';
import { type Action, mayAct } from '../../kernel/role-matrix';
import { raw, type Sql, sql } from '../../platform/database/sql';

/**
 * Whose rows a caller may look at when one row of the role matrix decides. Nobody without a token, no
 * tenant that is not held yet (design section 2), and no role that the matrix refuses sees anything.
 */
export type Scope =
  | { readonly kind: 'NOTHING' }
  | { readonly kind: 'EVERYTHING' }
  | { readonly kind: 'RESELLER'; readonly resellerId: string }
  | { readonly kind: 'CUSTOMER'; readonly customerId: string; readonly tenantId: string };

export function scopeOf(action: Action, actor: Caller | null): Scope {
  if (actor === null || !mayAct(action, actor)) return { kind: 'NOTHING' };
  switch (actor.side) {
    case 'operator':
      return { kind: 'EVERYTHING' };
    case 'partner':
      return { kind: 'RESELLER', resellerId: actor.resellerId };
    case 'customer':
      return { kind: 'CUSTOMER', customerId: actor.customerId, tenantId: actor.tenantId };
    case 'newTenant':
      return { kind: 'NOTHING' };
  }
}

type ScopeOf<Kind extends Scope['kind']> = Extract<Scope, { readonly kind: Kind }>;

/**
 * The condition on rows of a scope: none for nobody, all for the operator. A list says only what a
 * customer's user and a partner's see.
 */
export function rowsFor(
  scope: Scope,
  own: {
    readonly customer: (scope: ScopeOf<'CUSTOMER'>) => Sql;
    readonly reseller: (scope: ScopeOf<'RESELLER'>) => Sql;
  },
): Sql {
  switch (scope.kind) {
    case 'NOTHING':
      return sql`FALSE`;
    case 'EVERYTHING':
      return sql`TRUE`;
    case 'CUSTOMER':
      return own.customer(scope);
    case 'RESELLER':
      return own.reseller(scope);
  }
}

/** An administrator of a customer reads everything of its own tenant; other users of it names only (section 6). */
export function isCustomerAdmin(actor: Caller | null): boolean {
  return (
    actor?.side === 'customer' &&
    actor.kind !== 'APPLICATION' &&
    (actor.roles.includes('CUSTOMER_GLOBAL_ADMIN') ||
      actor.roles.includes('CUSTOMER_BILLING_ADMIN'))
  );
}

/**
 * Whether there is such a row (`FROM … WHERE …`), for the few rows of a page. Of EXISTS the planner may make a
 * set of all that the caller has, to look the few up in: a whole portfolio for one page.
 */
export function hasRow(rows: Sql): Sql {
  return sql`coalesce((SELECT TRUE ${rows} LIMIT 1), FALSE)`;
}

/**
 * A condition on rows (alias) that asks something about the customer they belong to. Where one customer is
 * given, the rows are those of that customer, and what they have in common is asked once, not for each.
 */
export function perCustomer(
  alias: string,
  given: Sql | undefined,
  condition: (customerId: Sql) => Sql,
): Sql {
  const own = sql`${aliasOf(alias)}.customer_id`;
  return given ? sql`(${own} = ${given} AND ${condition(given)})` : condition(own);
}

const ALIAS = /^[a-z][a-z0-9_]*$/;

/** The name a query gave to a table. It becomes text of the statement, so it is a plain name or a bug. */
export function aliasOf(name: string): Sql {
  if (!ALIAS.test(name)) throw new Error(`"${name}" is not an alias`);
  return raw(name);
}
