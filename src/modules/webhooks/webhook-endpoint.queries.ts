import type { Caller } from '../../kernel/actor';
import { etagOf } from '../../kernel/etag';
import type { EventNameKey } from '../../kernel/event-name';
import type { WebhookPauseReason } from '../../kernel/webhook-pause-reason';
import { allOf, columns, isOneOf, sql } from '../../platform/database/sql';
import type { RequestContext } from '../../platform/graphql/context';
import type { KeysetList } from '../../platform/graphql/keyset';
import { customerIdOf, webhookEndpointIdOf } from '../visibility/object-ids';
import { visibleWebhookEndpoints } from '../visibility/webhooks.visibility';
import type { WebhookEndpointStatus } from './webhook-endpoint.rules';
import type { WebhookEndpoint } from './webhook-endpoint.types';

export const WEBHOOK_ENDPOINT_TYPE = 'WebhookEndpoint';

interface EndpointRow {
  readonly key: string;
  readonly url: string;
  readonly description: string | null;
  readonly eventNames: readonly EventNameKey[];
  readonly customerKeys: readonly string[];
  readonly status: WebhookEndpointStatus;
  readonly pauseReason: WebhookPauseReason | null;
  readonly pausedAt: Date | null;
  readonly secretCreatedAt: Date;
  readonly previousSecretEndsAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly version: number;
}

/** Never a secret, not even an encrypted one. */
const COLUMNS = columns({
  key: sql`w.id`,
  url: sql`w.url`,
  description: sql`w.description`,
  eventNames: sql`w.event_names`,
  customerKeys: sql`w.customer_ids`,
  status: sql`w.status`,
  pauseReason: sql`w.pause_reason`,
  pausedAt: sql`w.paused_at`,
  secretCreatedAt: sql`w.secret_created_at`,
  previousSecretEndsAt: sql`w.previous_secret_ends_at`,
  createdAt: sql`w.created_at`,
  updatedAt: sql`w.updated_at`,
  version: sql`w.version`,
});

function toWebhookEndpoint(row: EndpointRow, now: Date): WebhookEndpoint {
  const { customerKeys, version, previousSecretEndsAt, ...plain } = row;
  const overlaps = previousSecretEndsAt !== null && previousSecretEndsAt > now;
  return {
    ...plain,
    id: webhookEndpointIdOf(row.key),
    customerIds: customerKeys.map(customerIdOf),
    previousSecretEndsAt: overlaps ? previousSecretEndsAt : null,
    etag: etagOf(version),
  };
}

/** The endpoints of the caller's own side that are not deleted, the oldest first. */
export function webhookEndpointList(
  actor: Caller | null,
  now: Date,
): KeysetList<EndpointRow, WebhookEndpoint> {
  return {
    name: 'Query.webhookEndpoints',
    select: COLUMNS,
    from: sql`webhook_endpoints w`,
    where: allOf([visibleWebhookEndpoints(actor), sql`w.status <> 'DELETED'`]),
    order: {
      name: 'CREATED_AT',
      keys: [
        { expression: sql`w.created_at`, type: 'timestamptz' },
        { expression: sql`w.id`, type: 'uuid' },
      ],
    },
    toNode: (row) => toWebhookEndpoint(row, now),
  };
}

export async function findWebhookEndpoints(
  { db, actor, clock }: RequestContext,
  ids: readonly string[],
): Promise<readonly WebhookEndpoint[]> {
  const rows = await db.query<EndpointRow>(sql`
    SELECT ${COLUMNS} FROM webhook_endpoints w
    WHERE ${isOneOf(sql`w.id`, ids)} AND ${visibleWebhookEndpoints(actor)}`);
  return rows.map((row) => toWebhookEndpoint(row, clock.now()));
}

/** The present secret in its stored form, for the one answer that shows it; null where there is none. */
export async function findStoredSecret(
  { db, actor }: RequestContext,
  id: string,
): Promise<string | null> {
  const [row] = await db.query<{ readonly secret: string | null }>(sql`
    SELECT w.secret FROM webhook_endpoints w WHERE w.id = ${id}::uuid AND ${visibleWebhookEndpoints(actor)}`);
  return row?.secret ?? null;
}
