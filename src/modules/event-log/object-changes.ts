import { DomainError } from '../../kernel/domain-error';
import type { EventNameKey } from '../../kernel/event-name';
import type { Action } from '../../kernel/role-matrix';
import type { EventTail, LoggedEvent, TailListener } from '../../platform/event-log/event-tail';
import type { RequestContext } from '../../platform/graphql/context';
import { decodeIdOf } from '../../platform/graphql/global-id';
import { Delivery, type LiveField, liveField, type Renew } from '../../platform/graphql/live-field';
import { whole } from '../../platform/graphql/loader';
import { liveSource, type Puller, Signal } from '../../platform/live-source';
import { relationshipById } from '../relationships/relationship.loader';
import { relationshipRequestById } from '../relationships/relationship-request.loader';
import { subscriptionById } from '../subscriptions/subscription.loader';
import { mayReadEvent } from '../visibility/change-log.visibility';
import { isOfRights } from './events-of-rights';

/** An object that can be watched. */
interface Watched {
  readonly field: string;
  readonly description: string;
  readonly type: string;
  readonly action: Action;
  /** Row id of the object that an event changed; null for other events. */
  changedBy(event: LoggedEvent): string | null;
  /** The object as the caller sees it now; null where it is absent or hidden. */
  read(ctx: RequestContext, key: string): Promise<object | null>;
}

const SUBSCRIPTION_CHANGES: ReadonlySet<EventNameKey> = new Set<EventNameKey>([
  'SUBSCRIPTION_CREATED',
  'SUBSCRIPTION_UPDATED',
]);

const WATCHED: readonly Watched[] = [
  {
    field: 'relationshipChanged',
    description:
      'A reseller relationship, each time that it has changed: privileges granted or ended, the relationship removed.',
    type: 'Relationship',
    action: 'SEE_RELATIONSHIPS',
    changedBy: ({ data }) => ('relationshipId' in data ? data.relationshipId : null),
    read: (ctx, key) => ctx.loader(relationshipById).load(whole(key)),
  },
  {
    field: 'relationshipRequestChanged',
    description:
      'A relationship request, each time that it has changed: accepted, declined, taken back or expired.',
    type: 'RelationshipRequest',
    action: 'SEE_RELATIONSHIPS',
    changedBy: ({ data }) => ('requestId' in data ? data.requestId : null),
    read: (ctx, key) => ctx.loader(relationshipRequestById).load(key),
  },
  {
    field: 'subscriptionChanged',
    description:
      'A subscription, each time that it has changed: seats, name, renewal, state. Refused attempts are no change; `events` tells of them.',
    type: 'Subscription',
    action: 'SEE_RELATIONSHIPS',
    changedBy: ({ name, resourceId }) => (SUBSCRIPTION_CHANGES.has(name) ? resourceId : null),
    read: (ctx, key) => ctx.loader(subscriptionById).load(whole(key)),
  },
];

interface Args {
  readonly id: string;
}

/**
 * `EventStream.relationshipChanged` and its like: one object, read afresh with each delivery. NOT_FOUND
 * where it does not exist or is hidden, at once or when it becomes so.
 */
export function objectChanges(tail: EventTail): readonly LiveField[] {
  return WATCHED.map((watched) =>
    liveField<Args, object>({
      name: watched.field,
      description: `${watched.description} Whoever is slow gets the newest state and not each of them. Ends with NOT_FOUND once it is hidden from the caller.`,
      type: watched.type,
      args: { id: { type: 'ID!', description: 'Opaque id of the object.' } },
      access: { kind: 'read', action: watched.action },
      async subscribe({ id }, renew) {
        const [key] = decodeIdOf(watched.type, id, 'id', 1);
        const watch = new ObjectWatch(watched, key, renew);
        await watch.begin(tail);
        return liveSource(watch);
      },
    }),
  );
}

class ObjectWatch implements Puller<Delivery<object>>, TailListener {
  private ctx: RequestContext | null = null;
  private hasChanged = false;
  /** Whether the caller's rights may have. */
  private isInDoubt = false;
  private hasEnded = false;
  private readonly signal = new Signal();
  private unfollow: () => void = () => undefined;

  constructor(
    private readonly watched: Watched,
    private readonly key: string,
    private readonly renew: Renew,
  ) {}

  /** Listening begins first: what changes while the object is read is not lost. */
  async begin(tail: EventTail): Promise<void> {
    const { stop } = await tail.follow(this);
    this.unfollow = stop;
    try {
      await this.read();
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  offer(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      if (this.watched.changedBy(event) === this.key) this.hasChanged = true;
      else if (isOfRights(event) && mayReadEvent(this.ctx?.actor ?? null, event))
        this.isInDoubt = true;
    }
    if (this.hasChanged || this.isInDoubt) this.signal.give();
  }

  end(): void {
    this.hasEnded = true;
    this.signal.give();
  }

  stop(): void {
    this.unfollow();
    this.end();
  }

  async pull(): Promise<Delivery<object> | null> {
    for (;;) {
      await this.signal.taken();
      if (this.hasEnded) return null;
      const { hasChanged } = this;
      this.hasChanged = false;
      this.isInDoubt = false;
      const delivery = await this.read();
      if (hasChanged) return delivery;
    }
  }

  private async read(): Promise<Delivery<object>> {
    this.ctx = await this.renew();
    const object = await this.watched.read(this.ctx, this.key);
    if (object === null) throw new DomainError('NOT_FOUND', { field: 'id' });
    return new Delivery(this.ctx, object);
  }
}
