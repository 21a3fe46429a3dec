import type { Command, CommandScope } from '../../../platform/commands/command';
import { WEBHOOK_CONTRACTS } from './contracts';
import { changeEndpoint, type EndpointResult, lockEndpoint } from './lock-endpoint';
import type { MoveWebhookEndpointInput } from './pause-webhook-endpoint';
import { tryAgain } from './try-again';

/** Goes on where it stopped. What had been given up is tried again, so that a pause loses nothing. */
export class ResumeWebhookEndpoint implements Command<MoveWebhookEndpointInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.resumeWebhookEndpoint;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: MoveWebhookEndpointInput): Promise<EndpointResult> {
    const endpoint = await lockEndpoint(scope, { ...input, event: 'resume' });
    if (endpoint.status === 'ACTIVE') {
      scope.markRepeated();
      return { webhookEndpointId: endpoint.id };
    }
    await changeEndpoint(scope, endpoint, { status: 'ACTIVE', pauseReason: null, pausedAt: null });
    await tryAgain(scope, { endpointId: endpoint.id, statuses: ['PENDING', 'GIVEN_UP'] });
    return { webhookEndpointId: endpoint.id };
  }
}
