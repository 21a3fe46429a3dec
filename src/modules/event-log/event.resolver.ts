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

import { eventHorizon } from '../../platform/event-log/event-horizon';
import { ReadAccess } from '../../platform/graphql/access';
import { ConnectionArgs } from '../../platform/graphql/connection';
import {
  defineConnectionLoader,
  loadConnection,
  readConnection,
} from '../../platform/graphql/connection-loader';
import type { RequestContext } from '../../platform/graphql/context';
import type { Page } from '../../platform/graphql/page';
import { ReadAhead } from '../../platform/graphql/read-ahead';
import { Customer } from '../customers/customer.types';
import { Relationship } from '../relationships/relationship.types';
import { RelationshipRequest } from '../relationships/relationship-request.types';
import {
  eventList,
  historyOfRelationship,
  historyOfRequest,
  partnerHistoryOfCustomer,
  positionOf,
} from './event.queries';
import { Event, EventConnection, EventFilter } from './event.types';
import { refusalToGoOnAfter } from './event-cursor.rules';

@ArgsType()
class EventsArgs extends ConnectionArgs {
  @Field(() => EventFilter, {
    nullable: true,
    description: 'Conditions; left out or null: every event the caller may read.',
  })
  filter?: EventFilter | null;
}

const eventsOfRelationship = defineConnectionLoader('eventsOfRelationship', (ctx) =>
  historyOfRelationship(ctx.actor),
);

const eventsOfRequest = defineConnectionLoader('eventsOfRequest', (ctx) =>
  historyOfRequest(ctx.actor),
);

const partnerEventsOfCustomer = defineConnectionLoader('partnerEventsOfCustomer', (ctx) =>
  partnerHistoryOfCustomer(ctx.actor),
);

@Resolver(() => Event)
export class EventResolver {
  @ReadAccess('SEE_RELATIONSHIPS')
  @Query(() => EventConnection, {
    nullable: true,
    description:
      'What happened, the oldest first: a reseller reads what was addressed to it, a customer’s administrator what concerns its tenant. Keep the last cursor and ask again with `after`: INVALID_INPUT where what followed it is not all kept any more.',
  })
  async events(
    @Ctx() ctx: RequestContext,
    @Args(() => EventsArgs) args: EventsArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    const { readable, cut } = await eventHorizon(ctx.db);
    const refusal = args.after == null ? null : refusalToGoOnAfter(positionOf(args.after), cut);
    if (refusal) throw refusal;
    return readConnection(ctx, () => eventList(ctx.actor, args.filter, readable), args, info);
  }
}

/** What the change log adds to the older type. */
@Resolver(() => Relationship)
export class RelationshipHistoryResolver {
  @ReadAhead(eventsOfRelationship)
  @FieldResolver(() => EventConnection, {
    description:
      'Every change of it and of the relationships it follows, the oldest first, as far as the caller may read it.',
  })
  history(
    @Root() relationship: Relationship,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    return loadConnection(ctx, eventsOfRelationship, relationship.key, args, info);
  }
}

@Resolver(() => RelationshipRequest)
export class RelationshipRequestHistoryResolver {
  @ReadAhead(eventsOfRequest)
  @FieldResolver(() => EventConnection, {
    description:
      'Every change of it, the oldest first, with actor, time, old and new value, as far as the caller may read them.',
  })
  history(
    @Root() request: RelationshipRequest,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    return loadConnection(ctx, eventsOfRequest, request.key, args, info);
  }
}

@Resolver(() => Customer)
export class PartnerHistoryResolver {
  @ReadAhead(partnerEventsOfCustomer)
  @FieldResolver(() => EventConnection, {
    description:
      'What happened between it and its partners: requests, relationships and privileges, the oldest first. Its administrators read of all partners, a reseller what was addressed to it.',
  })
  partnerHistory(
    @Root() customer: Customer,
    @Ctx() ctx: RequestContext,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Page<Event>> {
    return loadConnection(ctx, partnerEventsOfCustomer, customer.key, args, info);
  }
}
