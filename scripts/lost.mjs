import { spawn } from 'node:child_process';

/*
 * The test of test/lost, as long as wanted: servers and databases that go away while everybody works.
 *
 *   npm run lost -- [--kills N] [--restarts N] [--seed S]
 *
 * Without a seed each part takes one of its own and prints it. What a process was doing when it was killed
 * depends on the machine too, so a seed shows the same acts again and not always the same failure.
 */

const VARIABLES = {
  '--kills': 'LOST_KILLS',
  '--restarts': 'LOST_RESTARTS',
  '--seed': 'LOST_SEED',
};
const FILES = { '--kills': 'killed-server', '--restarts': 'restarted-database' };

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const environment = { LOST_KILLS: '50', LOST_RESTARTS: '10' };
const files = [];
const rest = process.argv.slice(2);
while (rest.length > 0) {
  const [option, value] = [rest.shift(), rest.shift()];
  if (!(option in VARIABLES)) {
    fail(`unknown: ${option}. Known: ${Object.keys(VARIABLES).join(', ')}`);
  }
  if (!/^\d+$/.test(value ?? '')) fail(`${option} needs a number, not ${value}`);
  environment[VARIABLES[option]] = value;
  if (option in FILES) files.push(`test/lost/${FILES[option]}`);
}

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    // One after the other: the two are no load for each other.
    '--runInBand',
    ...(files.length > 0 ? files : ['test/lost']),
  ],
  { stdio: 'inherit', env: { ...process.env, ...environment } },
);
jest.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
