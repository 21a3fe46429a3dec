import type { Caller } from '../../kernel/actor';
import type { Clock } from '../../kernel/clock';
import type { Queryable } from '../database/database';
import { type Loader, type LoaderDefinition, LoaderRegistry } from './loader';
import { NamingQueries } from './named-objects';

/** What every resolver, loader and query of one request gets. */
export interface RequestContext {
  /** Whoever sent a valid token, or `null`. */
  readonly actor: Caller | null;
  readonly correlationId: string;
  readonly requestId: string;
  readonly clock: Clock;
  /** One of the five locales of domain section 8, already resolved from the headers. */
  readonly locale: string;
  readonly db: Queryable;
  /** For statements whose rows name objects of other tables. */
  readonly naming: NamingQueries;
  /** Takes the place of `after` in a live operation; null where the transport says nothing. */
  readonly resumeAfter: string | null;
  loader<Key extends string | number | object, Value>(
    definition: LoaderDefinition<Key, Value>,
  ): Loader<Key, Value>;
  clearLoaders(): void;
  /**
   * From now on the caller is this one. For a tenant that a mutation made a customer: it reads what it
   * has just accepted.
   */
  actAs(actor: Caller): void;
  /**
   * The same request reading through another connection, with loaders of its own: inside a command the
   * embedded database deadlocks when a loader waits for a second connection.
   */
  withReader(db: Queryable): RequestContext;
  /** The same caller looked up again, with loaders of its own; for operations that last. */
  renewed(): Promise<RequestContext>;
}

export interface RequestContextParts {
  readonly actor: Caller | null;
  readonly correlationId: string;
  readonly requestId: string;
  readonly clock: Clock;
  readonly locale: string;
  readonly db: Queryable;
  readonly resumeAfter?: string | null;
  /** How the caller is looked up again; left out: it stays who it is. */
  readonly renew?: () => Promise<RequestContext>;
}

export function createRequestContext(parts: RequestContextParts): RequestContext {
  return new Context(parts);
}

class Context implements RequestContext {
  actor: Caller | null;
  readonly correlationId: string;
  readonly requestId: string;
  readonly clock: Clock;
  readonly locale: string;
  readonly db: Queryable;
  readonly resumeAfter: string | null;
  private readonly renew: RequestContextParts['renew'];
  private readonly loaders = new LoaderRegistry();
  private namingQueries: NamingQueries | null = null;

  constructor(parts: RequestContextParts) {
    this.actor = parts.actor;
    this.correlationId = parts.correlationId;
    this.requestId = parts.requestId;
    this.clock = parts.clock;
    this.locale = parts.locale;
    this.db = parts.db;
    this.resumeAfter = parts.resumeAfter ?? null;
    this.renew = parts.renew;
  }

  loader<Key extends string | number | object, Value>(
    definition: LoaderDefinition<Key, Value>,
  ): Loader<Key, Value> {
    return this.loaders.get(definition, this);
  }

  get naming(): NamingQueries {
    return (this.namingQueries ??= new NamingQueries(this.db));
  }

  clearLoaders(): void {
    this.loaders.clearAll();
  }

  actAs(actor: Caller): void {
    this.actor = actor;
    this.clearLoaders();
  }

  withReader(db: Queryable): RequestContext {
    const { actor, correlationId, requestId, clock, locale } = this;
    return createRequestContext({ actor, correlationId, requestId, clock, locale, db });
  }

  renewed(): Promise<RequestContext> {
    return this.renew?.() ?? Promise.resolve(this.withReader(this.db));
  }
}
