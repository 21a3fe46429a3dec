import type { CloudInstance } from '../../kernel/cloud-instance';
import type { Database } from '../../platform/database/database';
import { resetDemoStory } from './reset-story';
import type { SandboxClock } from './sandbox-clock';

/** What a visitor of the demo may do to it. Times are those of the clock afterwards. */
export interface Sandbox {
  /** Begins again, in the real time. */
  reset(): Promise<Date>;
  /** @throws INVALID_INPUT */
  advanceClock(by: string): Date;
}

export function createSandbox(
  database: Database,
  clock: SandboxClock,
  instance: CloudInstance,
): Sandbox {
  return {
    async reset() {
      await resetDemoStory(database, clock.realNow(), instance);
      clock.reset();
      return clock.now();
    },
    advanceClock: (by) => clock.advance(by),
  };
}
