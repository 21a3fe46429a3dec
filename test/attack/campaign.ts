import fc from 'fast-check';

import { TestApp } from '../support/test-app';
import { ALL_ACTS, KIND_COUNT, type Step } from './acts';
import { Attack } from './run';
import type { Home } from './world';

/** What `npm run attack` hands over; without it the size of every test run. */
export interface Campaign {
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly path?: string;
  readonly isTalkative: boolean;
}

/** Half of the runs are each home's: 200 together. */
export function campaignOf(env: NodeJS.ProcessEnv): Campaign {
  const { ATTACK_RUNS = '200', ATTACK_STEPS = '30', ATTACK_SEED, ATTACK_PATH } = env;
  return {
    // A path leads to one run.
    runs: ATTACK_PATH ? 1 : Math.ceil(Number(ATTACK_RUNS) / 2),
    steps: Number(ATTACK_STEPS),
    seed: ATTACK_SEED === undefined ? Date.now() % 0x7fffffff : Number(ATTACK_SEED),
    ...(ATTACK_PATH && { path: ATTACK_PATH }),
    isTalkative: env.ATTACK_REPORT === '1',
  };
}

/** Steps of one run. One that does nothing keeps a shortened run as long as it was. */
export function stepsOf(count: number): fc.Arbitrary<(Step | null)[]> {
  const particulars = fc.tuple(fc.nat(KIND_COUNT - 1), fc.nat(0x7fffffff));
  const step: fc.Arbitrary<Step | null> = fc.option(fc.noShrink(fc.noBias(particulars)), {
    freq: 1_000,
  });
  return fc.array(step, { minLength: count, maxLength: count });
}

/** Mutations that exist to refuse, and what an instance does not have. */
const ALWAYS_REFUSED = ['changePartnerOfRecord', 'transferSubscription'];
const NEVER_DONE: Readonly<Record<Home, readonly string[]>> = {
  china: [...ALWAYS_REFUSED, 'terminateDelegatedPrivileges'],
  global: [...ALWAYS_REFUSED, 'upgradeSubscription'],
};

/** Attacks a server from one home, and says how it went. */
export async function attackFrom(home: Home, campaign: Campaign): Promise<void> {
  const { runs, steps, seed, path, isTalkative } = campaign;
  const app = await TestApp.start('empty');
  const attack = await Attack.on(app);
  const begun = performance.now();
  try {
    await fc.assert(
      fc.asyncProperty(stepsOf(steps), (what) => attack.run(home, what)),
      { numRuns: runs, seed, ...(path && { path }) },
    );
    const possible = ALL_ACTS.filter((act) => !NEVER_DONE[home].includes(act));
    // Of few runs nothing can be expected.
    if (runs >= 100) expect(attack.tally.done).toEqual(expect.arrayContaining(possible));
  } finally {
    const { tally } = attack;
    const ms = ((performance.now() - begun) / Math.max(tally.steps, 1)).toFixed(1);
    const share = ((100 * tally.accepted) / Math.max(tally.steps, 1)).toFixed(0);
    process.stdout.write(
      `attack from ${home}: seed ${seed}, ${tally.steps} steps, ${share} % done, ${ms} ms a step\n`,
    );
    if (isTalkative) process.stdout.write(`${tally.lines().join('\n')}\n`);
    await attack.end();
    await app.stop();
  }
}
