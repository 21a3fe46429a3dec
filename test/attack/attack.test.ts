import fc from 'fast-check';

import { TestApp } from '../support/test-app';
import { KIND_COUNT, type Step } from './acts';
import { Attack } from './run';

const { ATTACK_RUNS = '200', ATTACK_STEPS = '30', ATTACK_SEED } = process.env;
const RUNS = Number(ATTACK_RUNS);
const STEPS = Number(ATTACK_STEPS);

jest.setTimeout(3_600_000);

const step = fc.noBias(fc.tuple(fc.nat(KIND_COUNT), fc.nat(0x7fffffff)));
const steps = fc.array(step, { minLength: STEPS, maxLength: STEPS });
const home = fc.constantFrom('china' as const, 'global' as const);

test('whoever does whatever, the oracle knew it and the four promises held', async () => {
  const app = await TestApp.start('empty');
  const attack = await Attack.on(app);
  const begun = Date.now();
  try {
    await fc.assert(
      fc.asyncProperty(home, steps, (where, what) => attack.run(where, what as Step[])),
      {
        numRuns: RUNS,
        endOnFailure: process.env.ATTACK_SHRINK !== '1',
        ...(ATTACK_SEED && { seed: Number(ATTACK_SEED) }),
      },
    );
  } finally {
    const { tally } = attack;
    const ms = (Date.now() - begun) / Math.max(tally.steps, 1);
    process.stdout.write(
      `${tally.steps} steps, ${((100 * tally.accepted) / tally.steps).toFixed(0)} % accepted, ${ms.toFixed(1)} ms a step ${JSON.stringify(tally.ms)} ${JSON.stringify(process.cpuUsage())}\n`,
    );
    if (process.env.ATTACK_COUNTS)
      process.stdout.write(
        [...tally.counts]
          .sort()
          .map(([key, count]) => `${key}: ${count}`)
          .join('\n') + '\n',
      );
    await attack.end();
    await app.stop();
  }
});
