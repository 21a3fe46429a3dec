import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';

import type { Command, CommandOutcome } from '../../platform/commands/command';
import type { CommandRunner } from '../../platform/commands/command-runner';
import type { WriteInput } from '../../platform/commands/contract';
import { MutationContract } from '../../platform/graphql/access';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { runMutation } from '../../platform/graphql/run-mutation';
import { writePayload, type WritePayloadFields } from '../../platform/graphql/write.types';
import { WEBHOOK_CONTRACTS } from './commands/contracts';
import { CreateWebhookEndpoint } from './commands/create-webhook-endpoint';
import { DeleteWebhookEndpoint } from './commands/delete-webhook-endpoint';
import type { EndpointResult } from './commands/lock-endpoint';
import { PauseWebhookEndpoint } from './commands/pause-webhook-endpoint';
import { RedeliverWebhookDeliveries } from './commands/redeliver-webhook-deliveries';
import { RedeliverWebhookDelivery } from './commands/redeliver-webhook-delivery';
import { ResumeWebhookEndpoint } from './commands/resume-webhook-endpoint';
import { RotateWebhookSecret } from './commands/rotate-webhook-secret';
import { TestWebhook } from './commands/test-webhook';
import { UpdateWebhookEndpoint } from './commands/update-webhook-endpoint';
import { webhookDeliveryById, webhookEndpointById } from './webhook.loader';
import { WEBHOOK_DELIVERY_TYPE } from './webhook-delivery.queries';
import { findStoredSecret, WEBHOOK_ENDPOINT_TYPE } from './webhook-endpoint.queries';
import type { WebhookEndpoint } from './webhook-endpoint.types';
import type { WebhookHosts } from './webhook-hosts';
import {
  CreateWebhookEndpointInput,
  CreateWebhookEndpointPayload,
  DeleteWebhookEndpointInput,
  DeleteWebhookEndpointPayload,
  PauseWebhookEndpointInput,
  PauseWebhookEndpointPayload,
  RedeliverWebhookDeliveriesInput,
  RedeliverWebhookDeliveriesPayload,
  RedeliverWebhookDeliveryInput,
  RedeliverWebhookDeliveryPayload,
  ResumeWebhookEndpointInput,
  ResumeWebhookEndpointPayload,
  RotateWebhookSecretInput,
  RotateWebhookSecretPayload,
  TestWebhookInput,
  TestWebhookPayload,
  UpdateWebhookEndpointInput,
  UpdateWebhookEndpointPayload,
} from './webhook-mutation.types';
import type { WebhookSecrets } from './webhook-secrets';

interface EndpointPayload extends WritePayloadFields {
  readonly webhookEndpoint: WebhookEndpoint | null;
}

@Resolver()
export class WebhookMutationResolver {
  private readonly pause = new PauseWebhookEndpoint();
  private readonly resume = new ResumeWebhookEndpoint();
  private readonly delete = new DeleteWebhookEndpoint();
  private readonly test = new TestWebhook();
  private readonly redeliverOne = new RedeliverWebhookDelivery();
  private readonly redeliverRange = new RedeliverWebhookDeliveries();
  private readonly rotate: RotateWebhookSecret;

  constructor(
    private readonly runner: CommandRunner,
    private readonly secrets: WebhookSecrets,
    private readonly hosts: WebhookHosts,
  ) {
    this.rotate = new RotateWebhookSecret(secrets);
  }

