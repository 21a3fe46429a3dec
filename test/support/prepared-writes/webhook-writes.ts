import {
  webhookDeliveryIdOf,
  webhookEndpointIdOf,
} from '../../../src/modules/visibility/object-ids';
import { newId } from '../../../src/platform/ids';
import type { Input } from '../relationship-api';
import { givenCustomer, givenReseller } from '../relationship-situations';
import type { TestApp } from '../test-app';
import { givenDelivery, givenEndpoint, NOBODY } from '../webhook-situations';
import type { Prepare } from './prepared-write';

async function partnerUsers(app: TestApp) {
  const reseller = await givenReseller(app);
  return { who: reseller.as('ADMIN_AGENT'), colleague: reseller.as('GLOBAL_ADMIN', 'other') };
}

/** An act on an endpoint of a reseller; one that nobody has is NOT_FOUND. */
const onEndpoint =
  (more: (etag: string) => Input = () => ({}), status?: string): Prepare =>
  async (app) => {
    const users = await partnerUsers(app);
    const endpoint = await givenEndpoint(app, users.who);
    if (status === 'PAUSED') {
      await app.succeed(
        users.who,
        `mutation ($id: ID!) { pauseWebhookEndpoint(input: { webhookEndpointId: $id }) { dryRun } }`,
        { id: endpoint.id },
      );
    }
    const input = { webhookEndpointId: endpoint.id, ...more(endpoint.etag) };
    const refused = { ...input, webhookEndpointId: webhookEndpointIdOf(newId()) };
    return { ...users, input, refused: () => Promise.resolve(refused) };
  };

export const WEBHOOK_WRITES: Readonly<Record<string, Prepare>> = {
  createWebhookEndpoint: async (app) => {
    const customer = await givenCustomer(app);
    return {
      who: customer.as('CUSTOMER_GLOBAL_ADMIN'),
      colleague: customer.as('CUSTOMER_GLOBAL_ADMIN', 'other'),
      input: { url: NOBODY, customerIds: [customer.id] },
      refused: () => Promise.resolve({ url: 'https://10.0.0.1/hook' }),
    };
  },
  updateWebhookEndpoint: onEndpoint((ifMatch) => ({ description: 'Ours', ifMatch })),
  pauseWebhookEndpoint: onEndpoint(),
  resumeWebhookEndpoint: onEndpoint(() => ({}), 'PAUSED'),
  deleteWebhookEndpoint: onEndpoint(),
  rotateWebhookSecret: onEndpoint(() => ({ overlapHours: 1 })),
  testWebhook: onEndpoint(),
  redeliverWebhookDelivery: async (app) => {
    const users = await partnerUsers(app);
    const webhookDeliveryId = await givenDelivery(app, await givenEndpoint(app, users.who));
    return {
      ...users,
      input: { webhookDeliveryId },
      refused: () => Promise.resolve({ webhookDeliveryId: webhookDeliveryIdOf(newId()) }),
    };
  },
  redeliverWebhookDeliveries: async (app) => {
    const users = await partnerUsers(app);
    const endpoint = await givenEndpoint(app, users.who);
    await givenDelivery(app, endpoint);
    const input = { webhookEndpointId: endpoint.id, since: app.clock.now().toISOString() };
    return {
      ...users,
      input,
      refused: () => Promise.resolve({ ...input, until: input.since }),
    };
  },
};
