import type { Clock } from '../../kernel/clock';
import type { CommandRunner } from '../../platform/commands/command-runner';
import type { Queryable } from '../../platform/database/database';
import { empty, sql } from '../../platform/database/sql';
import { type DueRow, forEachDue } from '../../platform/due-rows';
import { newId } from '../../platform/ids';
import { ExpireRelationshipRequest, NothingToExpire } from './commands/expire-relationship-request';
import { EXPIRY_ACTOR } from './commands/expire-request';

export interface OverdueRequestsParts {
  readonly db: Queryable;
  readonly runner: CommandRunner;
  readonly clock: Clock;
  /** Told of a request that could not be marked; the next round tries again. */
  readonly onFailure: (error: unknown, requestId: string) => void;
}

/**
 * Marks what is overdue (R25). Each request has a transaction of its own, so that one that cannot be
 * marked holds up no other, and no customer's row stays locked for the sake of another customer.
 * Several servers may do it at once: whoever comes second finds it marked and leaves no trace.
 */
export class OverdueRequests {
  private readonly expire = new ExpireRelationshipRequest();

  constructor(private readonly parts: OverdueRequestsParts) {}

  /** One round over everything that is overdue now; ends early when told to. Answers how many it marked. */
  expireAll(signal?: AbortSignal): Promise<number> {
    return forEachDue({
      find: (last, limit) => this.findBatch(last, limit),
      work: ({ id }) => this.expireOne(id),
      signal,
    });
  }

  private findBatch(last: DueRow | null, limit: number): Promise<DueRow[]> {
    const { db, clock } = this.parts;
    const further = last
      ? sql`AND (expires_at, id) > (${last.since}::timestamptz, ${last.id}::uuid)`
      : empty;
    return db.query<DueRow>(sql`
      SELECT id, expires_at::text AS since FROM relationship_requests
      WHERE status = 'PENDING' AND expires_at <= ${clock.now()} ${further}
      ORDER BY expires_at, id LIMIT ${limit}`);
  }

  private async expireOne(relationshipRequestId: string): Promise<boolean> {
    const { runner, clock, onFailure } = this.parts;
    const context = { actor: EXPIRY_ACTOR, correlationId: newId(), clock };
    try {
      await runner.run(this.expire, context, { relationshipRequestId });
      return true;
    } catch (error) {
      if (!(error instanceof NothingToExpire)) onFailure(error, relationshipRequestId);
      return false;
    }
  }
}
