import { type DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { EventNameKey } from '../../../kernel/event-name';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { sql } from '../../../platform/database/sql';
import { eventHorizon } from '../../../platform/event-log/event-horizon';
import { newId } from '../../../platform/ids';
import { WebhookEndpointEntity } from '../webhook-endpoint.entity';
import {
  descriptionOf,
  filterOf,
  refusalOfDescription,
  refusalOfEndpointCount,
  type WebhookOwner,
} from '../webhook-endpoint.rules';
import type { WebhookSecrets } from '../webhook-secrets';
import { WEBHOOK_CONTRACTS } from './contracts';
import { seeCustomers } from './endpoint-filter';
import { auditedPart, type EndpointResult, lockOwner, webhookOwner } from './lock-endpoint';

export interface CreateWebhookEndpointInput extends WriteInput {
  readonly url: string;
  readonly description?: string | null;
  readonly eventNames?: readonly EventNameKey[] | null;
  /** Row ids. */
  readonly customerIds?: readonly string[] | null;
}

/** The caller's side gets an endpoint. It hears of what is written from now on. */
export class CreateWebhookEndpoint implements Command<CreateWebhookEndpointInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.createWebhookEndpoint;
  readonly operation = 'record';

  constructor(
    private readonly secrets: WebhookSecrets,
    /** What is wrong with the address; looked up before, because no transaction waits for a name server. */
    private readonly addressRefusal: DomainError | null,
  ) {}

  async execute(scope: CommandScope, input: CreateWebhookEndpointInput): Promise<EndpointResult> {
    const owner = webhookOwner(scope);
    const customerIds = filterOf(input.customerIds);
    await seeCustomers(scope, customerIds);
    throwIfRefused(this.addressRefusal);
    throwIfRefused(refusalOfDescription(input.description));
    await lockOwner(scope, owner);
    throwIfRefused(refusalOfEndpointCount(await countEndpoints(scope, owner)));

    const id = newId();
    const endpoint = {
      id,
      ...owner,
      url: input.url,
      description: descriptionOf(input.description),
      eventNames: filterOf(input.eventNames),
      customerIds,
      status: 'ACTIVE',
      pauseReason: null,
      pausedAt: null,
      secret: this.secrets.make(id),
      secretCreatedAt: scope.now,
      previousSecret: null,
      previousSecretEndsAt: null,
      position: String((await eventHorizon(scope.tx)).readable),
      testedAt: [],
      version: 1,
      createdAt: scope.now,
      updatedAt: scope.now,
    } satisfies WebhookEndpointEntity;
    await scope.tx.manager.insert(WebhookEndpointEntity, endpoint);
    scope.about({ resourceId: id, newValue: auditedPart(endpoint) });
    return { webhookEndpointId: id };
  }
}

async function countEndpoints(
  { tx }: CommandScope,
  { resellerId, customerId }: WebhookOwner,
): Promise<number> {
  const [row] = await tx.query<{ readonly count: number }>(sql`
    SELECT count(*)::int AS count FROM webhook_endpoints
    WHERE (reseller_id = ${resellerId}::uuid OR customer_id = ${customerId}::uuid) AND status <> 'DELETED'`);
  return row?.count ?? 0;
}
