import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildServer } from '../support/server-process';

const ROOT = join(__dirname, '..', '..');
const RULE = `export interface DomainError { readonly code: string }
export function refusalOfAge(age: number): DomainError | null {
  if (age < 18) return { code: 'TOO_YOUNG' };
  return null;
}
`;
const testsOf = (...ages: readonly string[]): string => `
import { refusalOfAge } from '../../src/modules/sample/age.rules';
test.each([${ages.join(', ')}])('%i', (age, code) => {
  expect(refusalOfAge(age)?.code ?? null).toBe(code);
});
`;
const YOUNG = `[17, 'TOO_YOUNG']`;
const OLD = '[30, null]';
const EXACTLY = '[18, null]';

const HELD = ['.swcrc', 'node_modules', 'src', 'test', 'tsconfig.json'];

let sample: string;

beforeAll(() => {
  buildServer();
  sample = mkdtempSync(join(tmpdir(), 'multipartner-sample-'));
  mkdirSync(join(sample, 'src', 'modules', 'sample'), { recursive: true });
  mkdirSync(join(sample, 'test', 'rules'), { recursive: true });
  for (const file of ['.swcrc', 'tsconfig.json']) cpSync(join(ROOT, file), join(sample, file));
  symlinkSync(join(ROOT, 'node_modules'), join(sample, 'node_modules'));
  writeFileSync(join(sample, 'src', 'modules', 'sample', 'age.rules.ts'), RULE);
}, 60_000);
afterAll(() => rmSync(sample, { recursive: true, force: true }));

function mutants(test: string, ...args: readonly string[]) {
  writeFileSync(join(sample, 'test', 'rules', 'age.rules.test.ts'), test);
  const script = join(ROOT, 'dist', 'scripts', 'mutants.js');
  return spawnSync(process.execPath, [script, '--root', sample, '--pure', ...args], {
    encoding: 'utf8',
    // Nothing that this run knows is that one's business.
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: tmpdir() },
  });
}

test('a mutant that every test passes is reported with its place, and the command fails', () => {
  const { status, stdout } = mutants(testsOf(YOUNG, OLD));

  expect(stdout).toContain('SURVIVED src/modules/sample/age.rules.ts:3 (rule, boundary)');
  expect(stdout).toContain('  was: <\n  now: <=\n  passed: test/rules/age.rules.test.ts');
  expect(stdout).toMatch(/^4 mutants: 3 killed, 1 survived, 0 skipped \(\d+ s\)$/m);
  expect(status).toBe(1);
  // The checkout itself is as it was.
  expect(readdirSync(sample).sort()).toEqual(HELD);
}, 60_000);

test('killed ones are told with what killed them, and the command succeeds', () => {
  const { status, stdout } = mutants(testsOf(YOUNG, OLD, EXACTLY));

  expect(stdout).toMatch(
    /^killed {3}rule src\/modules\/sample\/age.rules.ts:3 boundary: < => <= \[test\/rules\/age.rules.test.ts: 18\]$/m,
  );
  expect(stdout).toMatch(/^4 mutants: 4 killed, 0 survived, 0 skipped/m);
  expect(status).toBe(0);
}, 60_000);

test('a test that fails by itself is no proof: the command says so and stops', () => {
  const { status, stderr } = mutants(testsOf(`[30, 'TOO_OLD']`));

  expect(stderr).toMatch(/^test\/rules\/age.rules.test.ts fails without any mutant: /);
  expect(status).toBe(2);
}, 60_000);

test('a list names the mutants that are asked for, and runs none', () => {
  const { status, stdout } = mutants(testsOf(YOUNG), '--list', '--only', 'boundary|letsPass');

  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^rule src\/modules\/sample\/age.rules.ts:2 letsPass: /),
    'rule src/modules/sample/age.rules.ts:3 boundary: < => <=',
  ]);
  expect(status).toBe(0);
}, 60_000);

test('the database server of all runs starts from a copy of the checkout', () => {
  const support = join('test', 'support');
  const copy = mkdtempSync(join(tmpdir(), 'multipartner-support-'));
  for (const part of ['.swcrc', support]) {
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const compiled = join(ROOT, 'dist', 'scripts', 'mutants', 'test-server.js');
  const script = `
    const { TestServer } = require(${JSON.stringify(compiled)});
    TestServer.start(${JSON.stringify(copy)}).then(async (server) => {
      console.log(new URL(server.url).protocol);
      await server.stop();
    });`;

  const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });

  expect({ stdout, stderr }).toEqual({ stdout: 'postgres:\n', stderr: '' });
  rmSync(copy, { recursive: true, force: true });
}, 60_000);
