import { type Actor, platformActor } from '../../../src/kernel/actor';
import { declarationOf } from '../../../src/platform/commands/attempt';
import { customerUser, newTenantUser, OPERATOR, partnerUser } from '../../support/rule-facts';

/*
 * What a transaction says of itself decides what the triggers of the database let it write (design
 * section 5): nobody is declared as the platform, or as another, whatever command runs.
 */

test.each<readonly [who: string, declared: string, actor: Actor]>([
  ['a reseller’s user', 'reseller:r1', partnerUser([], { resellerId: 'r1' })],
  ['an application', 'reseller:r1', partnerUser([], { kind: 'APPLICATION', resellerId: 'r1' })],
  ['a customer’s user', 'customer:c1', customerUser([], { customerId: 'c1' })],
  ['a tenant not held yet', 'customer:new', { ...newTenantUser([]), tenantId: 'new' }],
  ['the operator', 'operator', OPERATOR],
  ['the timer', 'platform', platformActor('timer')],
])('%s is declared to the database as %s', (_who, declared, actor) => {
  expect(declarationOf('relationship', actor)).toEqual({
    actor: declared,
    operation: 'relationship',
  });
});
