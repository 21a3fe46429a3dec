import { setTimeout } from 'node:timers/promises';

import { Dice } from '../attack/acts';
import { OwnPostgres, type WayToStop } from '../support/own-postgres';
import { buildServer } from '../support/server-process';
import { untilTrue } from '../support/until-true';
import { Campaign, sizeOf } from './campaign';

jest.setTimeout(3_600_000);

const WAYS: readonly WayToStop[] = ['immediate', 'fast'];
/** The database stays until so many more changes are acknowledged, and is away for a moment at least. */
const LONGEST_STAY = 30;
const LONGEST_ABSENCE_MS = 500;

let postgres: OwnPostgres;

beforeAll(async () => {
  buildServer();
  postgres = await OwnPostgres.start();
});
afterAll(() => postgres.remove());

// `npm run lost -- --restarts 10` is the long form of the same.
test('a server whose database crashes and stops under load says so, goes on by itself and has lost nothing', async () => {
  const { restarts, seed } = sizeOf(process.env);
  const dice = new Dice(seed);
  const campaign = await Campaign.begin(postgres.url, seed);
  const { server, clients, followers } = campaign;
  const readiness: (number | null)[] = [];
  let faults: readonly string[] = [];
  try {
    for (let restart = 0; restart < restarts; restart += 1) {
      await campaign.progress(10 + dice.below(LONGEST_STAY));
      await postgres.stop(WAYS[restart % WAYS.length] ?? 'immediate');
      readiness.push(await server.readiness());
      // Everybody has found out what it is like without.
      const before = clients.map(({ turnedAway }) => turnedAway.length);
      await untilTrue(async () =>
        clients.every((it, n) => it.turnedAway.length > (before[n] ?? 0)),
      );
      await setTimeout(dice.below(LONGEST_ABSENCE_MS));
      await postgres.startAgain();
    }
    await campaign.progress(20);
    readiness.push(await server.readiness());
    faults = await campaign.finish();
  } finally {
    process.stdout.write(`${restarts} restarts, seed ${seed}: ${campaign.summary()}\n`);
    await campaign.end();
  }

  expect(faults).toEqual([]);
  expect(readiness).toEqual([...Array.from({ length: restarts }, () => 503), 200]);
  const refusals = clients.flatMap(({ turnedAway }) => turnedAway);
  const unavailable = refusals.filter(({ code }) => code === 'UNAVAILABLE');
  expect(unavailable.length).toBeGreaterThanOrEqual(restarts * clients.length);
  // Before execution the status says it and the header when to come again; after it began, the error does.
  expect(
    unavailable.filter(
      ({ status, retryAfterSeconds, retryAfter }) =>
        retryAfterSeconds !== 5 || (status === 503 ? retryAfter !== '5' : status !== 200),
    ),
  ).toEqual([]);
  // Live operations go on or say why not; no connection is just gone.
  expect(followers.flatMap(({ ends }) => ends).filter((end) => end !== 'UNAVAILABLE')).toEqual([]);
  expect(clients.map(({ unansweredCount }) => unansweredCount)).toEqual(clients.map(() => 0));
});
