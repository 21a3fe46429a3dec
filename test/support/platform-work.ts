import { DueWork } from '../../src/due-work';
import { CommandRunner } from '../../src/platform/commands/command-runner';
import { createLogger } from '../../src/platform/logging';
import { TEST_CATALOGUE } from './catalogue';
import type { TestApp } from './test-app';

/** One round of the platform over everything that is due by the test's clock: how often each act was done. */
export async function doWhatIsDue(
  app: TestApp,
  log: (line: string) => void = () => undefined,
  eventRetentionDays: number | null = null,
): Promise<Readonly<Record<string, number>>> {
  const due = new DueWork({
    clock: app.clock,
    logger: createLogger('error', { write: log }),
    database: app.database,
    catalogue: TEST_CATALOGUE,
    runner: new CommandRunner(app.database, () => undefined),
    eventRetentionDays,
  });
  const counts = await due.run();
  return Object.fromEntries([...counts].filter(([, count]) => count > 0));
}
