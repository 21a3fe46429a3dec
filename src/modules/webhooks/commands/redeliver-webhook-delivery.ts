import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import { refusalToAct } from '../../../kernel/role-matrix';
import { callerOf } from '../../../platform/commands/caller-of';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import { sql } from '../../../platform/database/sql';
import { visibleWebhookEndpoints } from '../../visibility/webhooks.visibility';
import { REDELIVERED_STATUSES } from '../webhook-delivery.rules';
import { WEBHOOK_CONTRACTS } from './contracts';
import { lockEndpoint } from './lock-endpoint';
import { tryAgain } from './try-again';

export interface RedeliverWebhookDeliveryInput extends WriteInput {
  readonly webhookDeliveryId: string;
}

export interface DeliveryResult {
  readonly webhookDeliveryId: string;
}

/** One event is sent once more, under the id that it has. One that waits already is left alone. */
export class RedeliverWebhookDelivery implements Command<
  RedeliverWebhookDeliveryInput,
  DeliveryResult
> {
  readonly contract = WEBHOOK_CONTRACTS.redeliverWebhookDelivery;
  readonly operation = 'record';

  async execute(
    scope: CommandScope,
    { webhookDeliveryId: deliveryId }: RedeliverWebhookDeliveryInput,
  ): Promise<DeliveryResult> {
    const endpointId = await this.endpointOf(scope, deliveryId);
    const endpoint = await lockEndpoint(scope, {
      webhookEndpointId: endpointId,
      event: 'redeliver',
    });
    scope.about({ newValue: { deliveryCount: 1 } });
    const count = await tryAgain(scope, {
      endpointId: endpoint.id,
      statuses: REDELIVERED_STATUSES,
      deliveryId,
    });
    if (count === 0) scope.markRepeated();
    return { webhookDeliveryId: deliveryId };
  }

  private async endpointOf(scope: CommandScope, deliveryId: string): Promise<string> {
    const actor = callerOf(scope);
    throwIfRefused(refusalToAct(this.contract.action, actor));
    const [row] = await scope.tx.query<{ readonly id: string }>(sql`
      SELECT w.id FROM webhook_deliveries d JOIN webhook_endpoints w ON w.id = d.endpoint_id
      WHERE d.id = ${deliveryId}::uuid AND ${visibleWebhookEndpoints(actor)}`);
    if (!row) throw new DomainError('NOT_FOUND');
    return row.id;
  }
}
