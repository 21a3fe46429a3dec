import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { staleSchemaFiles, writeSchemaFiles } from '../../../scripts/schema-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'schema-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const SDL = 'type Query {\n  a: Int\n}\n';

test('what was written is not stale', () => {
  const file = { path: join(folder, 'schema', 'schema.graphql'), sdl: SDL };

  writeSchemaFiles([file]);

  expect(readFileSync(file.path, 'utf8')).toBe(SDL);
  expect(staleSchemaFiles([file])).toEqual([]);
});

test.each([
  ['changed', SDL.replace('a: Int', 'a: Int!'), 'line 2'],
  ['shorter', 'type Query {\n', 'line 2'],
  ['longer', `${SDL}# more\n`, 'line 4'],
])('a %s file is named with its first line that differs', (_, committed, line) => {
  const path = join(folder, 'schema.graphql');
  writeFileSync(path, committed);

  expect(staleSchemaFiles([{ path, sdl: SDL }]).join()).toContain(line);
});

test('a missing file is named', () => {
  const path = join(folder, 'schema.graphql');

  expect(staleSchemaFiles([{ path, sdl: SDL }])).toEqual([`${path} is missing.`]);
});
