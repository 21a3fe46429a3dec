import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

import type { EventNameKey } from '../../kernel/event-name';
import { EventNameEnum } from '../../platform/graphql/enums';
import { DateTimeScalar } from '../../platform/graphql/scalars';
import { WriteInputFields, WritePayloadFields } from '../../platform/graphql/write.types';
import { WebhookDeliveryStatus } from './webhook-delivery.rules';
import { WebhookDelivery } from './webhook-delivery.types';
import { WebhookEndpoint } from './webhook-endpoint.types';

const URL_RULES =
  'An https address of the public Internet without user name and fragment, on port 443 or one from 1024 on. A demo server also takes http on loopback.';

@InputType('CreateWebhookEndpointInput', {
  description: 'Where events of the caller’s side are to be delivered, and which.',
})
export class CreateWebhookEndpointInput extends WriteInputFields {
  @Field(() => String, { description: URL_RULES })
  url!: string;

  @Field(() => String, {
    nullable: true,
    description: 'A note, at most 256 characters. Left out, null or blank: none.',
  })
  description?: string | null;

  @Field(() => [EventNameEnum], {
    nullable: true,
    description: 'Only events of these names. Left out, null or empty: of all.',
  })
  eventNames?: readonly EventNameKey[] | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Only events of these customers, as far as the owner may know that they are. Left out, null or empty: of all, and those without a customer.',
  })
  customerIds?: readonly string[] | null;
}

@InputType('UpdateWebhookEndpointInput', {
  description:
    'What changes of a webhook endpoint, for everything that is not delivered yet. A field that is left out stays as it is.',
})
export class UpdateWebhookEndpointInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the endpoint.' })
  webhookEndpointId!: string;

  @Field(() => String, { nullable: true, description: `${URL_RULES} Null: it stays.` })
  url?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'A note, at most 256 characters. Null or blank: none.',
  })
  description?: string | null;

  @Field(() => [EventNameEnum], {
    nullable: true,
    description: 'Only events of these names. Null or empty: of all.',
  })
  eventNames?: readonly EventNameKey[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'Only events of these customers. Null or empty: of all.',
  })
  customerIds?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'The `etag` that was read; needed (R40). Missing is ETAG_REQUIRED.',
  })
  ifMatch?: string | null;
}

/** Which endpoint is moved. */
@InputType()
abstract class MovedEndpointFields extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the endpoint.' })
  webhookEndpointId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The `etag` that was read. Where it is sent it must be the present one (R40); left out or null: not compared.',
  })
  ifMatch?: string | null;
}

@InputType('PauseWebhookEndpointInput', { description: 'Which endpoint gets nothing for a while.' })
export class PauseWebhookEndpointInput extends MovedEndpointFields {}

@InputType('ResumeWebhookEndpointInput', { description: 'Which endpoint gets events again.' })
export class ResumeWebhookEndpointInput extends MovedEndpointFields {}

@InputType('DeleteWebhookEndpointInput', { description: 'Which endpoint gets nothing any more.' })
export class DeleteWebhookEndpointInput extends MovedEndpointFields {}

@InputType('RotateWebhookSecretInput', { description: 'Which endpoint gets a new secret.' })
export class RotateWebhookSecretInput extends MovedEndpointFields {
  @Field(() => Int, {
    nullable: true,
    description:
      'How many hours the present secret still signs beside the new one, 0 to 168. Left out or null: 24. Two sign at most: one that overlaps already ends at once.',
  })
  overlapHours?: number | null;
}

@InputType('TestWebhookInput', { description: 'Which endpoint is tested.' })
export class TestWebhookInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the endpoint; it must be ACTIVE.' })
  webhookEndpointId!: string;
}

@InputType('RedeliverWebhookDeliveryInput', { description: 'Which delivery is sent again.' })
export class RedeliverWebhookDeliveryInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the delivery.' })
  webhookDeliveryId!: string;
}

@InputType('RedeliverWebhookDeliveriesInput', {
  description: 'Which deliveries of an endpoint are sent again; 10,000 at most.',
})
export class RedeliverWebhookDeliveriesInput extends WriteInputFields {
  @Field(() => ID, { description: 'Opaque id of the endpoint.' })
  webhookEndpointId!: string;

  @Field(() => DateTimeScalar, { description: 'Only of events that happened at or after this.' })
  since!: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Only of events that happened before this. Left out or null: up to now.',
  })
  until?: Date | null;

  @Field(() => [WebhookDeliveryStatus], {
    nullable: true,
    description:
      'Only those with one of these outcomes. Left out or null: DELIVERED, GIVEN_UP and WITHHELD, which are all that can be sent again.',
  })
  status?: readonly WebhookDeliveryStatus[] | null;
}

@ObjectType()
abstract class EndpointPayload extends WritePayloadFields {
  @Field(() => WebhookEndpoint, {
    nullable: true,
    description:
      'The endpoint as it is now; in a dry run unchanged, or null where it would be made.',
  })
  webhookEndpoint!: WebhookEndpoint | null;
}

@ObjectType()
abstract class SecretPayload extends EndpointPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'The signing secret, `whsec_…`, shown in this answer only: null in a dry run and in the answer to a repeated call. Whoever lost it rotates it.',
  })
  secret!: string | null;
}

@ObjectType('CreateWebhookEndpointPayload', { description: 'The endpoint and its secret.' })
export class CreateWebhookEndpointPayload extends SecretPayload {}

@ObjectType('UpdateWebhookEndpointPayload', { description: 'The endpoint after the change.' })
export class UpdateWebhookEndpointPayload extends EndpointPayload {}

@ObjectType('PauseWebhookEndpointPayload', { description: 'The endpoint that is paused.' })
export class PauseWebhookEndpointPayload extends EndpointPayload {}

@ObjectType('ResumeWebhookEndpointPayload', { description: 'The endpoint that goes on.' })
export class ResumeWebhookEndpointPayload extends EndpointPayload {}

@ObjectType('DeleteWebhookEndpointPayload', { description: 'The endpoint that is deleted.' })
export class DeleteWebhookEndpointPayload extends EndpointPayload {}

@ObjectType('RotateWebhookSecretPayload', { description: 'The endpoint and its new secret.' })
export class RotateWebhookSecretPayload extends SecretPayload {}

@ObjectType('TestWebhookPayload', { description: 'The endpoint to which a test is on its way.' })
export class TestWebhookPayload extends EndpointPayload {}

@ObjectType('RedeliverWebhookDeliveriesPayload', {
  description: 'The endpoint to which deliveries go once more.',
})
export class RedeliverWebhookDeliveriesPayload extends EndpointPayload {
  @Field(() => Int, { description: 'How many are sent again.' })
  deliveryCount!: number;
}

@ObjectType('RedeliverWebhookDeliveryPayload', { description: 'The delivery that is sent again.' })
export class RedeliverWebhookDeliveryPayload extends WritePayloadFields {
  @Field(() => WebhookDelivery, {
    nullable: true,
    description: 'The delivery as it is now; unchanged in a dry run.',
  })
  webhookDelivery!: WebhookDelivery | null;
}
