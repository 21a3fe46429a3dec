import { platformActor } from '../../../kernel/actor';
import type { WebhookPauseReason } from '../../../kernel/webhook-pause-reason';
import type { Act, CommandScope } from '../../../platform/commands/command';
import type { ActContract, WriteInput } from '../../../platform/commands/contract';
import { lockRows } from '../../../platform/database/row-locks';
import type { ClaimedDelivery } from '../delivery/claim-deliveries';
import { type AttemptResult, recordAttempt } from '../delivery/record-attempt';
import { WebhookEndpointEntity } from '../webhook-endpoint.entity';
import { auditedPart, type EndpointResult } from './lock-endpoint';
import { pause } from './pause-webhook-endpoint';

export const DELIVERY_ACTOR = platformActor('webhooks');

export interface GiveUpDeliveryInput extends WriteInput {
  readonly claim: ClaimedDelivery;
  readonly result: AttemptResult;
  readonly pauseReason: Exclude<WebhookPauseReason, 'BY_OWNER'>;
}

/** Somebody else has paused or deleted the endpoint since. No refusal: nobody asked for anything. */
export class NothingToPause extends Error {
  constructor() {
    super('the endpoint is not active any more');
    this.name = 'NothingToPause';
  }
}

/** The platform's move: a delivery is given up, its endpoint is paused, and the owner hears of it. */
export class GiveUpDelivery implements Act<GiveUpDeliveryInput, EndpointResult> {
  readonly contract: ActContract = {
    name: 'giveUpWebhookDelivery',
    operation: 'PAUSE_WEBHOOK_ENDPOINT',
    resourceType: 'WEBHOOK_ENDPOINT',
  };
  readonly operation = 'record';

  async execute(
    scope: CommandScope,
    { claim, result, pauseReason }: GiveUpDeliveryInput,
  ): Promise<EndpointResult> {
    const { id } = claim.endpoint;
    await lockRows(scope.tx, 'webhook_endpoints', [id], 'changing');
    const endpoint = await scope.tx.manager.findOneByOrFail(WebhookEndpointEntity, { id });
    if (endpoint.status !== 'ACTIVE') throw new NothingToPause();
    const { resellerId, customerId } = endpoint;
    scope.about({ resourceId: id, resellerId, customerId, oldValue: auditedPart(endpoint) });
    await recordAttempt(scope.tx, claim, result);
    await pause(scope, endpoint, pauseReason);
    return { webhookEndpointId: id };
  }
}
