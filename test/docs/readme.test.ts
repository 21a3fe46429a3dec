import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import manifest from '../../package.json';

const ROOT = join(__dirname, '..', '..');
const FOLDERS = ['docs', 'examples', 'graphiql', 'src', 'test'];

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');

function pages(): string[] {
  const nested = FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .map((file) => join(folder, file)),
  );
  return ['README.md', 'CHANGELOG.md', ...nested];
}

/** Every match of the first group. */
function all(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? '');
}

/** The name that a heading has in an address. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

function hasHeading(file: string, anchor: string): boolean {
  return all(/^#{1,6} (.+)$/gm, readFileSync(file, 'utf8'))
    .map(anchorOf)
    .includes(anchor);
}

/** Links inside the repository that lead nowhere. */
function brokenLinks(page: string): string[] {
  const targets = all(/\]\(([^)\s]+)\)/g, read(page)).filter((it) => !/^[a-z]+:/.test(it));
  return targets.filter((target) => {
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !hasHeading(file, anchor);
  });
}

/** Names in backticks that look like a path from the root. */
function brokenPaths(page: string): string[] {
  const paths = all(
    /`((?:src|test|docs|examples|schema|scripts|migrations|graphiql)\/[\w./-]+)`/g,
    read(page),
  );
  return paths.filter((path) => !existsSync(join(ROOT, path)));
}

describe.each(pages().map((page) => relative('.', page)))('%s', (page) => {
  test('leads only to files and headings that exist', () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  test('names only paths that exist', () => {
    // The file of the last release exists once there is a release.
    expect(brokenPaths(page).filter((path) => path !== 'schema/released.graphql')).toEqual([]);
  });

  test('names only commands that exist', () => {
    const commands = all(/npm run (?:--silent )?([\w:-]+)/g, read(page));

    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

test('every module has a README', () => {
  const modules = readdirSync(join(ROOT, 'src', 'modules'), { withFileTypes: true });
  const large = modules.filter(
    ({ name }) => readdirSync(join(ROOT, 'src', 'modules', name)).length > 5,
  );

  const silent = large.filter(
    ({ name }) => !existsSync(join(ROOT, 'src', 'modules', name, 'README.md')),
  );

  expect(silent.map(({ name }) => name)).toEqual([]);
});

describe('the README', () => {
  test('opens with the two commands', () => {
    const [, first] = README.split('```');

    expect(first).toBe('sh\nnpm ci && npm start\nnpm ci && npm test\n');
  });

  test('explains every variable that the configuration reads, and no other', () => {
    const explained = all(/^\| `([A-Z_]+)` +\|/gm, README);

    const known = all(/^ {2}([A-Z_]+): (?:oneOf|variable|postgresUrl)\b/gm, read('src/config.ts'));

    expect(known.length).toBeGreaterThan(10);
    expect([...explained].sort()).toEqual([...known].sort());
  });

  test.each(['apollo-cache.ts', 'urql-cache.ts'])(
    'prints the settings that the client tests use: %s',
    (file) => {
      const blocks = all(/```ts\n([\s\S]*?)```/g, README);

      expect(blocks).toContain(read(join('examples', 'clients', file)));
    },
  );
});
