import type { Clock } from '../../kernel/clock';
import type { CommandRunner } from '../../platform/commands/command-runner';
import type { Queryable } from '../../platform/database/database';
import { empty, sql } from '../../platform/database/sql';
import { newId } from '../../platform/ids';
import { ExpireRelationshipRequest, NothingToExpire } from './commands/expire-relationship-request';
import { EXPIRY_ACTOR } from './commands/expire-request';

/** Requests that are looked up at once. */
const BATCH_SIZE = 100;

interface OverdueRequest {
  readonly id: string;
  /** Text: the driver's dates are coarser than the database's instants, and would repeat a row. */
  readonly expiresAt: string;
}

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

  /** One round over everything that is overdue now; ends early, between two requests, when told to. */
  async expireAll(signal?: AbortSignal): Promise<void> {
    let last: OverdueRequest | null = null;
    for (;;) {
      const batch: readonly OverdueRequest[] = await this.findBatch(last);
      for (const { id } of batch) {
        if (signal?.aborted) return;
        await this.expireOne(id);
      }
      if (batch.length < BATCH_SIZE) return;
      last = batch.at(-1) ?? null;
    }
  }

  private findBatch(last: OverdueRequest | null): Promise<OverdueRequest[]> {
    const { db, clock } = this.parts;
    const further = last
      ? sql`AND (expires_at, id) > (${last.expiresAt}::timestamptz, ${last.id}::uuid)`
      : empty;
    return db.query<OverdueRequest>(sql`
      SELECT id, expires_at::text AS "expiresAt" FROM relationship_requests
      WHERE status = 'PENDING' AND expires_at <= ${clock.now()} ${further}
      ORDER BY expires_at, id LIMIT ${BATCH_SIZE}`);
  }

  private async expireOne(relationshipRequestId: string): Promise<void> {
    const { runner, clock, onFailure } = this.parts;
    const context = { actor: EXPIRY_ACTOR, correlationId: newId(), clock };
    try {
      await runner.run(this.expire, context, { relationshipRequestId });
    } catch (error) {
      if (!(error instanceof NothingToExpire)) onFailure(error, relationshipRequestId);
    }
  }
}
