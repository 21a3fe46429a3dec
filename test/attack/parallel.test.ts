import { TestApp } from '../support/test-app';
import { Dice, KIND_COUNT, type Step } from './acts';
import { campaignOf } from './campaign';
import { ParallelAttack } from './parallel';

jest.setTimeout(3_600_000);

const CLIENTS = 4;
const ROUNDS = 2;
const STEPS = 8;
// A run has as many steps as one of the other attack, in rounds of all clients at once.
const RUNS = process.env.ATTACK_RUNS === undefined ? 10 : Number(process.env.ATTACK_RUNS);

test(`${CLIENTS} clients at once: what was done was legal in the order of the audit trail`, async () => {
  const { seed, isTalkative } = campaignOf(process.env);
  const app = await TestApp.start('empty');
  const attack = await ParallelAttack.on(app, CLIENTS);
  const dice = new Dice(seed);
  const step = (): Step => [dice.below(KIND_COUNT), dice.below(0x7fffffff)];
  const many = <Item>(count: number, make: () => Item): Item[] =>
    Array.from({ length: count }, make);
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const steps = many(ROUNDS, () => many(CLIENTS, () => many(STEPS, step)));
      await attack.run(run % 2 === 0 ? 'china' : 'global', steps);
    }
    expect(attack.tally.accepted).toBeGreaterThan(attack.tally.steps / 4);
  } finally {
    const { steps, accepted } = attack.tally;
    process.stdout.write(
      `parallel attack: seed ${seed}, ${steps} steps by ${CLIENTS} clients, ${((100 * accepted) / steps).toFixed(0)} % done\n`,
    );
    if (isTalkative) process.stdout.write(`${attack.tally.lines().join('\n')}\n`);
    await attack.end();
    await app.stop();
  }
});
