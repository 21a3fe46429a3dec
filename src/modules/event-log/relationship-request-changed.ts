import { DomainError } from '../../kernel/domain-error';
import type { EventTail, LoggedEvent } from '../../platform/event-log/event-tail';
import { newestEvents } from '../../platform/event-log/newest-events';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { type LiveField, liveField } from '../../platform/graphql/live-field';
import { relationshipRequestById } from '../relationships/relationship-request.loader';

interface Args {
  readonly id: string;
}

/** Row id of the request that an event tells of; null for other events. */
function requestOf(event: LoggedEvent): string | null {
  return 'requestId' in event.data ? event.data.requestId : null;
}

function keyOf({ id }: Args): string {
  return decodeIdOf('RelationshipRequest', id, 'id', 1)[0];
}

/**
 * `EventStream.relationshipRequestChanged`. NOT_FOUND when the request does not exist or is hidden as
 * the operation begins; whether the viewer may see it is asked again for each delivery, and null then
 * says that it may not any more.
 */
export function relationshipRequestChanged(tail: EventTail): LiveField {
  return liveField<Args, LoggedEvent>({
    name: 'relationshipRequestChanged',
    description:
      'A relationship request, each time it has changed: accepted, declined, taken back or expired. Null once it is hidden from the caller.',
    type: 'RelationshipRequest',
    args: { id: { type: 'ID!', description: 'Opaque id of the request.' } },
    access: { kind: 'read', action: 'SEE_RELATIONSHIPS' },
    async subscribe(args, ctx) {
      const key = keyOf(args);
      // Listening begins first: what changes while the request is read is not lost.
      const changes = await newestEvents(tail, (event) => requestOf(event) === key);
      const request = await ctx.loader(relationshipRequestById).load(key);
      if (request?.id === args.id) return changes;
      await changes.return?.();
      throw new DomainError('NOT_FOUND', { field: 'id' });
    },
    resolve(_event, args, ctx) {
      // The loaders of a live operation live as long as it does; each delivery reads afresh.
      ctx.clearLoaders();
      return ctx.loader(relationshipRequestById).load(keyOf(args));
    },
  });
}
