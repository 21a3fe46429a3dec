import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import {
  REDELIVERED_STATUSES,
  refusalOfRange,
  refusalOfRangeSize,
  type WebhookDeliveryStatus,
} from '../webhook-delivery.rules';
import { WEBHOOK_CONTRACTS } from './contracts';
import { type EndpointResult, lockEndpoint } from './lock-endpoint';
import { tryAgain } from './try-again';

export interface RedeliverWebhookDeliveriesInput extends WriteInput {
  readonly webhookEndpointId: string;
  readonly since: Date;
  readonly until?: Date | null;
  readonly status?: readonly WebhookDeliveryStatus[] | null;
}

export interface RangeResult extends EndpointResult {
  readonly deliveryCount: number;
}

/** What happened in a span of time is sent once more, in its order and under the ids that it has. */
export class RedeliverWebhookDeliveries implements Command<
  RedeliverWebhookDeliveriesInput,
  RangeResult
> {
  readonly contract = WEBHOOK_CONTRACTS.redeliverWebhookDeliveries;
  readonly operation = 'record';

  async execute(scope: CommandScope, input: RedeliverWebhookDeliveriesInput): Promise<RangeResult> {
    const { webhookEndpointId, since, until } = input;
    const endpoint = await lockEndpoint(scope, { webhookEndpointId, event: 'redeliver' });
    throwIfRefused(refusalOfRange(since, until));
    const asked = input.status ?? REDELIVERED_STATUSES;
    const statuses = REDELIVERED_STATUSES.filter((it) => asked.includes(it));
    const deliveryCount = await tryAgain(scope, {
      endpointId: endpoint.id,
      statuses,
      since,
      until,
    });
    throwIfRefused(refusalOfRangeSize(deliveryCount));
    scope.about({ newValue: { since, until: until ?? null, deliveryCount } });
    if (deliveryCount === 0) scope.markRepeated();
    return { webhookEndpointId: endpoint.id, deliveryCount };
  }
}
