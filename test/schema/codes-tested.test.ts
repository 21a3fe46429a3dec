import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildSchema, type GraphQLSchema, valueFromASTUntyped } from 'graphql';

const TESTS = join(__dirname, '..');
const SCHEMA = join(TESTS, '..', 'schema', 'schema.graphql');

/** Every code that some mutation declares in `@rejects`. */
function rejectedCodes(schema: GraphQLSchema): string[] {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const codes = fields.flatMap((field) =>
    (field.astNode?.directives ?? [])
      .filter(({ name }) => name.value === 'rejects')
      .flatMap(({ arguments: args }) => args ?? [])
      .flatMap(({ value }) => valueFromASTUntyped(value) as string[]),
  );
  return [...new Set(codes)].sort();
}

/** The codes that none of the texts names; what stands in a comment asserts nothing. */
function untested(codes: readonly string[], texts: readonly string[]): string[] {
  const named = new Set(
    texts.flatMap(
      (text) => text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '').match(/\b[A-Z_]+\b/g) ?? [],
    ),
  );
  return codes.filter((code) => !named.has(code));
}

function testTexts(): string[] {
  return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && join(TESTS, file) !== __filename)
    .map((file) => readFileSync(join(TESTS, file), 'utf8'));
}

test('every code that a mutation declares to reject with is named in a test', () => {
  const codes = rejectedCodes(buildSchema(readFileSync(SCHEMA, 'utf8')));

  expect(codes.length).toBeGreaterThan(20);
  expect(untested(codes, testTexts())).toEqual([]);
});

test('a code that no test names is found; a longer name or a comment does not count', () => {
  const texts = [`refuses('NOT_FOUND')`, `// DAP_CONFLICT\nexpect('SUB_DAP_CONFLICT')`];

  expect(untested(['NOT_FOUND', 'DAP_CONFLICT'], texts)).toEqual(['DAP_CONFLICT']);
});
