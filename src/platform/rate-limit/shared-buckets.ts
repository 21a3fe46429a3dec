import { createHash } from 'node:crypto';

import type { Queryable } from '../database/database';
import { sql } from '../database/sql';
import { RecentlyUsed } from '../recently-used';
import type { BucketStore, Budget, Taken } from './token-bucket';

/** Part of a budget that a process takes at once, so that few operations ask the database. */
const LEASE = 1 / 50;
/** Leases that a process remembers; the one that was used longest ago is dropped first. */
const MAX_LEASES = 50_000;
const FORGET_EVERY = 1_000;
const FORGET_AFTER = '1 hour';

/** What a process holds of a bucket, and what was left in the database when it asked. */
interface Lease {
  points: number;
  /** When it was used last. */
  atMs: number;
  readonly shared: number;
}

/**
 * Buckets that all server processes of one database share. A process takes a small lease at a time and
 * spends it by itself; what it does not spend within the window is lost, which the filling makes up for.
 */
export class SharedBuckets implements BucketStore {
  private readonly leases = new RecentlyUsed<string, Lease>(MAX_LEASES);
  private taken = 0;

  constructor(
    private readonly db: Queryable,
    private readonly onFailure: (error: unknown) => void,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  async take(key: string, wanted: number, budget: Budget): Promise<Taken> {
    const held = this.lease(key, budget);
    if (held.points >= wanted) return this.spend(held, wanted);
    // Taken out while the database is asked: two operations of one caller must not both count on it.
    const reserved = held.points;
    this.leases.delete(key);
    const needed = wanted - reserved;
    const size = Math.max(needed, Math.ceil(budget.points * LEASE));
    try {
      const { given, left } = await this.takeShared(key, needed, size, budget);
      const lease = { ...this.withPoints(key, reserved + given, budget), shared: left };
      this.leases.set(key, lease);
      return this.spend(lease, wanted);
    } catch (error) {
      // The operation itself will say that the database is away; the limiter is not what refuses it.
      this.onFailure(error);
      const lease = this.withPoints(key, reserved, budget);
      this.leases.set(key, lease);
      return { isGiven: true, left: lease.points };
    }
  }

  /** The lease with what one operation took out of it, or got from the database, put back. */
  private withPoints(key: string, points: number, budget: Budget): Lease {
    const lease = this.lease(key, budget);
    return { ...lease, points: lease.points + points };
  }

  private lease(key: string, budget: Budget): Lease {
    const held = this.leases.get(key);
    const atMs = this.nowMs();
    const isCurrent = held && atMs - held.atMs < budget.windowSeconds * 1_000;
    return isCurrent ? held : { points: 0, atMs, shared: budget.points };
  }

  /** Of a lease that is remembered, and stays so with nothing in it. */
  private spend(lease: Lease, wanted: number): Taken {
    const isGiven = lease.points >= wanted;
    if (isGiven) lease.points -= wanted;
    lease.atMs = this.nowMs();
    return { isGiven, left: lease.points + lease.shared };
  }

  /** At least `needed` or nothing, at most `size`; by the clock of the database, which all share. */
  private async takeShared(
    key: string,
    needed: number,
    size: number,
    budget: Budget,
  ): Promise<{ readonly given: number; readonly left: number }> {
    const { points, windowSeconds } = budget;
    const rate = points / windowSeconds;
    // Of any length, and who called is nobody's business in this table.
    const digest = createHash('sha256').update(key).digest('base64url');
    const filled = sql`least(${points}::float8,
      bucket.points + extract(epoch FROM greatest(clock_timestamp() - bucket.filled_at, '0')) * ${rate}::float8)`;
    const [row] = await this.db.query<{ given: number; points: number }>(sql`
      INSERT INTO rate_limit_buckets AS bucket (key, points, given, filled_at)
      VALUES (${digest}, ${points - size}::float8, ${size}::float8, clock_timestamp())
      ON CONFLICT ON CONSTRAINT rate_limit_buckets_pkey DO UPDATE SET
        given = CASE WHEN ${filled} >= ${needed}::float8 THEN least(${filled}, ${size}::float8) ELSE 0 END,
        points = CASE WHEN ${filled} >= ${needed}::float8 THEN greatest(${filled} - ${size}::float8, 0) ELSE ${filled} END,
        filled_at = clock_timestamp()
      RETURNING given, points`);
    await this.forgetOld();
    return { given: row?.given ?? 0, left: row?.points ?? 0 };
  }

  private async forgetOld(): Promise<void> {
    this.taken += 1;
    if (this.taken % FORGET_EVERY !== 0) return;
    await this.db.query(
      sql`DELETE FROM rate_limit_buckets WHERE filled_at < clock_timestamp() - ${FORGET_AFTER}::interval`,
    );
  }
}
