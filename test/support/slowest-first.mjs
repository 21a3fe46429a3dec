import { sep } from 'node:path';

import Sequencer from '@jest/test-sequencer';

/*
 * Which test files begin. Without times of an earlier run jest goes by the size of the files, and the two longest ones are
 * among the smallest: begun at the end, each keeps one core for more than a minute while the other has nothing to do.
 */

/** By the time they take, the longest first. The rest is short, and fills what is left. */
const SLOWEST = [
  'attack/attack-from-china',
  'attack/attack-from-global',
  'hostile/every-field',
  'hostile/input-values',
  'lost/restarted-database',
  'lost/killed-server',
  'process/server-process',
  'budgets/plans',
  'graphiql/graphiql',
  'attack/parallel',
  'attack/recorded-subscriptions',
];

const PATHS = SLOWEST.map((name) => `${sep}test${sep}${name.replace('/', sep)}.test.ts`);

/** How late it comes: its place in the list, or behind it. */
function placeOf({ path }) {
  const place = PATHS.findIndex((end) => path.endsWith(end));
  return place === -1 ? PATHS.length : place;
}

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => placeOf(one) - placeOf(other));
  }
}
