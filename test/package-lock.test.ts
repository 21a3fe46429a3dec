import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(__dirname, '..', 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, Entry>>;
};

/** `npm ci` refuses a lock file without them, and does not install what it does not list. */
test('the lock file lists the native parts of every platform, not only of the one it was written on', () => {
  const paths = Object.keys(lock.packages);
  const listed = new Set(paths.map((path) => path.replace(/^.*node_modules\//, '')));

  const missing = Object.values(lock.packages)
    .flatMap(({ optionalDependencies = {} }) => Object.keys(optionalDependencies))
    .filter((name) => !listed.has(name));

  expect(listed.size).toBeGreaterThan(500);
  expect(missing).toEqual([]);
});
