import type { Caller } from '../../src/kernel/actor';
import {
  aliasOf,
  isCustomerAdmin,
  rowsFor,
  type Scope,
  scopeOf,
} from '../../src/modules/visibility/scope';
import { sql } from '../../src/platform/database/sql';
import { customerUser, newTenantUser, OPERATOR, partnerUser } from '../support/rule-facts';

const OF_RESELLER: Scope = { kind: 'RESELLER', resellerId: 'reseller' };
const NOTHING: Scope = { kind: 'NOTHING' };

describe('whose rows a caller may look at', () => {
  test.each<readonly [string, Caller | null, Scope]>([
    ['nobody: none', null, NOTHING],
    ['a tenant that is not held: none', newTenantUser(['CUSTOMER_GLOBAL_ADMIN']), NOTHING],
    ['a role that the matrix refuses: none', partnerUser(['BILLING_ADMIN']), NOTHING],
    ['an agent: its reseller’s', partnerUser(['HELPDESK_AGENT']), OF_RESELLER],
    ['the operator: all', OPERATOR, { kind: 'EVERYTHING' }],
    [
      'an administrator: its customer’s',
      customerUser(['CUSTOMER_BILLING_ADMIN'], { customerId: 'its', tenantId: 'tenant' }),
      { kind: 'CUSTOMER', customerId: 'its', tenantId: 'tenant' },
    ],
  ])('%s', (_who, actor, scope) => {
    expect(scopeOf('SEE_RELATIONSHIPS', actor)).toEqual(scope);
  });

  test.each<readonly [Scope, string]>([
    [NOTHING, 'FALSE'],
    [{ kind: 'EVERYTHING' }, 'TRUE'],
    [OF_RESELLER, 'of the reseller'],
    [{ kind: 'CUSTOMER', customerId: 'its', tenantId: 'tenant' }, 'of the customer'],
  ])('%o is a condition', (scope, condition) => {
    const rows = rowsFor(scope, {
      customer: () => sql`of the customer`,
      reseller: () => sql`of the reseller`,
    });

    expect(rows.text).toBe(condition);
  });
});

test.each<readonly [string, Caller | null, boolean]>([
  ['its global administrator', customerUser(['CUSTOMER_GLOBAL_ADMIN']), true],
  ['its billing administrator', customerUser(['CUSTOMER_BILLING_ADMIN']), true],
  ['a plain user', customerUser(['CUSTOMER_USER']), false],
  [
    'an application, whatever roles its token claims',
    customerUser(['CUSTOMER_GLOBAL_ADMIN'], { kind: 'APPLICATION' }),
    false,
  ],
  ['a partner’s administrator', partnerUser(['GLOBAL_ADMIN']), false],
  ['an administrator whose tenant is not held', newTenantUser(['CUSTOMER_GLOBAL_ADMIN']), false],
  ['nobody', null, false],
])('an administrator of a customer: %s', (_who, actor, is) => {
  expect(isCustomerAdmin(actor)).toBe(is);
});

test('an alias is a plain name, and nothing else becomes text of a statement', () => {
  expect(aliasOf('seen_rel').text).toBe('seen_rel');
  for (const text of ['', 'a.b', 'a; DROP TABLE x', 'a OR TRUE', 'A', '1a']) {
    expect(() => aliasOf(text)).toThrow('is not an alias');
  }
});
