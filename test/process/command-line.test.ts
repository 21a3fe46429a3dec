import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildServer } from '../support/server-process';

const ROOT = join(__dirname, '..', '..');

beforeAll(buildServer, 60_000);

function run(program: string, ...words: readonly string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'dist', program), ...words], {
    cwd: ROOT,
    encoding: 'utf8',
    // Nothing listens there: a command that went on would say so.
    env: { PATH: process.env.PATH, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' },
  });
}

/** What commands write into a checkout. */
function printed(): readonly string[] {
  return ['schema', 'docs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => `${name}: ${readFileSync(join(ROOT, folder, name), 'utf8')}`),
  );
}

test.each([
  'print-schema.js',
  'print-docs.js',
  'release-schema.js',
  'migrate.js',
  'story.js',
  'token.js',
  'mutants.js',
])('%s refuses a word that it does not know, and does nothing', (script) => {
  const before = printed();

  const { status, stdout, stderr } = run(`scripts/${script}`, '--chek');

  expect(stderr).toMatch(/^Unknown option '--chek'[^\n]*\n\nUsage: npm run /);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(printed()).toEqual(before);
});

test('a command that is asked for help says how it is used, and does nothing', () => {
  const { status, stdout, stderr } = run('scripts/migrate.js', '--help');

  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Usage: npm run migrate\n/);
});

test('the server refuses a word, which would set nothing', () => {
  const { status, stdout, stderr } = run('src/main.js', '--port', '4100');

  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toBe(
    '"--port" is not understood: the server takes no words. Set environment variables (README).\n',
  );
});
