import type { ConnectionArgs } from '../../platform/graphql/connection';
import { defineConnectionLoader } from '../../platform/graphql/connection-loader';
import { defineLoader, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import {
  attemptsOfDelivery,
  deliveriesOfEndpoint,
  findWebhookDeliveries,
  WEBHOOK_DELIVERY_TYPE,
} from './webhook-delivery.queries';
import type { WebhookDelivery, WebhookDeliveryFilter } from './webhook-delivery.types';
import { findWebhookEndpoints, WEBHOOK_ENDPOINT_TYPE } from './webhook-endpoint.queries';
import type { WebhookEndpoint } from './webhook-endpoint.types';

/** By row id. */
export const webhookEndpointById = defineLoader<string, WebhookEndpoint>(
  'webhookEndpointById',
  async (ctx, ids) => inKeyOrder(ids, await findWebhookEndpoints(ctx, ids), ({ key }) => key),
);

/** By row id. */
export const webhookDeliveryById = defineLoader<string, WebhookDelivery>(
  'webhookDeliveryById',
  async (ctx, ids) => inKeyOrder(ids, await findWebhookDeliveries(ctx, ids), ({ key }) => key),
);

export interface DeliveryListArgs extends ConnectionArgs {
  readonly filter?: WebhookDeliveryFilter | null;
}

/** By the row id of the endpoint. */
export const deliveriesByEndpoint = defineConnectionLoader(
  'deliveriesByEndpoint',
  (ctx, { filter }: DeliveryListArgs) => deliveriesOfEndpoint(ctx.actor, filter),
);

/** By the row id of the delivery. */
export const attemptsByDelivery = defineConnectionLoader('attemptsByDelivery', (ctx) =>
  attemptsOfDelivery(ctx.actor),
);

export const webhookEndpointNodes = nodeSource(WEBHOOK_ENDPOINT_TYPE, webhookEndpointById);
export const webhookDeliveryNodes = nodeSource(WEBHOOK_DELIVERY_TYPE, webhookDeliveryById);
