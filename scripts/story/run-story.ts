import { judge, lineOf, type Scenario } from './scenario';
import { Stage } from './stage';

/**
 * Plays the scenarios in order on one database and writes a line for each and one for all. Returns the
 * exit status: 0 when every scenario was met, otherwise 1; one that fails does not stop the others.
 */
export async function runStory(
  scenarios: readonly Scenario[],
  write: (line: string) => void,
): Promise<0 | 1> {
  const stage = await Stage.open();
  let met = 0;
  try {
    for (const scenario of scenarios) {
      const verdict = await judge(scenario, stage);
      if (verdict.isMet) met += 1;
      write(lineOf(verdict));
      stage.clock.advanceMinutes(1);
    }
  } finally {
    await stage.close();
  }
  write(`${met} of ${scenarios.length} scenarios as expected`);
  return met === scenarios.length ? 0 : 1;
}
