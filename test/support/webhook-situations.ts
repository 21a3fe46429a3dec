import { webhookDeliveryIdOf } from '../../src/modules/visibility/object-ids';
import type { WebhookDeliveryStatus } from '../../src/modules/webhooks/webhook-delivery.rules';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import type { Input, Who } from './relationship-api';
import { keyOf, write } from './relationship-situations';
import type { Answer, TestApp } from './test-app';

/** On loopback, where a demo server may send to; nobody listens there. */
export const NOBODY = 'http://127.0.0.1:9009/hook';

export interface ReadEndpoint {
  readonly id: string;
  readonly url: string;
  readonly description: string | null;
  readonly eventNames: readonly string[];
  readonly customerIds: readonly string[];
  readonly status: string;
  readonly pauseReason: string | null;
  readonly pausedAt: string | null;
  readonly secretCreatedAt: string;
  readonly previousSecretEndsAt: string | null;
  readonly etag: string;
}

export interface WebhookPayload {
  readonly dryRun: boolean;
  readonly repeated: boolean;
  readonly webhookEndpoint?: ReadEndpoint | null;
  readonly webhookDelivery?: { readonly id: string; readonly status: string } | null;
  readonly secret?: string | null;
  readonly deliveryCount?: number;
}

const ENDPOINT = `webhookEndpoint { id url description eventNames customerIds status pauseReason pausedAt
  secretCreatedAt previousSecretEndsAt etag }`;

const WANTED: Readonly<Record<string, string>> = {
  createWebhookEndpoint: `${ENDPOINT} secret`,
  rotateWebhookSecret: `${ENDPOINT} secret`,
  redeliverWebhookDeliveries: `${ENDPOINT} deliveryCount`,
  redeliverWebhookDelivery: 'webhookDelivery { id status }',
};

/** Sends one of the mutations on webhooks. */
export function sendWebhook(
  app: TestApp,
  who: Who,
  mutation: string,
  input: Input,
): Promise<Answer<Record<string, WebhookPayload | null>>> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) {
    ${mutation}(input: $input) { dryRun repeated ${WANTED[mutation] ?? ENDPOINT} } }`;
  return app.as(who, query, { input });
}

/** The same where nothing may be refused. */
export async function webhookDone(
  app: TestApp,
  who: Who,
  mutation: string,
  input: Input,
): Promise<WebhookPayload> {
  const { data, errors } = await sendWebhook(app, who, mutation, input);
  const payload = data?.[mutation];
  if (!payload) throw new Error(`refused: ${JSON.stringify(errors)}`);
  return payload;
}

export interface GivenEndpoint extends ReadEndpoint {
  readonly key: string;
  readonly secret: string;
}

export async function givenEndpoint(
  app: TestApp,
  who: Who,
  input: Input = {},
): Promise<GivenEndpoint> {
  const { webhookEndpoint, secret } = await webhookDone(app, who, 'createWebhookEndpoint', {
    url: NOBODY,
    ...input,
  });
  if (!webhookEndpoint || !secret) throw new Error('an endpoint was not made');
  return { ...webhookEndpoint, key: keyOf(webhookEndpoint.id), secret };
}

/** A delivery as the worker leaves it, of an event that there need not be. Answers with its opaque id. */
export async function givenDelivery(
  app: TestApp,
  endpoint: { readonly key: string },
  said: {
    readonly status?: WebhookDeliveryStatus;
    readonly occurredAt?: Date;
    readonly position?: number;
  } = {},
): Promise<string> {
  const { status = 'DELIVERED', occurredAt = app.clock.now(), position = 1 } = said;
  const id = newId();
  const isPending = status === 'PENDING';
  await write(
    app,
    sql`INSERT INTO webhook_deliveries (id, endpoint_id, event_id, event_name, event_position, event_occurred_at, lane,
        status, attempt_count, next_attempt_at, created_at, ended_at)
      VALUES (${id}, ${endpoint.key}, ${newId()}, 'TEST_CREATED', ${position}, ${occurredAt}, ${newId()}, ${status}, 1,
        ${isPending ? occurredAt : null}, ${occurredAt}, ${isPending ? null : occurredAt})`,
  );
  await write(
    app,
    sql`INSERT INTO webhook_attempts (id, delivery_id, started_at, duration_ms, outcome, http_status)
      VALUES (${newId()}, ${id}, ${occurredAt}, 12, 'DELIVERED', 204)`,
  );
  return webhookDeliveryIdOf(id);
}
