import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, Entry>>;
}

function lockIn(folder: string): Lock {
  const text = readFileSync(join(__dirname, '..', folder, 'package-lock.json'), 'utf8');
  return JSON.parse(text) as Lock;
}

/** `npm ci` refuses a lock file without them, and does not install what it does not list. */
test.each([
  ['the server', '.', 500],
  ['the bench', 'bench', 300],
])('the lock file of %s lists the native parts of every platform', (_what, folder, fewest) => {
  const lock = lockIn(folder);
  const paths = Object.keys(lock.packages);
  const listed = new Set(paths.map((path) => path.replace(/^.*node_modules\//, '')));

  const missing = Object.values(lock.packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !listed.has(name));

  expect(listed.size).toBeGreaterThan(fewest);
  expect(missing).toEqual([]);
});
