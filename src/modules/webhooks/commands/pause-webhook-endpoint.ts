import type { WebhookPauseReason } from '../../../kernel/webhook-pause-reason';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { WebhookEndpointEntity } from '../webhook-endpoint.entity';
import { WEBHOOK_CONTRACTS } from './contracts';
import { changeEndpoint, type EndpointResult, lockEndpoint, toOwner } from './lock-endpoint';

export interface MoveWebhookEndpointInput extends WriteInput {
  readonly webhookEndpointId: string;
  readonly ifMatch?: string | null;
}

/** Nothing is sent until it is resumed; what happens meanwhile waits in the log. */
export class PauseWebhookEndpoint implements Command<MoveWebhookEndpointInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.pauseWebhookEndpoint;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: MoveWebhookEndpointInput): Promise<EndpointResult> {
    const endpoint = await lockEndpoint(scope, { ...input, event: 'pause' });
    if (endpoint.status === 'PAUSED') scope.markRepeated();
    else await pause(scope, endpoint, 'BY_OWNER');
    return { webhookEndpointId: endpoint.id };
  }
}

/** The endpoint stops, and its owner hears of it. */
export async function pause(
  scope: CommandScope,
  endpoint: WebhookEndpointEntity,
  pauseReason: WebhookPauseReason,
): Promise<void> {
  await changeEndpoint(scope, endpoint, { status: 'PAUSED', pauseReason, pausedAt: scope.now });
  scope.emit({
    name: 'WEBHOOK_ENDPOINT_PAUSED',
    ...toOwner(endpoint),
    resourceId: endpoint.id,
    data: { webhookEndpointId: endpoint.id, pauseReason },
  });
}