  @MutationContract(WEBHOOK_CONTRACTS.createWebhookEndpoint)
  @Mutation(() => CreateWebhookEndpointPayload, {
    nullable: true,
    description:
      'Registers an address to which events of the caller’s side are delivered from now on, signed by Standard Webhooks. One side has 20 at most.',
  })
  async createWebhookEndpoint(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => CreateWebhookEndpointInput, { description: 'Where to, and which events.' })
    input: CreateWebhookEndpointInput,
  ): Promise<CreateWebhookEndpointPayload> {
    const command = new CreateWebhookEndpoint(this.secrets, await this.hosts.refusalOf(input.url));
    const outcome = await runMutation(this.runner, ctx, command, input, withCustomerKeys);
    return this.withSecret(ctx, input, outcome);
  }

  @MutationContract(WEBHOOK_CONTRACTS.updateWebhookEndpoint)
  @Mutation(() => UpdateWebhookEndpointPayload, {
    nullable: true,
    description: 'Changes the address, the note or the filters of a webhook endpoint.',
  })
  async updateWebhookEndpoint(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => UpdateWebhookEndpointInput, { description: 'What changes.' })
    input: UpdateWebhookEndpointInput,
  ): Promise<UpdateWebhookEndpointPayload> {
    const { url } = input;
    const command = new UpdateWebhookEndpoint(url == null ? null : await this.hosts.refusalOf(url));
    const outcome = await runMutation(this.runner, ctx, command, input, (it) =>
      withCustomerKeys(withEndpointKey(it)),
    );
    return this.payloadOf(ctx, input, outcome);
  }

  @MutationContract(WEBHOOK_CONTRACTS.pauseWebhookEndpoint)
  @Mutation(() => PauseWebhookEndpointPayload, {
    nullable: true,
    description:
      'Stops the deliveries to a webhook endpoint. What happens meanwhile waits until it is resumed. Pausing again changes nothing.',
  })
  pauseWebhookEndpoint(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => PauseWebhookEndpointInput, { description: 'Which endpoint.' })
    input: PauseWebhookEndpointInput,
  ): Promise<PauseWebhookEndpointPayload> {
    return this.onEndpoint(ctx, this.pause, input);
  }

  @MutationContract(WEBHOOK_CONTRACTS.resumeWebhookEndpoint)
  @Mutation(() => ResumeWebhookEndpointPayload, {
    nullable: true,
    description:
      'Goes on with the deliveries where they stopped, those that were given up first. Resuming again changes nothing.',
  })
  resumeWebhookEndpoint(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => ResumeWebhookEndpointInput, { description: 'Which endpoint.' })
    input: ResumeWebhookEndpointInput,
  ): Promise<ResumeWebhookEndpointPayload> {
    return this.onEndpoint(ctx, this.resume, input);
  }

  @MutationContract(WEBHOOK_CONTRACTS.deleteWebhookEndpoint)
  @Mutation(() => DeleteWebhookEndpointPayload, {
    nullable: true,
    description:
      'Ends a webhook endpoint: nothing is delivered to it any more, and its secrets are erased. It stands in no list, and is readable by its id for 30 days.',
  })
  deleteWebhookEndpoint(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => DeleteWebhookEndpointInput, { description: 'Which endpoint.' })
    input: DeleteWebhookEndpointInput,
  ): Promise<DeleteWebhookEndpointPayload> {
    return this.onEndpoint(ctx, this.delete, input);
  }

  @MutationContract(WEBHOOK_CONTRACTS.rotateWebhookSecret)
  @Mutation(() => RotateWebhookSecretPayload, {
    nullable: true,
    description:
      'Makes a new signing secret. For a while each delivery is signed with both, so that the receiver changes over without losing one.',
  })
  async rotateWebhookSecret(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RotateWebhookSecretInput, { description: 'Which endpoint.' })
    input: RotateWebhookSecretInput,
  ): Promise<RotateWebhookSecretPayload> {
    const outcome = await runMutation(this.runner, ctx, this.rotate, input, withEndpointKey);
    return this.withSecret(ctx, input, outcome);
  }

  @MutationContract(WEBHOOK_CONTRACTS.testWebhook)
  @Mutation(() => TestWebhookPayload, {
    nullable: true,
    description:
      'Sends an event TEST_CREATED to a webhook endpoint, whatever it filters. Two a minute for one side; more is RATE_LIMITED.',
  })
  testWebhook(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => TestWebhookInput, { description: 'Which endpoint.' })
    input: TestWebhookInput,
  ): Promise<TestWebhookPayload> {
    return this.onEndpoint(ctx, this.test, input);
  }

  @MutationContract(WEBHOOK_CONTRACTS.redeliverWebhookDelivery)
  @Mutation(() => RedeliverWebhookDeliveryPayload, {
    nullable: true,
    description:
      'Sends one event once more to the endpoint, under the id that it has. One that is pending is left alone.',
  })
  async redeliverWebhookDelivery(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RedeliverWebhookDeliveryInput, { description: 'Which delivery.' })
    input: RedeliverWebhookDeliveryInput,
  ): Promise<RedeliverWebhookDeliveryPayload> {
    const outcome = await runMutation(this.runner, ctx, this.redeliverOne, input, withDeliveryKey);
    ctx.clearLoaders();
    const webhookDelivery = await ctx
      .loader(webhookDeliveryById)
      .load(outcome.result.webhookDeliveryId);
    return { ...writePayload(input, outcome), webhookDelivery };
  }

  @MutationContract(WEBHOOK_CONTRACTS.redeliverWebhookDeliveries)
  @Mutation(() => RedeliverWebhookDeliveriesPayload, {
    nullable: true,
    description:
      'Sends the events of a span of time once more to an endpoint, in their order and under the ids that they have.',
  })
  async redeliverWebhookDeliveries(
    @Ctx() ctx: RequestContext,
    @Arg('input', () => RedeliverWebhookDeliveriesInput, { description: 'Which deliveries.' })
    input: RedeliverWebhookDeliveriesInput,
  ): Promise<RedeliverWebhookDeliveriesPayload> {
    const outcome = await runMutation(
      this.runner,
      ctx,
      this.redeliverRange,
      input,
      withEndpointKey,
    );
    const payload = await this.payloadOf(ctx, input, outcome);
    return { ...payload, deliveryCount: outcome.result.deliveryCount };
  }

  private async onEndpoint<Input extends WriteInput & { readonly webhookEndpointId: string }>(
    ctx: RequestContext,
    command: Command<Input, EndpointResult>,
    input: Input,
  ): Promise<EndpointPayload> {
    const outcome = await runMutation(this.runner, ctx, command, input, withEndpointKey);
    return this.payloadOf(ctx, input, outcome);
  }

  private async payloadOf(
    ctx: RequestContext,
    input: WriteInput,
    outcome: CommandOutcome<EndpointResult>,
  ): Promise<EndpointPayload> {
    ctx.clearLoaders();
    const webhookEndpoint = await ctx
      .loader(webhookEndpointById)
      .load(outcome.result.webhookEndpointId);
    return { ...writePayload(input, outcome), webhookEndpoint };
  }

  /** A secret is shown by the call that made it, and is in no memory of calls (R41). */
  private async withSecret(
    ctx: RequestContext,
    input: WriteInput,
    outcome: CommandOutcome<EndpointResult>,
  ): Promise<EndpointPayload & { readonly secret: string | null }> {
    const { webhookEndpointId } = outcome.result;
    const payload = await this.payloadOf(ctx, input, outcome);
    if (outcome.isDryRun || outcome.isRepeated) return { ...payload, secret: null };
    const stored = await findStoredSecret(ctx, webhookEndpointId);
    return { ...payload, secret: stored && this.secrets.read(stored, webhookEndpointId) };
  }
}

function withEndpointKey<Input extends { readonly webhookEndpointId: string }>(
  input: Input,
): Input {
  const [webhookEndpointId] = decodeIdOf(
    WEBHOOK_ENDPOINT_TYPE,
    input.webhookEndpointId,
    'input.webhookEndpointId',
    1,
  );
  return { ...input, webhookEndpointId };
}

function withDeliveryKey<Input extends { readonly webhookDeliveryId: string }>(
  input: Input,
): Input {
  const [webhookDeliveryId] = decodeIdOf(
    WEBHOOK_DELIVERY_TYPE,
    input.webhookDeliveryId,
    'input.webhookDeliveryId',
    1,
  );
  return { ...input, webhookDeliveryId };
}

function withCustomerKeys<Input extends { readonly customerIds?: readonly string[] | null }>(
  input: Input,
): Input {
  if (!input.customerIds) return input;
  const customerIds = input.customerIds.map(
    (id, index) => decodeIdOf('Customer', id, `input.customerIds[${index}]`, 1)[0],
  );
  return { ...input, customerIds };
}
