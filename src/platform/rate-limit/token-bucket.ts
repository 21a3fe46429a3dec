/** How much one caller may spend. */
export interface Budget {
  /** As header fields and metrics call it. */
  readonly name: string;
  /** What a full bucket holds. */
  readonly points: number;
  /** How long an empty bucket takes to be full again; it fills all the time. */
  readonly windowSeconds: number;
}

/** What a bucket held at some time. */
export interface Bucket {
  readonly points: number;
  readonly atMs: number;
}

/** What a bucket holds now; a new one is full. */
export function pointsIn(bucket: Bucket | undefined, budget: Budget, nowMs: number): number {
  if (!bucket) return budget.points;
  // A clock that was set back fills nothing.
  const elapsedMs = Math.max(0, nowMs - bucket.atMs);
  const filled = (elapsedMs * budget.points) / (budget.windowSeconds * 1_000);
  return Math.min(budget.points, bucket.points + filled);
}

/** Seconds until a bucket that holds `points` has `wanted` of them. */
export function secondsUntil(wanted: number, points: number, budget: Budget): number {
  return Math.max(0, Math.ceil(((wanted - points) * budget.windowSeconds) / budget.points));
}

/** What was given, and what is left afterwards. Nothing is given when less than asked for is there. */
export interface Taken {
  readonly isGiven: boolean;
  readonly left: number;
}

/** Where buckets are kept. */
export interface BucketStore {
  take(key: string, points: number, budget: Budget): Promise<Taken>;
}
