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
import {
  defineConnectionLoader,
  loadConnection,
  readConnection,
} from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import { mapPage, type Page } from '../../platform/graphql/page';
import { Customer } from '../customers/customer.types';
import { Relationship } from '../relationships/relationship.types';
import { RelationshipRequest } from '../relationships/relationship-request.types';
import {
  eventList,
  type EventRow,
  historyOfRelationship,
  historyOfRequest,
  partnerHistoryOfCustomer,
  toEvent,
} from './event.queries';
import { Event, EventConnection, EventFilter } from './event.types';

@ArgsType()
class EventsArgs extends ConnectionArgs {
  @Field(() => EventFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every event the caller may read.',
  })
  filter?: EventFilter | null;
}

const eventsOfRelationship = defineConnectionLoader<ConnectionArgs, EventRow>(
  'eventsOfRelationship',
  (ctx) => historyOfRelationship(ctx.actor),
);

const eventsOfRequest = defineConnectionLoader<ConnectionArgs, EventRow>('eventsOfRequest', (ctx) =>
  historyOfRequest(ctx.actor),
);

const partnerEventsOfCustomer = defineConnectionLoader<ConnectionArgs, EventRow>(
  'partnerEventsOfCustomer',
  (ctx) => partnerHistoryOfCustomer(ctx.actor),
);

@Resolver(() => Event)
export class EventResolver {
  @ReadAccess('SEE_RELATIONSHIPS')
  @Query(() => EventConnection, {
    nullable: true,
    description:
      'What happened, the oldest first: a reseller reads what was addressed to it, a customer’s administrator what concerns its tenant. Keep the last cursor and ask again with `after`.',
  })
  async events(
    @Ctx() ctx: RequestContext,
    @Args(() => EventsArgs) args: EventsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    const list = eventList(ctx.actor, args.filter);
    const page = await readConnection<EventRow>(ctx, list, args, info);
    return mapPage(page, (row) => toEvent(ctx.actor, row));
  }
}

/** What the change log adds to the older type. */
@Resolver(() => Relationship)
export class RelationshipHistoryResolver {
  @FieldResolver(() => EventConnection, {
    description:
      'Every change of it and of the relationships it follows, the oldest first, as far as the caller may read it.',
  })
  async history(
    @Root() relationship: Relationship,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    const page = await loadConnection(ctx, eventsOfRelationship, relationship.key, args, info);
    return mapPage(page, (row) => toEvent(ctx.actor, row));
  }
}

@Resolver(() => RelationshipRequest)
export class RelationshipRequestHistoryResolver {
  @FieldResolver(() => EventConnection, {
    description:
      'Every change of it, the oldest first, with actor, time, old and new value, as far as the caller may read them.',
  })
  async history(
    @Root() request: RelationshipRequest,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    const page = await loadConnection(ctx, eventsOfRequest, request.key, args, info);
    return mapPage(page, (row) => toEvent(ctx.actor, row));
  }
}

@Resolver(() => Customer)
export class PartnerHistoryResolver {
  @FieldResolver(() => EventConnection, {
    description:
      'What happened between it and its partners: requests, relationships and privileges, the oldest first. Its administrators read of all partners, a reseller what was addressed to it.',
  })
  async partnerHistory(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    const page = await loadConnection(ctx, partnerEventsOfCustomer, customer.key, args, info);
    return mapPage(page, (row) => toEvent(ctx.actor, row));
  }
}
