import { type Bucket, type BucketStore, type Budget, pointsIn, type Taken } from './token-bucket';

/** So many callers are remembered; the one that came longest ago is forgotten first, and has a full bucket. */
const MAX_BUCKETS = 50_000;

/** Buckets of one process. */
export class MemoryBuckets implements BucketStore {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  take(key: string, wanted: number, budget: Budget): Promise<Taken> {
    const atMs = this.nowMs();
    const points = pointsIn(this.buckets.get(key), budget, atMs);
    const isGiven = points >= wanted;
    const left = isGiven ? points - wanted : points;
    // Put at the end again, so that the first of the map came longest ago.
    this.buckets.delete(key);
    this.buckets.set(key, { points: left, atMs });
    const [oldest] = this.buckets.keys();
    if (this.buckets.size > MAX_BUCKETS && oldest !== undefined) this.buckets.delete(oldest);
    return Promise.resolve({ isGiven, left });
  }
}
