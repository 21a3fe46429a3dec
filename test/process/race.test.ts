import { buildServer, runScript } from '../support/server-process';
import { SERVER_URL_VARIABLE } from '../support/test-database';

beforeAll(buildServer, 60_000);

// `npm run race` is the long form of the same.
test('two servers on one PostgreSQL race for some seconds: no forbidden state, no lost audit record, no failure', () => {
  const server = process.env[SERVER_URL_VARIABLE] ?? '';

  const printed = runScript('race.js', [server, '4'], {});

  expect(printed).toMatch(/^[1-9]\d* calls in 4 s, 0 faults$/m);
  for (const mutation of [
    'acceptRelationshipRequest',
    'requestRelationships',
    'createInvitation',
  ]) {
    expect(printed).toMatch(new RegExp(`${mutation}: accepted$`, 'm'));
  }
}, 120_000);
