import type { Actor } from '../../src/kernel/actor';
import { RecordAgreement } from '../../src/modules/customers/commands/record-agreement';
import { CreateCustomer } from '../../src/modules/relationships/commands/create-customer';
import { lockRelationship } from '../../src/modules/relationships/commands/end-privileges';
import { CreatePartnerRelationship } from '../../src/modules/resellers/commands/create-partner-relationship';
import { EndPartnerRelationship } from '../../src/modules/resellers/commands/end-partner-relationship';
import { RegisterReseller } from '../../src/modules/resellers/commands/register-reseller';
import { SetResellerStatus } from '../../src/modules/resellers/commands/set-reseller-status';
import { lockBuyer } from '../../src/modules/subscriptions/commands/lock-buyer';
import { lockSubscription } from '../../src/modules/subscriptions/commands/lock-subscription';
import { CreateWebhookEndpoint } from '../../src/modules/webhooks/commands/create-webhook-endpoint';
import { lockEndpoint } from '../../src/modules/webhooks/commands/lock-endpoint';
import { RedeliverWebhookDelivery } from '../../src/modules/webhooks/commands/redeliver-webhook-delivery';
import { TestWebhook } from '../../src/modules/webhooks/commands/test-webhook';
import { WebhookSecrets } from '../../src/modules/webhooks/webhook-secrets';
import type { CommandScope } from '../../src/platform/commands/command';
import type { Transaction } from '../../src/platform/database/database';
import { newId } from '../../src/platform/ids';
import { partnerUser } from '../support/rule-facts';

/*
 * The guard in front of a mutation asks the role, and the command asks again: whatever calls it, it reads
 * and locks nothing for who may not. Those whose rules ask the role together with the object are in
 * `test/rules`.
 */

const UNTOUCHED = new Proxy({} as Transaction, {
  get: () => {
    throw new Error('it went to the database before it asked the role');
  },
});

function scopeOf(actor: Actor): CommandScope {
  return {
    tx: UNTOUCHED,
    actor,
    correlationId: 'correlation',
    now: new Date('2026-01-01T00:00:00Z'),
    about: () => undefined,
    emit: () => undefined,
    recordPlatformAct: () => undefined,
    emitIfRefused: () => undefined,
    markRepeated: () => undefined,
  };
}

const id = newId();
const identity = { tenantId: id, cloudInstance: 'CHINA_21VIANET', country: 'CN' } as const;

type Act = (scope: CommandScope) => Promise<unknown>;
test.each<readonly [name: string, act: Act]>([
  [
    'createCustomer',
    (scope) =>
      new CreateCustomer().execute(scope, {
        tenantId: id,
        country: 'CN',
        companyProfile: { companyName: 'New' },
      }),
  ],
  [
    'recordAgreement',
    (scope) =>
      new RecordAgreement().execute(scope, { resellerId: id, dateAgreed: new Date('2026-01-01') }),
  ],
  [
    'registerReseller',
    (scope) =>
      new RegisterReseller().execute(scope, { ...identity, name: 'New', kind: 'DIRECT_BILL' }),
  ],
  [
    'setResellerStatus',
    (scope) => new SetResellerStatus().execute(scope, { resellerId: id, accountStatus: 'ACTIVE' }),
  ],
  [
    'createPartnerRelationship',
    (scope) => new CreatePartnerRelationship().execute(scope, { indirectResellerTenantId: id }),
  ],
  [
    'endPartnerRelationship',
    (scope) => new EndPartnerRelationship().execute(scope, { partnerRelationshipId: id }),
  ],
  [
    'what ends privileges or a relationship',
    (scope) => lockRelationship(scope, id, 'relinquishDelegatedPrivileges'),
  ],
  [
    'createWebhookEndpoint',
    (scope) =>
      new CreateWebhookEndpoint(new WebhookSecrets('key'), null).execute(scope, {
        url: 'https://x',
      }),
  ],
  ['testWebhook', (scope) => new TestWebhook().execute(scope, { webhookEndpointId: id })],
  [
    'what changes a webhook endpoint',
    (scope) => lockEndpoint(scope, { webhookEndpointId: id, event: 'pause' }),
  ],
  [
    'redeliverWebhookDelivery',
    (scope) => new RedeliverWebhookDelivery().execute(scope, { webhookDeliveryId: id }),
  ],
  ['what sells', (scope) => lockBuyer(scope, id, null)],
  ['what changes a subscription', (scope) => lockSubscription(scope, { subscriptionId: id })],
])('%s asks the role before it reads anything', async (_name, act) => {
  const refused = (): Promise<unknown> => act(scopeOf(partnerUser(['BILLING_ADMIN'])));

  await expect(refused).rejects.toMatchObject({ code: 'ROLE_NOT_ALLOWED' });
});
