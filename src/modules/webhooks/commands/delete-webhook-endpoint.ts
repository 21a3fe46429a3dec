import type { Command, CommandScope } from '../../../platform/commands/command';
import { sql } from '../../../platform/database/sql';
import { WEBHOOK_CONTRACTS } from './contracts';
import { changeEndpoint, type EndpointResult, lockEndpoint } from './lock-endpoint';
import type { MoveWebhookEndpointInput } from './pause-webhook-endpoint';

/** Nothing is delivered any more, and its secrets are gone. What was delivered stays readable for a while. */
export class DeleteWebhookEndpoint implements Command<MoveWebhookEndpointInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.deleteWebhookEndpoint;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: MoveWebhookEndpointInput): Promise<EndpointResult> {
    const endpoint = await lockEndpoint(scope, { ...input, event: 'delete' });
    if (endpoint.status === 'DELETED') {
      scope.markRepeated();
      return { webhookEndpointId: endpoint.id };
    }
    await changeEndpoint(scope, endpoint, {
      status: 'DELETED',
      pauseReason: null,
      pausedAt: null,
      secret: null,
      previousSecret: null,
      previousSecretEndsAt: null,
    });
    await scope.tx.query(sql`
      UPDATE webhook_deliveries SET status = 'CANCELED', next_attempt_at = NULL, ended_at = ${scope.now}
      WHERE endpoint_id = ${endpoint.id}::uuid AND status = 'PENDING'`);
    return { webhookEndpointId: endpoint.id };
  }
}
