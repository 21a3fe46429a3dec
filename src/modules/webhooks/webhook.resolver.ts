import type { GraphQLResolveInfo } from 'graphql';
import {
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Info,
  Query,
  Resolver,
  Root,
} from 'type-graphql';

import { ReadAccess } from '../../platform/graphql/access';
import { ConnectionArgs } from '../../platform/graphql/connection';
import { loadConnection, readConnection } from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import type { Page } from '../../platform/graphql/page';
import { ReadAhead } from '../../platform/graphql/read-ahead';
import { attemptsByDelivery, deliveriesByEndpoint } from './webhook.loader';
import {
  WebhookAttempt,
  WebhookAttemptConnection,
  WebhookDelivery,
  WebhookDeliveryConnection,
  WebhookDeliveryFilter,
} from './webhook-delivery.types';
import { webhookEndpointList } from './webhook-endpoint.queries';
import { WebhookEndpoint, WebhookEndpointConnection } from './webhook-endpoint.types';

@ArgsType()
class DeliveriesArgs extends ConnectionArgs {
  @Field(() => WebhookDeliveryFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every delivery.',
  })
  filter?: WebhookDeliveryFilter | null;
}

@Resolver(() => WebhookEndpoint)
export class WebhookEndpointResolver {
  @ReadAccess('OWN_WEBHOOKS')
  @Query(() => WebhookEndpointConnection, {
    nullable: true,
    description: 'The webhook endpoints of the caller’s own side, the oldest first.',
  })
  webhookEndpoints(
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<WebhookEndpoint>> {
    return readConnection(ctx, () => webhookEndpointList(ctx.actor, ctx.clock.now()), args, info);
  }

  @ReadAhead(deliveriesByEndpoint)
  @FieldResolver(() => WebhookDeliveryConnection, {
    description:
      'What was and is to be delivered, in the order of the events. What ended more than 30 days ago is forgotten.',
  })
  deliveries(
    @Root() endpoint: WebhookEndpoint,
    @Ctx() ctx: RequestContext,
    @Args(() => DeliveriesArgs) args: DeliveriesArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<WebhookDelivery>> {
    return loadConnection(ctx, deliveriesByEndpoint, endpoint.key, args, info);
  }
}

@Resolver(() => WebhookDelivery)
export class WebhookDeliveryResolver {
  @ReadAhead(attemptsByDelivery)
  @FieldResolver(() => WebhookAttemptConnection, {
    description: 'Every attempt, the oldest first.',
  })
  attempts(
    @Root() delivery: WebhookDelivery,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<WebhookAttempt>> {
    return loadConnection(ctx, attemptsByDelivery, delivery.key, args, info);
  }
}
