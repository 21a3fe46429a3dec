import { setTimeout } from 'node:timers/promises';

import { Dice } from '../attack/acts';
import { buildServer } from '../support/server-process';
import { cloneDatabase, type TestDatabase } from '../support/test-database';
import { Campaign, sizeOf } from './campaign';

jest.setTimeout(3_600_000);

/** A process lives until so many more changes are acknowledged, and then a moment that nobody foresees. */
const LONGEST_LIFE = 40;
const LAST_MOMENT_MS = 50;
/** So many of a hundred are killed while they start. */
const STILLBORN_PERCENT = 20;
const LONGEST_START_MS = 1_500;

let database: TestDatabase;

beforeAll(async () => {
  buildServer();
  database = await cloneDatabase('empty');
});
afterAll(() => database.drop());

// `npm run lost -- --kills 50` is the long form of the same.
test('a server that is killed again and again has lost nothing that it acknowledged, and tells everybody of everything once', async () => {
  const { kills, seed } = sizeOf(process.env);
  const dice = new Dice(seed);
  const campaign = await Campaign.begin(database.url, seed);
  const { server } = campaign;
  let faults: readonly string[] = [];
  let logged: readonly string[] = [];
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      const isStillborn = dice.often(STILLBORN_PERCENT);
      if (!isStillborn) await campaign.progress(dice.below(LONGEST_LIFE));
      await setTimeout(dice.below(isStillborn ? LONGEST_START_MS : LAST_MOMENT_MS));
      await server.kill();
      server.startAgain();
    }
    await campaign.progress(20);
    faults = await campaign.finish();
  } finally {
    logged = await campaign.end();
    process.stdout.write(`${kills} kills, seed ${seed}: ${campaign.summary()}\n`);
  }

  expect(faults).toEqual([]);
  expect(logged).toEqual([]);
  expect(campaign.resentCount).toBeGreaterThan(0);
});
