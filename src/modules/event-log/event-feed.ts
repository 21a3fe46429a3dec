import { DomainError } from '../../kernel/domain-error';
import type { SharedReads } from '../../platform/database/shared-reads';
import { eventHorizon, type Position } from '../../platform/event-log/event-horizon';
import type { EventTail, LoggedEvent, TailListener } from '../../platform/event-log/event-tail';
import type { RequestContext } from '../../platform/graphql/context';
import { type PageWants, readPage } from '../../platform/graphql/keyset';
import { Delivery, type Renew } from '../../platform/graphql/live-field';
import { NamingQueries } from '../../platform/graphql/named-objects';
import { type Edge, MAX_PAGE_SIZE, type Page } from '../../platform/graphql/page';
import { liveSource, type Puller, Signal } from '../../platform/live-source';
import { mayReadEvent } from '../visibility/change-log.visibility';
import { eventCursorAt, eventList, keysOf, positionOf, seesCustomer } from './event.queries';
import type { Event, EventFilter } from './event.types';
import { refusalToGoOnAfter } from './event-cursor.rules';
import { isOfRights } from './events-of-rights';

const WANTS: PageWants = {
  rows: true,
  cursors: true,
  totalCount: false,
  hasNextPage: true,
  hasPreviousPage: false,
};
/** What was read longer ago is read again, under the rights of that moment. */
const READ_FOR_MS = 1_000;

export interface FeedArgs {
  readonly after?: string | null;
  readonly filter?: EventFilter | null;
}

type EventDelivery = Delivery<Edge<Event>>;

/** Before every event. */
const BEGINNING: Position = 0n;

export interface FeedSource {
  readonly tail: EventTail;
  /** Of all feeds: those who may see the same ask the same at the same time, when something was written. */
  readonly reads: SharedReads;
}

/**
 * First the events that were missed since `after`, or since a time that the filter names, then what comes,
 * each once and in the order of the log; without either only what comes. The reader's own statement decides about each of them; the tail
 * only says up to where the log can be read, and whether it is worth it. At most one page is held.
 *
 * @throws INVALID_INPUT; NOT_FOUND where the filter names a customer that the caller may not know, at once
 * or when that ends.
 */
export async function eventFeed(
  { tail, reads }: FeedSource,
  { after, filter }: FeedArgs,
  renew: Renew,
): Promise<AsyncIterableIterator<EventDelivery>> {
  const missedSince = after == null ? (filter?.since ? BEGINNING : null) : positionOf(after);
  const keys = keysOf(filter);
  const feed = new EventFeed(filter, keys, reads, renew);
  await feed.begin(tail, missedSince);
  return liveSource(feed);
}

class EventFeed implements Puller<EventDelivery>, TailListener {
  private ctx: RequestContext | null = null;
  /** Everything up to here was handed out, or is not for this reader. */
  private at: Position = 0n;
  /** Up to where the log can be read. */
  private readable: Position = 0n;
  /** Whether something beyond `at` may be for this reader. */
  private hasNews = false;
  private isReading = false;
  private rows: Edge<Event>[] = [];
  /** What `at` becomes once the rows are handed out. */
  private rowsReach: Position = 0n;
  private readAtMs = 0;
  private hasEnded = false;
  private readonly signal = new Signal();
  private unfollow: () => void = () => undefined;

  constructor(
    private readonly filter: EventFilter | null | undefined,
    private readonly keys: ReturnType<typeof keysOf>,
    private readonly reads: SharedReads,
    private readonly renew: Renew,
  ) {}

  async begin(tail: EventTail, missedSince: Position | null): Promise<void> {
    const { db } = await this.lookAround();
    if (missedSince !== null && missedSince !== BEGINNING) {
      const { cut } = await eventHorizon(db);
      const refusal = refusalToGoOnAfter(missedSince, cut);
      if (refusal) throw refusal;
    }
    const { from, stop } = await tail.follow(this);
    this.unfollow = stop;
    if (from > this.readable) this.readable = from;
    this.at = missedSince ?? from;
    if (missedSince !== null && missedSince < this.readable) this.hasNews = true;
  }

  offer(events: readonly LoggedEvent[], readable: Position): void {
    const isIdle = !this.hasNews && !this.isReading && this.rows.length === 0;
    if (events.some((event) => event.position > this.at && this.concerns(event))) {
      this.hasNews = true;
      this.signal.give();
    } else if (isIdle && readable > this.at) {
      this.at = readable;
    }
    this.readable = readable;
  }

  end(): void {
    this.hasEnded = true;
    this.signal.give();
  }

  stop(): void {
    this.unfollow();
    this.end();
  }

  async pull(): Promise<EventDelivery | null> {
    for (;;) {
      if (this.hasEnded) return null;
      const delivery = this.taken();
      if (delivery) return delivery;
      if (this.hasNews) await this.read();
      else await this.signal.taken();
    }
  }

  private taken(): EventDelivery | null {
    if (this.rows.length > 0 && performance.now() - this.readAtMs > READ_FOR_MS) {
      this.rows = [];
      this.hasNews = true;
    }
    const edge = this.rows.shift();
    if (!edge || !this.ctx) return null;
    this.at = this.rows.length === 0 ? this.rowsReach : positionOf(edge.cursor);
    return new Delivery(this.ctx, edge, edge.cursor);
  }

  private async read(): Promise<void> {
    this.isReading = true;
    try {
      const upTo = this.readable;
      this.hasNews = false;
      const page = await this.pageUpTo(upTo);
      const last = page.edges.at(-1);
      const isWhole = !page.pageInfo.hasNextPage;
      if (!isWhole) this.hasNews = true;
      this.rows = [...page.edges];
      this.rowsReach = isWhole || !last ? upTo : positionOf(last.cursor);
      if (!last) this.at = upTo;
      this.readAtMs = performance.now();
    } finally {
      this.isReading = false;
    }
  }

  private async pageUpTo(upTo: Position): Promise<Page<Event>> {
    const { db, actor } = await this.lookAround();
    const after = eventCursorAt(this.at);
    const request = { direction: 'forward', size: MAX_PAGE_SIZE, after, before: null } as const;
    const reads = new NamingQueries(this.reads.over(db));
    return readPage(reads, eventList(actor, this.filter, upTo), request, WANTS);
  }

  /** Who the reader is now, and whether it may still listen. */
  private async lookAround(): Promise<RequestContext> {
    const ctx = await this.renew();
    const { customer } = this.keys;
    if (customer !== null && !(await seesCustomer(ctx, customer))) {
      throw new DomainError('NOT_FOUND', { field: 'filter.customer' });
    }
    this.ctx = ctx;
    return ctx;
  }

  private concerns(event: LoggedEvent): boolean {
    const { customer, resource } = this.keys;
    if (!mayReadEvent(this.ctx?.actor ?? null, event)) return false;
    if (customer !== null && event.customerId !== customer) return false;
    if (isOfRights(event)) return true;
    if (resource !== null && event.resourceId !== resource) return false;
    return this.filter?.name?.includes(event.name) ?? true;
  }
}
