import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema } from 'graphql';

import { breakingChanges } from '../../scripts/breaking-changes';
import { schemaUnderTest } from '../support/app-schema';

const ROOT = join(__dirname, '..', '..');
const RELEASED = join(ROOT, 'schema', 'released.graphql');

// `## 0.1.0 - 2026-11-30` is a release; `## 0.1.0 - unreleased` is not one yet.
const RELEASE_HEADING = /^## \d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2}$/m;

test('a released contract is kept as soon as the CHANGELOG has a release (npm run schema:release)', () => {
  const changelog = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8');

  expect(existsSync(RELEASED)).toBe(RELEASE_HEADING.test(changelog));
});

test('nothing breaks the clients of the last release, if there is one', () => {
  // Before the first release the contract is what the schema says now, which shows that it can be one.
  const file = existsSync(RELEASED) ? RELEASED : join(ROOT, 'schema', 'schema.graphql');

  expect(breakingChanges(readFileSync(file, 'utf8'), schemaUnderTest())).toEqual([]);
});

const RELEASE = `
  type Query { a(b: Int): E old: Int @deprecated(reason: "Use a.") }
  enum E { X Y @deprecated(reason: "Use X.") }
  type Mutation { doIt(input: I!): Int! }
  input I { c: Int d: Int @deprecated(reason: "Use c.") }`;

test.each([
  ['a field is removed', 'a(b: Int): E', 'other: E'],
  ['a field may become null', 'doIt(input: I!): Int!', 'doIt(input: I!): Int'],
  ['an enum value is removed', 'enum E { X', 'enum E { Z'],
  ['an input field becomes required', 'c: Int', 'c: Int!'],
  ['an argument is removed', 'a(b: Int): E', 'a: E'],
])('a change is noticed: %s', (_, before, after) => {
  const changed = RELEASE.replace(before, after);

  expect(changed).not.toBe(RELEASE);
  expect(breakingChanges(RELEASE, buildSchema(changed))).toHaveLength(1);
});

test('what the release had deprecated may go, and additions are free', () => {
  const next = `
    type Query { a(b: Int, more: Int): E another: Int }
    enum E { X Z }
    type Mutation { doIt(input: I!): Int! }
    input I { c: Int e: Int }`;

  expect(breakingChanges(RELEASE, buildSchema(next))).toEqual([]);
});
