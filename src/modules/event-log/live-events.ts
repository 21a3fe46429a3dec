import { SharedReads } from '../../platform/database/shared-reads';
import type { EventTail } from '../../platform/event-log/event-tail';
import { type LiveField, liveField } from '../../platform/graphql/live-field';
import type { Edge } from '../../platform/graphql/page';
import type { Event } from './event.types';
import { eventFeed, type FeedArgs } from './event-feed';

/** `EventStream.events`: the list of events, followed. */
export function liveEvents(tail: EventTail): LiveField {
  const source = { tail, reads: new SharedReads() };
  return liveField<FeedArgs, Edge<Event>>({
    name: 'events',
    description:
      'Events that the caller may read, the oldest first: with `after`, or a filter with `since`, first those that were missed, then each as it comes, without a gap or a repeat; without either only what comes. After a lost connection go on with the last cursor. Ends with NOT_FOUND when the filter names a customer that the caller may not know any more.',
    type: 'EventEdge',
    args: {
      after: {
        type: 'String',
        description:
          'Only what comes after this cursor, which is one of this field or of `Query.events`. Over server-sent events the header `Last-Event-ID` takes its place.',
      },
      filter: {
        type: 'EventFilter',
        description: 'Conditions; left out or null: every event the caller may read.',
      },
    },
    access: { kind: 'read', action: 'SEE_RELATIONSHIPS' },
    subscribe: (args, renew) => eventFeed(source, args, renew),
  });
}
