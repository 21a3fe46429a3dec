import type { AuditOperation } from '../../kernel/audit-operation';
import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Database } from '../../platform/database/database';
import { resetDemoStory } from './reset-story';
import type { SandboxClock } from './sandbox-clock';

/** What a visitor of the demo may do to it. Times are those of the clock afterwards. */
export interface Sandbox {
  /** Begins again, in the real time. */
  reset(): Promise<Date>;
  /**
   * Moves the clock, and does what is due by it before it answers.
   *
   * @throws INVALID_INPUT
   */
  advanceClock(by: string): Promise<AdvancedClock>;
}

export interface AdvancedClock {
  readonly now: Date;
  /** What the platform did: acts that were done at least once, and how often. */
  readonly acts: readonly { readonly operation: AuditOperation; readonly count: number }[];
}

/** Does everything that is due now; answers how often each act was done. */
export interface PlatformWork {
  run(): Promise<ReadonlyMap<AuditOperation, number>>;
}

export function createSandbox(
  database: Database,
  clock: SandboxClock,
  instance: CloudInstance,
  due: PlatformWork,
): Sandbox {
  return {
    async reset() {
      await resetDemoStory(database, clock.realNow(), instance);
      clock.reset();
      return clock.now();
    },
    async advanceClock(by) {
      const now = clock.advance(by);
      const counts = [...(await due.run())];
      const acts = counts.map(([operation, count]) => ({ operation, count }));
      return { now, acts: acts.filter(({ count }) => count > 0) };
    },
  };
}
