import { DomainError, throwIfRefused } from '../../../kernel/domain-error';
import type { EventNameKey } from '../../../kernel/event-name';
import type { Command, CommandScope } from '../../../platform/commands/command';
import type { WriteInput } from '../../../platform/commands/contract';
import type { WebhookEndpointEntity } from '../webhook-endpoint.entity';
import { descriptionOf, filterOf, refusalOfDescription } from '../webhook-endpoint.rules';
import { WEBHOOK_CONTRACTS } from './contracts';
import { seeCustomers } from './endpoint-filter';
import { changeEndpoint, type EndpointResult, lockEndpoint } from './lock-endpoint';

export interface UpdateWebhookEndpointInput extends WriteInput {
  readonly webhookEndpointId: string;
  readonly url?: string | null;
  readonly description?: string | null;
  readonly eventNames?: readonly EventNameKey[] | null;
  /** Row ids. */
  readonly customerIds?: readonly string[] | null;
  readonly ifMatch?: string | null;
}

/** Address and filters change for whatever is not delivered yet. */
export class UpdateWebhookEndpoint implements Command<UpdateWebhookEndpointInput, EndpointResult> {
  readonly contract = WEBHOOK_CONTRACTS.updateWebhookEndpoint;
  readonly operation = 'record';

  constructor(
    /** What is wrong with the new address; null where there is none. */
    private readonly addressRefusal: DomainError | null,
  ) {}

  async execute(scope: CommandScope, input: UpdateWebhookEndpointInput): Promise<EndpointResult> {
    const { webhookEndpointId, ifMatch } = input;
    const endpoint = await lockEndpoint(scope, {
      webhookEndpointId,
      event: 'update',
      ifMatch,
      etagUse: 'REQUIRED',
    });
    const changes = changesOf(input);
    await seeCustomers(scope, changes.customerIds ?? []);
    throwIfRefused(this.addressRefusal);
    throwIfRefused(refusalOfDescription(input.description));
    if (Object.keys(changes).length === 0) {
      throw new DomainError('INVALID_INPUT', { args: { problem: 'NOTHING_TO_CHANGE' } });
    }
    if (isSame(endpoint, changes)) scope.markRepeated();
    else await changeEndpoint(scope, endpoint, changes);
    return { webhookEndpointId };
  }
}

type Changes = Partial<
  Pick<WebhookEndpointEntity, 'url' | 'description' | 'eventNames' | 'customerIds'>
>;

/** What was sent. An address cannot be taken away; a filter that is null is none. */
function changesOf(input: UpdateWebhookEndpointInput): Changes {
  const { url, description, eventNames, customerIds } = input;
  return {
    ...(url != null && { url }),
    ...(description !== undefined && { description: descriptionOf(description) }),
    ...(eventNames !== undefined && { eventNames: filterOf(eventNames) }),
    ...(customerIds !== undefined && { customerIds: filterOf(customerIds) }),
  };
}

function isSame(endpoint: WebhookEndpointEntity, changes: Changes): boolean {
  return (Object.keys(changes) as (keyof Changes)[]).every(
    (field) => JSON.stringify(endpoint[field]) === JSON.stringify(changes[field]),
  );
}
