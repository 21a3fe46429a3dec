import type { CommandRunner } from '../../platform/commands/command-runner';
import { WebhookDeliveryResolver, WebhookEndpointResolver } from './webhook.resolver';
import type { WebhookHosts } from './webhook-hosts';
import { WebhookMutationResolver } from './webhook-mutation.resolver';
import { WebhookSecrets } from './webhook-secrets';

/** Everything that the schema needs of this module. */
export function webhookResolvers(
  runner: CommandRunner,
  serverKey: string,
  hosts: WebhookHosts,
): readonly object[] {
  return [
    new WebhookDeliveryResolver(),
    new WebhookEndpointResolver(),
    new WebhookMutationResolver(runner, new WebhookSecrets(serverKey), hosts),
  ];
}
