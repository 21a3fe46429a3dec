import { spawn } from 'node:child_process';

/*
 * The attack of test/attack, as long as wanted:
 *
 *   npm run attack -- [--runs N] [--steps N] [--seed S] [--path P] [--home china|global] [--parallel]
 *
 * Without a seed it takes one of its own and prints it. `--seed` and `--path` of a failure, with its home,
 * show that failure again.
 */

const VARIABLES = {
  '--runs': 'ATTACK_RUNS',
  '--steps': 'ATTACK_STEPS',
  '--seed': 'ATTACK_SEED',
  '--path': 'ATTACK_PATH',
};
const HOMES = ['china', 'global'];

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const environment = { ATTACK_RUNS: '2000', ATTACK_REPORT: '1' };
let files = ['test/attack/attack-from'];
const rest = process.argv.slice(2);
while (rest.length > 0) {
  const [option, value] = [rest.shift(), rest[0]];
  if (option === '--parallel') {
    files = ['test/attack/parallel'];
  } else if (option === '--home') {
    if (!HOMES.includes(value)) fail(`--home is one of ${HOMES.join(', ')}, not ${value}`);
    files = [`test/attack/attack-from-${rest.shift()}`];
  } else if (option in VARIABLES) {
    const isNumber = option === '--path' ? /^[\d:]+$/ : /^-?\d+$/;
    if (!isNumber.test(value ?? '')) fail(`${option} needs a number, not ${value}`);
    environment[VARIABLES[option]] = rest.shift();
  } else {
    fail(`unknown: ${option}. Known: ${Object.keys(VARIABLES).join(', ')}, --home, --parallel`);
  }
}

const jest = spawn(
  process.execPath,
  [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    ...files,
  ],
  { stdio: 'inherit', env: { ...process.env, ...environment } },
);
jest.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => jest.kill(signal));
