import { throwIfRefused } from '../../../kernel/domain-error';
import type { Command, CommandScope } from '../../../platform/commands/command';
import { overlapEnd, refusalOfOverlap } from '../webhook-endpoint.rules';
import type { WebhookSecrets } from '../webhook-secrets';
import { WEBHOOK_CONTRACTS } from './contracts';
import { changeEndpoint, type EndpointResult, lockEndpoint } from './lock-endpoint';
import type { MoveWebhookEndpointInput } from './pause-webhook-endpoint';

export interface RotateWebhookSecretInput extends MoveWebhookEndpointInput {
  readonly overlapHours?: number | null;
}

/** A new secret signs from now on, and the present one as well until the overlap ends. */
export class RotateWebhookSecret implements Command<RotateWebhookSecretInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.rotateWebhookSecret;
  readonly operation = 'record';

  constructor(private readonly secrets: WebhookSecrets) {}

  async execute(scope: CommandScope, input: RotateWebhookSecretInput): Promise<EndpointResult> {
    const endpoint = await lockEndpoint(scope, { ...input, event: 'rotate' });
    throwIfRefused(refusalOfOverlap(input.overlapHours));
    const endsAt = overlapEnd(input.overlapHours, scope.now);
    await changeEndpoint(scope, endpoint, {
      secret: this.secrets.make(endpoint.id),
      secretCreatedAt: scope.now,
      previousSecret: endsAt && endpoint.secret,
      previousSecretEndsAt: endsAt,
    });
    return { webhookEndpointId: endpoint.id };
  }
}
