import type { Caller } from '../../kernel/actor';
import type { EventNameKey } from '../../kernel/event-name';
import { allOf, columns, isOneOf, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import { encodeGlobalId } from '../../platform/graphql/global-id';
import { type KeysetList, PARENT_ID } from '../../platform/graphql/keyset';
import { eventIdOf, webhookDeliveryIdOf } from '../visibility/object-ids';
import { visibleWebhookEndpoints } from '../visibility/webhooks.visibility';
import type { WebhookAttemptOutcome, WebhookDeliveryStatus } from './webhook-delivery.rules';
import type {
  WebhookAttempt,
  WebhookDelivery,
  WebhookDeliveryFilter,
} from './webhook-delivery.types';

export const WEBHOOK_DELIVERY_TYPE = 'WebhookDelivery';

interface DeliveryRow {
  readonly key: string;
  readonly eventKey: string;
  readonly eventName: EventNameKey;
  readonly eventOccurredAt: Date;
  readonly status: WebhookDeliveryStatus;
  readonly attemptCount: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const COLUMNS = columns({
  key: sql`d.id`,
  eventKey: sql`d.event_id`,
  eventName: sql`d.event_name`,
  eventOccurredAt: sql`d.event_occurred_at`,
  status: sql`d.status`,
  attemptCount: sql`d.attempt_count`,
  nextAttemptAt: sql`d.next_attempt_at`,
  createdAt: sql`d.created_at`,
  endedAt: sql`d.ended_at`,
});

/** A delivery belongs to whom its endpoint belongs to. */
const TABLES = sql`webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id`;

function toWebhookDelivery({ eventKey, ...row }: DeliveryRow): WebhookDelivery {
  return { ...row, id: webhookDeliveryIdOf(row.key), eventId: eventIdOf(eventKey) };
}

/** The deliveries of many endpoints, each in the order of the events. */
export function deliveriesOfEndpoint(
  actor: Caller | null,
  filter: WebhookDeliveryFilter | null | undefined,
): KeysetList<DeliveryRow, WebhookDelivery> {
  const { status } = filter ?? {};
  return {
    name: 'WebhookEndpoint.deliveries',
    select: COLUMNS,
    from: TABLES,
    where: allOf([
      sql`d.endpoint_id = ${PARENT_ID}`,
      visibleWebhookEndpoints(actor),
      ...(status ? [sql`d.status = ANY(${[...status]}::text[])`] : []),
    ]),
    order: {
      name: 'POSITION',
      keys: [
        { expression: sql`d.event_position`, type: 'bigint' },
        { expression: sql`d.id`, type: 'uuid' },
      ],
    },
    toNode: toWebhookDelivery,
  };
}

export async function findWebhookDeliveries(
  { db, actor }: RequestContext,
  ids: readonly string[],
): Promise<readonly WebhookDelivery[]> {
  const rows = await db.query<DeliveryRow>(sql`
    SELECT ${COLUMNS} FROM ${TABLES}
    WHERE ${isOneOf(sql`d.id`, ids)} AND ${visibleWebhookEndpoints(actor)}`);
  return rows.map(toWebhookDelivery);
}

interface AttemptRow {
  readonly key: string;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly outcome: WebhookAttemptOutcome;
  readonly httpStatus: number | null;
  readonly nextAttemptAt: Date | null;
}

/** The attempts of many deliveries, each with the oldest first. */
export function attemptsOfDelivery(actor: Caller | null): KeysetList<AttemptRow, WebhookAttempt> {
  return {
    name: 'WebhookDelivery.attempts',
    select: columns({
      key: sql`a.id`,
      startedAt: sql`a.started_at`,
      durationMs: sql`a.duration_ms`,
      outcome: sql`a.outcome`,
      httpStatus: sql`a.http_status`,
      nextAttemptAt: sql`a.next_attempt_at`,
    }),
    from: sql`webhook_attempts a JOIN webhook_deliveries d ON d.id = a.delivery_id
      JOIN webhook_endpoints w ON w.id = d.endpoint_id`,
    where: allOf([sql`a.delivery_id = ${PARENT_ID}`, visibleWebhookEndpoints(actor)]),
    order: {
      name: 'STARTED_AT',
      keys: [
        { expression: sql`a.started_at`, type: 'timestamptz' },
        { expression: sql`a.id`, type: 'uuid' },
      ],
    },
    toNode: ({ key, ...row }) => ({ ...row, id: encodeGlobalId('WebhookAttempt', key) }),
  };
}
