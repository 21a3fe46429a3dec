import type { Caller } from '../../../kernel/actor';
import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { etagOf, type EtagUse, refusalOfEtag } from '../../../kernel/etag';
import { refusalToAct } from '../../../kernel/role-matrix';
import { refusalToMove } from '../../../kernel/transitions';
import { callerOf } from '../../../platform/commands/caller-of';
import type { CommandScope } from '../../../platform/commands/command';
import { lockRows } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import { visibleWebhookEndpoints } from '../../visibility/webhooks.visibility';
import { WebhookEndpointEntity } from '../webhook-endpoint.entity';
import {
  ENDPOINT_TRANSITIONS,
  type EndpointEvent,
  originOf,
  ownerOf,
  type WebhookOwner,
} from '../webhook-endpoint.rules';

/** What is asked of every endpoint before something is done with it. */
export interface EndpointStep {
  readonly webhookEndpointId: string;
  readonly event: EndpointEvent;
  readonly ifMatch?: string | null | undefined;
  readonly etagUse?: EtagUse;
}

export interface EndpointResult {
  readonly webhookEndpointId: string;
}

/** Whoever may own webhooks, and for whom. */
export function webhookOwner(scope: CommandScope): WebhookOwner {
  const actor = callerOf(scope);
  throwIfRefused(refusalToAct('OWN_WEBHOOKS', actor));
  const owner = ownerOf(actor);
  if (owner === null) throw new DomainError('ROLE_NOT_ALLOWED');
  return owner;
}

/** The owner's row lets one act at a time count what it has. */
export async function lockOwner({ tx }: CommandScope, owner: WebhookOwner): Promise<void> {
  const { resellerId, customerId } = owner;
  if (customerId) await lockRows(tx, 'customers', [customerId], 'changing');
  if (resellerId) await lockRows(tx, 'resellers', [resellerId], 'changing');
}

/** The endpoint under its lock, once role, state and etag let the step pass. */
export async function lockEndpoint(
  scope: CommandScope,
  { webhookEndpointId, event, ifMatch, etagUse = 'ACCEPTED' }: EndpointStep,
): Promise<WebhookEndpointEntity> {
  await seeEndpoint(scope, callerOf(scope), webhookEndpointId);
  await lockRows(scope.tx, 'webhook_endpoints', [webhookEndpointId], 'changing');
  const endpoint = await scope.tx.manager.findOneByOrFail(WebhookEndpointEntity, {
    id: webhookEndpointId,
  });
  scope.about({ resourceId: endpoint.id, oldValue: auditedPart(endpoint) });
  throwIfRefused(refusalToMove(ENDPOINT_TRANSITIONS, endpoint.status, event));
  throwIfRefused(refusalOfEtag(etagUse, ifMatch, etagOf(endpoint.version)));
  return endpoint;
}

/** @throws NOT_FOUND, the same for an unknown endpoint and for one of others; asked before anything is locked. */
async function seeEndpoint({ tx }: CommandScope, actor: Caller, id: string): Promise<void> {
  throwIfRefused(refusalToAct('OWN_WEBHOOKS', actor));
  const [seen] = await tx.query(sql`
    SELECT 1 FROM webhook_endpoints w WHERE w.id = ${id}::uuid AND ${visibleWebhookEndpoints(actor)}`);
  if (!seen) throw new DomainError('NOT_FOUND');
}

/** What an audit record says of an endpoint: no secret, and of the address no path or query, which may hold one. */
export function auditedPart(
  endpoint: Pick<WebhookEndpointEntity, 'url' | 'description' | 'eventNames' | 'status'>,
): object {
  const { url, description, eventNames, status } = endpoint;
  return { origin: originOf(url), description, eventNames, status };
}

/** Writes what changed, as a new version of the endpoint. */
export async function changeEndpoint(
  scope: CommandScope,
  endpoint: WebhookEndpointEntity,
  changes: Partial<WebhookEndpointEntity>,
): Promise<void> {
  scope.about({ newValue: auditedPart({ ...endpoint, ...changes }) });
  await scope.tx.manager.update(
    WebhookEndpointEntity,
    { id: endpoint.id },
    { ...changes, version: endpoint.version + 1, updatedAt: scope.now },
  );
}

/** Where the events of an owner itself go, and whose count they take. */
export function toOwner(owner: WebhookOwner): {
  readonly customerId: string | null;
  readonly resellerId: string;
  readonly recipientResellerIds: readonly string[];
  readonly isForCustomer: boolean;
} {
  const { resellerId, customerId } = owner;
  return {
    customerId,
    resellerId: resellerId ?? customerId ?? '',
    recipientResellerIds: resellerId ? [resellerId] : [],
    isForCustomer: customerId !== null,
  };
}
